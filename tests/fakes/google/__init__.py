"""A Google Calendar of one's own on the loopback: OAuth and Calendar v3 over real HTTP, with faults and a still clock.

Beside it Gmail, as far as sending goes: mail.py.

with GoogleServer(whole_life) as server:          # a world of worlds.py; without one: Ada and an empty calendar
    with calendar_client(server) as service: ...  # of client.py; or `server.api`, `server.auth.client_config()`
    server.hands().move(event_id, start, end)     # what a person does beside every program
    server.clock.advance(days=8)                  # each request moves it by `modes.seconds_per_request`
    server.faults.next("events.insert", drop_after)
    server.modes.lossy()                          # `modes` and `modes.sign_in` are all the switches
    assert server.log.bare_writes() == []
    server.auth.grant("ada@example.org", "calendar.readonly")      # a refresh token past the browser

Requests are held to the discovery document that google-api-python-client ships. Not served: acl, and the methods
watch of lists other than events; they answer 501.

Where Google's own answer is not known, this is what is served; a mode that says otherwise is in brackets. A sync token
remembers no window. PUT or PATCH without a status leave a tombstone one. A stale If-Match for what was deleted
hears 412 and not 410. Status events of a private account are `invalidEventType`, on a secondary calendar
`eventTypeRestriction`. An app.created token hears 403 of a foreign calendar (`app_created_status`). A guest who leaves
other guests away without `attendeesOmitted` is refused. A free/busy query may span 62 days (`free_busy_days`), ten
writes a second go to one calendar (`writes_per_second`), sync tokens live for four weeks (`sync_token_days`).

The checklist of the brief (its section 10), and the tests that hold the server to it, in tests/fakes/test_google_*.py:

 1  sign_in  test_consent_redirects_to_any_loopback_port_with_state_code_scope_and_issuer
 2  sign_in  test_a_code_counts_once_and_only_with_its_verifier_and_its_address
 3  sign_in  test_a_person_may_deny
 3  sign_in  test_a_person_may_grant_less_than_was_asked
 3  sign_in  test_scopes_in_another_order_are_the_same_scopes
 3  sign_in  test_a_second_consent_without_prompting_gives_no_refresh_token
 4  sign_in  test_a_client_may_name_itself_in_the_header_or_in_the_form
 5  sign_in  test_a_refresh_keeps_the_refresh_token_and_older_access_tokens
 5  sign_in  test_rotation_replaces_the_refresh_token
 6  sign_in  test_a_refresh_that_names_a_scope_which_was_not_granted_is_refused
 7  sign_in  test_a_refresh_token_of_a_project_in_testing_dies_after_seven_days
 7  sign_in  test_a_refresh_token_dies_when_the_person_revokes_it_or_six_months_pass
 7  sign_in  test_the_hundred_and_first_refresh_token_ends_the_first
 7  sign_in  test_the_token_endpoint_may_be_unavailable_for_some_calls
 8  sign_in  test_revoking_either_token_ends_the_whole_grant
 9  sign_in  test_a_short_life_makes_every_request_refresh_first_and_the_usual_one_does_not
10  http     test_it_is_served_below_calendar_v3_and_nowhere_else
11  http     test_without_a_token_or_with_a_dead_one_it_is_401_of_the_front_end
12  http     test_a_scope_opens_what_the_discovery_document_says
13  http     test_app_created_reaches_only_calendars_of_the_same_client
14  http     test_a_get_too_long_for_one_comes_as_a_post
15  http     test_an_answer_is_zipped_when_asked_for_and_has_its_etag_in_the_header
15  http     test_the_current_etag_in_if_none_match_is_answered_with_304
16  http     test_an_id_with_a_hash_and_an_at_sign_is_decoded_and_primary_is_the_account
17  http     test_the_back_end_and_the_front_end_refuse_in_two_shapes
17  http     test_a_gateway_and_a_captive_portal_answer_with_pages
18  http     test_an_unknown_parameter_is_refused_and_so_is_one_of_a_wrong_type
18  http     test_an_unknown_field_is_refused_when_strict_and_else_ignored
18  http     test_what_is_read_only_in_a_body_is_ignored
19  http     test_a_connection_closed_after_the_write_makes_httplib2_write_twice
19  http     test_a_connection_reset_after_the_write_is_an_error_of_a_write_that_was_done
19  http     test_an_answer_may_come_later_than_the_client_waits
20  http     test_fields_select_and_leave_out_the_tokens_that_are_not_named
21  lists    test_a_page_has_250_items_unless_asked_for_others_and_never_more_than_2500
21  lists    test_an_empty_page_may_still_name_the_next_one
22  lists    test_only_the_last_page_has_a_sync_token_and_it_must_be_encoded
23  lists    test_a_page_token_belongs_to_the_parameters_it_was_given_with
23  lists    test_what_changes_between_two_pages_comes_with_the_next_delta
24  lists    test_beside_a_sync_token_eight_parameters_are_forbidden
24  lists    test_beside_a_sync_token_the_others_must_stay_as_they_were
25  lists    test_a_sync_token_dies_with_time_with_the_access_rules_and_with_a_reset
25  lists    test_a_sync_token_belongs_to_one_calendar_and_one_person
26  lists    test_a_delta_has_each_event_once_with_its_latest_state
27  lists    test_ones_own_writes_come_back_with_the_next_delta
28  lists    test_a_delta_knows_no_window_and_brings_a_touched_series_into_a_far_future
29  lists    test_a_deleted_series_is_told_of_for_half_a_year_or_for_good
29  lists    test_instances_that_a_new_rule_takes_away_are_told_as_cancelled
30  lists    test_what_was_deleted_may_have_nothing_but_its_id
31  lists    test_what_was_deleted_is_shown_by_two_switches
32  lists    test_a_window_leaves_out_what_ends_at_its_begin_or_begins_at_its_end
33  lists    test_a_bound_without_an_offset_is_refused
33  lists    test_a_window_that_ends_before_it_begins_is_refused
34  lists    test_only_single_events_are_ordered_by_start
35  lists    test_events_are_filtered_by_type_properties_uid_and_words
35  lists    test_updated_min_includes_what_was_deleted_and_may_lie_too_far_back
36  events   test_a_series_keeps_its_wall_time_in_its_own_zone_when_the_clocks_change
36  events   test_exdate_takes_instances_away_and_rdate_adds_them
36  events   test_an_instance_is_where_it_was_moved_to_and_gone_where_it_was_cancelled
36  events   test_this_and_following_ends_the_series_and_begins_another
37  events   test_an_instance_is_named_by_its_series_and_its_original_start
37  events   test_a_write_to_an_instance_makes_an_exception
38  events   test_times_are_told_in_the_zone_of_the_calendar_or_the_one_asked_for
39  events   test_what_stands_at_its_default_is_left_away
39  events   test_an_empty_calendar_has_an_empty_list
40  events   test_an_all_day_event_ends_on_the_day_after
40  events   test_what_no_client_may_write_may_still_be_there
41  events   test_the_own_entry_among_the_attendees_is_marked_and_the_others_may_be_left_away
42  events   test_a_calendar_seen_as_free_or_busy_has_times_and_no_titles
42  events   test_a_reader_gets_private_events_without_their_details
43  writes   test_an_id_that_is_not_base32hex_is_refused
43  writes   test_an_id_is_taken_for_good_even_by_what_was_deleted
43  writes   test_without_an_id_google_makes_one_of_26_letters
44  writes   test_a_deleted_event_is_still_found_and_cannot_be_deleted_again
45  writes   test_a_deleted_event_is_brought_back_by_its_status
45  writes   test_what_was_emptied_from_the_bin_cannot_be_brought_back
46  writes   test_each_write_changes_the_etag_and_only_reminders_leave_updated_alone
46  writes   test_the_sequence_grows_when_the_time_changes_and_never_goes_back
47  writes   test_a_write_may_name_the_version_it_is_about
47  writes   test_an_insert_knows_no_version
48  writes   test_put_resets_what_it_does_not_name_and_patch_leaves_it
48  writes   test_put_without_its_times_is_refused_for_the_end_first
48  writes   test_patch_merges_objects_replaces_lists_and_clears_with_null
49  writes   test_times_that_make_no_sense_are_refused
50  writes   test_properties_too_long_are_dropped_or_cut
51  writes   test_reminders_have_limits
52  writes   test_guests_are_told_only_when_asked
53  writes   test_focus_time_and_absence_are_taken_as_google_wants_them
53  writes   test_a_status_event_with_something_wrong_is_refused
53  writes   test_status_events_lie_on_a_primary_calendar_of_a_company_only
53  writes   test_a_type_stays_what_it_is
54  writes   test_only_a_writer_writes
54  writes   test_a_guest_may_change_only_what_is_the_guests_own
55  writes   test_people_move_rename_recolour_duplicate_and_delete_beside_every_program
55  writes   test_a_guest_answers_with_the_whole_list_or_says_that_it_is_not
55  writes   test_an_absence_declines_invitations_as_its_mode_says
56  limits   test_a_user_may_ask_so_often_a_minute_in_a_window_that_slides
56  limits   test_a_limit_is_told_as_403_or_429
56  limits   test_a_patch_costs_three
56  limits   test_writes_to_one_calendar_come_one_after_the_other
57  limits   test_over_quota_writes_are_refused_for_hours_and_reads_go_on
58  limits   test_an_insert_may_be_found_only_after_some_seconds
58  limits   test_a_list_may_lag_behind_and_its_token_loses_nothing
59  limits   test_the_server_may_fail_before_and_after_it_did_what_was_asked
60  limits   test_the_clock_is_moved_from_here_and_over_http
60  limits   test_the_log_tells_what_was_asked_with_which_version_and_by_whom
61  limits   test_free_and_busy_are_told_with_an_error_for_each_calendar_that_is_not_found
61  limits   test_a_free_busy_query_has_bounds
62  limits   test_the_calendars_come_in_pages_and_hidden_and_deleted_ones_when_asked_for
62  limits   test_a_role_may_be_one_that_nobody_knows_yet
62  limits   test_a_setting_at_its_default_is_missing_from_the_list_and_answered_by_name
62  limits   test_working_hours_are_there_for_companies_only
63  limits   test_a_batch_answers_each_part_in_another_order
63  limits   test_the_parts_of_a_batch_come_back_with_their_ids_and_a_reason_phrase
63  limits   test_a_part_of_a_batch_may_be_refused_once_and_a_batch_as_a_whole
64  limits   test_a_channel_needs_https_and_can_be_stopped
"""

from tests.fakes.google.clock import Clock
from tests.fakes.google.modes import Consent, Modes
from tests.fakes.google.server import GoogleServer
from tests.fakes.google.sign_in import CLIENT, SECRET
from tests.fakes.google.worlds import ADA

__all__ = ["ADA", "CLIENT", "SECRET", "Clock", "Consent", "GoogleServer", "Modes"]
