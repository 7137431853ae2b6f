"""What Gmail, Outlook, Apple Mail and Thunderbird take from a letter, and that it hides nothing."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hedgerow.letter.write import write_letter
from tests.letter.client_features import features_of
from tests.letter.dressed import PARTS, WHOLE
from tests.letter.reports import READER
from tests.letter.test_letter_snapshots import LETTERS

KNOWN: dict[str, Any] = json.loads((Path(__file__).parent / "caniemail.json").read_text(encoding="utf-8"))["features"]
CLIENTS = ("gmail", "outlook", "apple-mail", "thunderbird")
PAGES = {
    **{name: write_letter(*made).html for name, made in LETTERS.items()},
    "whole": write_letter(WHOLE, READER, PARTS).html,
    "without pictures": write_letter(WHOLE, replace(READER, pictures=False), PARTS).html,
}
UNTESTED = {"css-color"}
"""Asked of every client since there are clients, so that nobody keeps a list of it."""

LOST = {
    "css-at-media": "the page keeps its wide margins on a phone",
    "css-at-media-prefers-color-scheme": "a dark client recolours by itself: colours are inline, pictures mid-tones",
    "css-background": "colours stay, and nothing else is given",
    "css-background-image": "a bar without hatching is still taller than its neighbours",
    "css-border": "none is wider than 8 px; strips of a page without pictures are told by their label, too",
    "css-border-radius": "corners are square",
    "css-color-scheme": "as for prefers-color-scheme",
    "css-display": "a button is then as wide as its text: the cell round it has the padding of its own",
    "css-display-none": "the line for the list of mails shows above the letter, and says what its headline says",
    "css-font-size": "all are in px",
    "css-font-weight": "400 and 700 are taken as normal and bold",
    "css-height": "cells have theirs; strips of a page without pictures are lower",
    "css-important": "only in the sheet, in lower case and behind a space",
    "css-line-height": "Word is told to keep to it where there is text alone",
    "css-linear-gradient": "as for background-image",
    "css-margin": "none is negative, and what stands in the middle stands in a cell that says so",
    "css-max-height": "as for display: none",
    "css-max-width": "pictures have their width as an attribute, the card stands in a table of 600 for Word",
    "css-min-height": "a strip is drawn in its own proportions",
    "css-overflow": "as for display: none",
    "css-overflow-wrap": "word-break does the same where it is known",
    "css-padding": "only cells have any, and the button, whose cell has it for Word",
    "css-selector-class": "as for media queries: everything is inline",
    "css-selector-grouping": "as for media queries",
    "css-table-layout": "columns are as wide as their contents want",
    "css-text-align": "start and end are not asked for",
    "css-text-decoration": "links are underlined unless told otherwise",
    "css-white-space": "a sign of the legend may stand at the end of a line",
    "css-width": "cells and pictures have theirs as an attribute",
    "css-word-break": "a long word may break anywhere",
    "html-align": "asked of cells, and once of the card, which is as wide as its table",
    "html-aria-label": "names the letter for a screen reader, which reads it all the same",
    "html-body": "its colour is that of the table in it",
    "html-dir": "no link asks for one",
    "html-doctype": "nothing rests on it",
    "html-height": "asked of a hairline",
    "html-img": "nobody tested Thunderbird, which shows pictures that come along",
    "html-meta-color-scheme": "as for prefers-color-scheme",
    "html-role": "a screen reader then says that there are tables",
    "html-style": "all that matters is inline",
    "html-width": "asked in px of pictures, whose files are twice as wide",
}
"""Of each feature that one of the clients lacks: what is lost. Never a word, a number or a link."""


def is_lacked(feature: str) -> bool:
    return any(
        not told.startswith("y") for client, told in KNOWN[feature].items() if client.partition("/")[0] in CLIENTS
    )


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_clients_that_nobody_has_tested(name: str) -> None:
    assert features_of(PAGES[name]) - UNTESTED <= set(KNOWN)


def test_whatever_a_client_lacks_costs_no_word_number_or_link() -> None:
    asked = set().union(*(features_of(page) for page in PAGES.values())) - UNTESTED
    assert {feature for feature in asked if is_lacked(feature)} == set(LOST)


def test_the_data_is_of_what_is_asked_and_of_nothing_else() -> None:
    asked = set().union(*(features_of(page) for page in PAGES.values()))
    assert set(KNOWN) == asked - UNTESTED


@pytest.mark.parametrize("name", PAGES)
def test_only_cells_and_buttons_have_padding_as_word_knows_no_other(name: str) -> None:
    padded = re.findall(r"<(\w+)(?=[^>]*style=\"[^\"]*(?<![\w-])padding)", PAGES[name])
    assert set(padded) <= {"td", "a", "body"}


@pytest.mark.parametrize("name", PAGES)
def test_pictures_and_coloured_cells_say_so_in_attributes_too(name: str) -> None:
    page = PAGES[name]
    assert all(re.search(r' width="\d+"', image) for image in re.findall("<img[^>]*>", page))
    coloured = re.findall(r"<(?:td|table)[^>]*style=\"[^\"]*background:(?!#E4E0D7)[^>]*>", page)
    assert coloured
    assert all("bgcolor=" in element for element in coloured)


@pytest.mark.parametrize("name", PAGES)
def test_word_gets_a_table_of_its_own_and_what_is_opened_for_it_is_closed(name: str) -> None:
    page = PAGES[name]
    ghosts = re.findall(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", page, re.DOTALL)
    assert 'width="600"' in "".join(ghosts)
    assert "".join(ghosts).count("<table") == "".join(ghosts).count("</table") == 1


def test_important_is_written_as_clients_that_are_strict_about_it_want_it() -> None:
    for page in PAGES.values():
        assert "!important" not in re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)
        assert all(before == " " for before in re.findall(r"(.)!important", page))
