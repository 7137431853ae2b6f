"""Google Calendar, read and written at the server of tests/fakes/google.

What clients commonly get wrong (the brief's section 11, its rows numbered from the top), and the tests that fail when
the mistake is put in. The modules are test_*.py of this folder and of tests/system.

 1  common_mistakes             test_a_403_of_rates_is_waited_out_and_tried_again
 1  common_mistakes             test_after_the_last_try_it_says_so_and_gives_no_empty_calendar
 2  common_mistakes             test_every_page_is_read_short_and_empty_ones_too
 2  common_mistakes             test_a_list_without_a_token_at_its_end_is_no_list
 3  common_mistakes             test_beside_a_sync_token_nothing_is_sent_that_google_forbids
 4  common_mistakes             test_what_was_deleted_is_gone_and_its_tombstone_breaks_nothing
 5  common_mistakes             test_what_was_deleted_is_gone_and_its_tombstone_breaks_nothing
 5  events                      test_a_tombstone_is_nothing
 6  common_mistakes_in_writing  test_expecting_insert_to_work_after_delete_with_the_same_id
 7  common_mistakes_in_writing  test_treating_410_on_delete_as_a_failure_and_nagging_forever
 8  common_mistakes_in_writing  test_get_succeeds_after_delete_so_exists_lies
 9  authority                   test_naive_aware_time_bugs_around_token_expiry
10  authority                   test_refresh_token_dies_weekly_testing_status_blamed_on_code
11  common_mistakes             test_a_calendar_that_shows_only_when_somebody_is_busy_is_read_and_has_no_titles
12  common_mistakes             test_an_all_day_event_ends_before_its_end_date
13  common_mistakes_in_writing  test_standard_base32_instead_of_base32hex_ids
14  common_mistakes             test_a_series_without_end_is_not_read_beyond_the_window
15  common_mistakes_in_writing  test_put_without_shared_fields_on_a_guest_copy_gives_403
16  focus_time                  test_sending_empty_out_of_office_properties
17  common_mistakes             test_a_zone_that_nobody_knows_does_not_matter
17  common_mistakes             test_a_wall_time_in_a_zone_that_nobody_knows_is_the_persons
18  google_account              test_creating_a_second_app_calendar_because_the_id_was_lost
19  common_mistakes             test_each_role_that_may_write_is_known
19  common_mistakes             test_a_role_of_tomorrow_is_read_as_far_as_it_goes
"""
