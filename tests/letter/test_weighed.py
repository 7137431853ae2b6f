from dataclasses import replace

from hedgerow.core.domains import Domain
from hedgerow.core.reassess import Compromise, CouldMeet, Reassessment, Shrunk
from hedgerow.letter.parts import Parts
from hedgerow.letter.titles import FSI, PDI
from hedgerow.letter.weighed import tell_weighed
from hedgerow.letter.write import write_letter
from tests.letter.reports import FULL, QUIET, READER

WEIGHED = Reassessment(
    weeks=8,
    compromises=(Compromise("Reading", 4, 5, ("West Coast sync", "Review")), Compromise("Run", 3, 3, ())),
    without_why=("Run club", "Reading", "Tea", "Walk"),
    shrunk=(Shrunk(Domain.COMMUNITY, 90, 210),),
    could_meet=CouldMeet("Reading", "Slow morning"),
)


def said(weighed: Reassessment) -> list[str]:
    lines = tell_weighed(replace(FULL, reassessment=weighed), READER)
    return [line.replace(FSI, "").replace(PDI, "").replace("\u00a0", " ") for line in lines]


def test_what_gave_way_too_often_is_told_with_what_it_gave_way_to() -> None:
    assert said(replace(WEIGHED, shrunk=(), could_meet=None, without_why=())) == [
        "Reading gave way in four of the last eight weeks, most often to West Coast sync.",
        "Run did not take place in three of the last eight weeks, and nothing in the calendars took it.",
    ]


def test_a_domain_is_compared_with_its_own_past_and_never_with_another() -> None:
    assert said(Reassessment(shrunk=WEIGHED.shrunk)) == [
        "Community has had 1 h 30 a week lately, and 3 h 30 a week before that."
    ]


def test_what_could_meet_and_what_has_no_reason_are_told() -> None:
    assert said(Reassessment(could_meet=WEIGHED.could_meet, without_why=WEIGHED.without_why)) == [
        "Reading had no room. It could have met Slow morning, which took place.",
        "No reason is written down yet for Run club, Reading and Tea (“why” in hedgerow.toml).",
    ]


def test_there_are_three_lines_at_most_and_none_without_anything_to_weigh() -> None:
    assert len(said(WEIGHED)) == 3
    assert said(Reassessment()) == []


def test_both_forms_of_the_letter_say_it_and_a_quiet_week_does_not() -> None:
    letter = write_letter(replace(FULL, reassessment=WEIGHED), READER)
    assert "To weigh anew" in letter.html
    assert "TO WEIGH ANEW" in letter.text.upper()
    assert "weigh anew" not in write_letter(replace(QUIET, reassessment=WEIGHED), READER).html


def test_a_letter_in_doubt_is_told_of_in_the_next_one_with_the_way_to_send_it_again() -> None:
    letter = write_letter(FULL, READER, Parts(doubtful=("2026-W46",)))
    for form in (letter.html, letter.text):
        flat = " ".join(form.replace("\u00a0", " ").replace("&nbsp;", " ").split())
        assert "Nobody knows whether the letter about 2026-W46 arrived." in flat
        assert "hedgerow report --week 2026-W46 --send --again" in flat
