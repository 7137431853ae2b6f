"""What others give a letter, and how the domains met: where it stands in HTML and text, and what is left out."""

import re
from dataclasses import replace
from html import unescape

import pytest

from hedgerow.core.domains import Domain
from hedgerow.core.overlap import NO_OVERLAP, Shared
from hedgerow.core.report import Report
from hedgerow.letter.domains import DomainsWords, tell_domains
from hedgerow.letter.language import language_of
from hedgerow.letter.page import word_page
from hedgerow.letter.parts import NO_PARTS, ActionLink, Links, Parts, PolicyPart, Question, QuestionsPart
from hedgerow.letter.reader import Letter
from hedgerow.letter.write import write_letter
from tests.agenda import WORK, span
from tests.letter.dressed import OVERLAP, PARTS, POLICY, QUESTIONS, WHOLE, H, S
from tests.letter.reports import PARTLY, QUIET, READER, UNKNOWN
from tests.letter.test_html import numbers, words, words_of
from tests.letter.test_titles import ARABIC

NBSP = "\N{NO-BREAK SPACE}"
GO = ActionLink("Go there", "http://127.0.0.1:8080/l/go?a=1&b=2")


def letter(
    links: Links = PARTS.links, questions: QuestionsPart | None = None, policy: PolicyPart | None = None
) -> Letter:
    return write_letter(WHOLE, READER, Parts(links, questions, policy))


def told(**changes: object) -> DomainsWords:
    found = tell_domains(replace(WHOLE, **changes), READER)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_html_and_text_of_a_whole_letter_say_the_same_numbers_and_words() -> None:
    made = write_letter(WHOLE, READER, PARTS)
    plain = re.sub(r"http\S+", "", made.text)
    [picture] = re.findall(r'class="venn"[^>]*alt="([^"]*)"', made.html)
    shown = f"{words_of(made.html)} {unescape(picture)}"
    assert numbers(shown) == numbers(plain)
    assert words(shown) - words(plain) <= {"your", "dark", "circles", "those", "that", "next"}
    assert words(plain) - words(shown) <= {"numbers", "working", "hours", "the", "part", "life"}


def test_every_link_stands_in_both_bodies_and_none_is_cut() -> None:
    made = write_letter(WHOLE, READER, Parts(replace(PARTS.links, footer=(replace(GO, url=f"http://h/{'x' * 200}"),))))
    in_html = set(re.findall(r'href="([^"]*)"', made.html))
    in_text = {line.strip() for line in made.text.splitlines() if "://" in line}
    assert in_html == in_text
    assert f"http://h/{'x' * 200}" in in_text


def test_an_address_is_escaped_in_html_and_left_as_it_is_in_text() -> None:
    made = letter(Links(causes=((GO,),)))
    assert 'href="http://127.0.0.1:8080/l/go?a=1&amp;b=2"' in made.html
    assert "\n  http://127.0.0.1:8080/l/go?a=1&b=2\n" in made.text


def test_without_parts_there_are_no_links_questions_or_proposals() -> None:
    made = write_letter(WHOLE, READER, NO_PARTS)
    assert "<a " not in made.html
    assert "://" not in made.text
    assert "QUESTION" not in made.text
    assert "ONE CHANGE" not in made.text
    assert letter(Links(), questions=QuestionsPart(()), policy=PolicyPart()) == made


def test_a_link_for_one_cause_leaves_the_others_without() -> None:
    made = letter(Links(causes=((), (GO,))))
    [before, after] = made.text.split(GO.url)
    assert "Prepare Monday’s deck" in before
    assert "Release notes, finish" in after.partition("PROTECTED TIME")[0]
    assert made.html.count("<a ") == 1


def test_blocks_in_no_calendar_are_offered_one_by_one_where_a_link_can_accept_them() -> None:
    page = word_page(WHOLE, READER, PARTS)
    assert [(offer.title.strip("\u2068\u2069"), offer.state, len(offer.links)) for offer in page.offers] == [
        ("Close the week", "Proposed", 2)
    ]
    made = write_letter(WHOLE, READER, PARTS)
    assert "hedgerow apply" not in made.html + made.text
    assert word_page(WHOLE, READER).offers == ()
    assert "hedgerow apply" in write_letter(WHOLE, READER).text


def test_a_block_under_a_clash_is_decided_there_and_not_offered_again() -> None:
    clash = replace(WHOLE.next_week.clashes[0], block=replace(WHOLE.next_week.clashes[0].block, block=None))
    blocks = tuple((t, clash.block if b is WHOLE.next_week.clashes[0].block else b) for t, b in WHOLE.next_week.blocks)
    ahead = replace(WHOLE.next_week, clashes=(clash,), blocks=blocks)
    offers = word_page(replace(WHOLE, next_week=ahead), READER, PARTS).offers
    assert ["Close the week" in offer.title for offer in offers] == [True]


def test_a_change_that_was_made_is_followed_though_nothing_new_is_proposed() -> None:
    made = letter(policy=PolicyPart(followed="The run was kept twice of twice."))
    assert "THE CHANGE YOU MADE\n\nThe run was kept twice of twice.\n" in made.text
    assert "The change you made" in made.html
    assert 'class="box"' in made.html  # that of the limits
    assert "One change worth trying" not in made.html


def test_a_diff_keeps_its_signs_and_its_indentation() -> None:
    made = letter(policy=POLICY)
    assert '\n    [intentions.lunch]\n  - defence = "auto"\n  + defence = "always-busy"\n' in made.text
    assert f">{NBSP} [intentions.lunch]<" in made.html.replace("&nbsp;", NBSP)
    assert "- defence = &#34;auto&#34;" in made.html or '- defence = "auto"' in made.html


def test_one_question_is_called_one() -> None:
    made = letter(questions=replace(QUESTIONS, questions=(Question("Pause", "What helped?"),), write_url="", note=""))
    assert "ONE QUESTION\n\n\nPause: What helped?" in made.text
    assert "Write a few lines" not in made.html


def test_markup_in_what_others_give_is_shown_as_it_is() -> None:
    made = letter(policy=replace(POLICY, title="<b>x</b>", evidence="<img src=x>", note="&"), questions=QUESTIONS)
    assert "<b>x</b>" not in made.html
    assert "&lt;b&gt;x&lt;/b&gt;" in made.html
    assert "<img src=x>" not in made.html


@pytest.mark.parametrize("report", [QUIET, UNKNOWN])
def test_a_short_letter_asks_nothing_and_keeps_the_way_out(report: Report) -> None:
    made = write_letter(report, READER, PARTS)
    assert "One change worth trying" not in made.html
    assert "Three questions" not in made.html
    assert "Unsubscribe" in made.html
    assert made.pictures == ()


def test_events_that_served_several_are_named_with_what_they_served() -> None:
    found = told()
    assert [(each.title.strip("\u2068\u2069"), each.domains) for each in found.shared][:2] == [
        ("Allotment with the neighbours", "home & family + community + self"),
        ("Run club", "community + self"),
    ]
    assert found.regions.startswith("By part of life: work 32; home & family 4; community 1; self 2; work + community")
    assert found.more == ""


def test_more_than_six_are_counted_and_times_of_a_week_are_told() -> None:
    walk = Shared("Walk", None, frozenset({H, S}), (span("mon", "08:00-08:30"), span("tue", "08:00-08:30")))
    found = told(overlap=replace(OVERLAP, shared=(walk,) * 8))
    assert len(found.shared) == 6
    assert found.shared[0].title == "\u2068Walk\u2069 (2 times)"
    assert found.more == "And two more."
    assert told(overlap=replace(OVERLAP, shared=(walk,) * 7)).more == "And one more."


def test_hidden_titles_stay_hidden_where_domains_met() -> None:
    made = write_letter(WHOLE, replace(READER, hide_titles=True))
    for each in OVERLAP.shared:
        assert each.title not in made.html + made.text
    assert "An event in work – work + community" in made.text
    assert "A protected block – community + self" in made.text


def test_hours_of_a_domain_stand_against_its_own_past_alone() -> None:
    said = [(each.said, each.compared) for each in told().hours]
    assert [(a.replace(NBSP, " "), b.replace(NBSP, " ")) for a, b in said] == [
        ("Work, 37 h 05", "1 h less than usual"),
        ("Home & family, 8 h 55", "15 min more than usual"),
        ("Community, 5 h 15", "1 h 40 more than usual"),
        ("Self, 7 h 30", "45 min more than usual"),
    ]
    assert {
        each.compared for each in told(domains=tuple(replace(d, usual=d.minutes) for d in WHOLE.domains)).hours
    } == {"Same as usual"}
    assert {e.compared for e in told(domains=tuple(replace(d, usual=None) for d in WHOLE.domains)).hours} == {
        "Too early to compare"
    }
    assert {each.compared for each in told(coverage=PARTLY.coverage).hours} == {"Not compared, as it was partly seen"}


def test_a_week_without_any_event_has_no_picture_of_domains() -> None:
    bare = replace(WHOLE, overlap=NO_OVERLAP)
    assert tell_domains(bare, READER) is None
    assert "Work, home, community, self" not in write_letter(bare, READER).html


def test_the_domains_have_names_in_every_language() -> None:
    for code in ("de", "fr"):
        reader = replace(READER, language=language_of(code))
        found = tell_domains(WHOLE, reader)
        assert found is not None
        assert not {str(domain) for domain in Domain if domain is not Domain.SELF} & set(
            re.findall(r"\w+", found.regions)
        )


def test_a_title_from_right_to_left_is_isolated_beside_what_it_served() -> None:
    shared = (replace(OVERLAP.shared[0], title=ARABIC[:20], calendar=WORK),)
    made = write_letter(replace(WHOLE, overlap=replace(OVERLAP, shared=shared)), READER)
    assert re.search(r'class="shared"[^>]*><span dir="auto">[^<]+</span> <span', made.html)


def test_the_text_says_whom_a_mail_is_to_and_keeps_no_address_that_would_be_broken() -> None:
    ask = ActionLink("Ask to move to 15:30", "mailto:gwen%40example.org?subject=Could%20we%20move%20it%3F&body=Hello")
    made = letter(Links(causes=((ask,),)))
    assert "  Ask to move to 15:30:\n  gwen@example.org\n" in made.text
    assert "mailto:" not in made.text
    assert "mailto:gwen%40example.org?subject=Could" in made.html
