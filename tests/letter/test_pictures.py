"""What the pictures of a letter show, looked at pixel by pixel."""

from dataclasses import replace
from itertools import combinations
from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.core.days import day_span
from hedgerow.core.domains import Domain
from hedgerow.core.report import FigureKey
from hedgerow.letter.domains import names_of
from hedgerow.letter.language import ENGLISH, known_languages, language_of
from hedgerow.letter.pictures import colours
from hedgerow.letter.pictures.album import draw_album
from hedgerow.letter.pictures.picture import FONT, draw
from hedgerow.letter.pictures.spark import draw_spark
from hedgerow.letter.pictures.strip import HEIGHT, WIDTH, draw_day, draw_key
from hedgerow.letter.pictures.venn import ELLIPSES, PLACES, RADIUS, draw_venn, place_tag
from hedgerow.letter.strips import MORNING, Axis, Look, Placed, choose_axis, place
from tests.agenda import BERLIN
from tests.letter.pixels import Pixels, contrast, luminance, pixels
from tests.letter.reports import DAYS, FULL, HOURS, READER, day, fate, over_a_clock_change

LIGHT, DARK = "#FFFDF9", "#1D2123"
TONES = {
    "work": colours.WORK,
    "work in own time": colours.INTRUDING,
    "block": colours.BLOCK,
    "past": colours.PAST,
    **{str(domain): colour for domain, colour in colours.DOMAINS.items()},
}
CLEAR = (0, 0, 0, 0)
NAMES = names_of(ENGLISH)


@pytest.mark.parametrize("colour", TONES.values(), ids=TONES)
def test_a_colour_of_the_pictures_stands_out_from_both_cards(colour: str) -> None:
    assert 0.14 <= luminance(colour) <= 0.29
    assert contrast(colour, LIGHT) >= 3
    assert contrast(colour, DARK) >= 3


@pytest.mark.parametrize("colour", colours.DOMAINS.values(), ids=colours.DOMAINS)
def test_names_and_numbers_stand_out_from_what_they_lie_on(colour: str) -> None:
    assert contrast(colours.PAPER, colour) >= 3  # large and bold
    assert contrast(colours.PAPER, colours.INK) >= 4.5


def monday(name: str = "mon", busy: str = "", *fates: tuple[str, str]) -> Pixels:
    made = day(name, busy, [fate(title, name, clocks) for title, clocks in fates])
    return pixels(draw_day(place(made, HOURS, Axis(MORNING))).png)


def x_of(hour: float) -> float:
    """On an axis from six to midnight."""
    return WIDTH * (hour - 6) / 18


def test_a_strip_is_twice_as_fine_as_it_is_shown_and_clear_behind() -> None:
    seen = monday()
    assert seen.size == (2 * WIDTH, 2 * HEIGHT)
    assert {seen.at(x, y) for x in (0, 200, 400) for y in (0, HEIGHT - 1)} == {CLEAR}


def height_at(seen: Pixels, hour: float) -> int:
    """Of what is drawn there, line of the day included."""
    column = round(2 * x_of(hour))
    return sum(row[column][3] > 0 for row in seen.rows) // 2


def test_work_in_own_time_is_taller_than_work_and_a_block_fills_the_height() -> None:
    seen = monday("mon", "10:00-12:00 20:00-22:00", ("Run", "18:00-19:00"))
    heights = [height_at(seen, hour) for hour in (23, 14, 21, 18.5)]
    assert heights == sorted(heights)
    assert heights[-1] == HEIGHT - 2
    work = pixels(draw_day([Placed(Look.WORK, 10, 10)]).png), pixels(draw_day([Placed(Look.INTRUDING, 10, 10)]).png)
    assert [sum(row[round(2 * WIDTH * 0.15)][3] == 255 for row in seen.rows) for seen in work] == [20, 36]


def test_work_in_own_time_is_hatched_and_work_is_not() -> None:
    seen = monday("mon", "10:00-12:00 20:00-22:00")
    middle = seen.rows[HEIGHT]
    hues = [{middle[n] for n in range(round(2 * x_of(a)) + 4, round(2 * x_of(b)) - 4)} for a, b in ((10, 12), (20, 22))]
    assert len(hues[0]) == 1
    assert len(hues[1]) > 2


def test_an_hour_lies_where_the_axis_puts_it() -> None:
    seen = monday("sat", "", ("Allotment", "10:00-12:00"))
    wholly = [n for n, pixel in enumerate(seen.rows[12]) if pixel[3] == 255]
    assert (wholly[0] / 2, (wholly[-1] + 1) / 2) == pytest.approx((x_of(10), x_of(12)), abs=0.5)


def test_a_lost_block_is_a_dashed_outline_round_what_took_it() -> None:
    seen = pixels(draw_day([Placed(Look.INTRUDING, 40, 10), Placed(Look.LOST, 40, 10)]).png)
    top, middle = seen.rows[3], seen.rows[HEIGHT]
    left, right = round(0.4 * 2 * WIDTH) + 10, round(0.5 * 2 * WIDTH) - 10
    assert {pixel[3] for pixel in top[left:right]} >= {0, 255}
    assert {pixel[3] for pixel in middle[left:right]} == {255}


def test_a_call_of_five_minutes_is_to_be_seen() -> None:
    seen = pixels(draw_day([Placed(Look.INTRUDING, 99.9, 0.1)]).png)
    assert sum(pixel[3] == 255 for pixel in seen.rows[HEIGHT]) >= 4


@pytest.mark.parametrize("hour", [25, 23])
def test_a_day_of_another_length_is_drawn_to_its_own_scale(hour: int) -> None:
    report, reader = over_a_clock_change()
    sunday = report.days[-1] if hour == 25 else replace(DAYS[0], span=day_span(DAYS[0].day, BERLIN))
    axis = choose_axis([sunday], reader.boundary)
    placed = place(sunday, reader.boundary, axis)
    assert all(0 <= each.left <= each.left + each.width <= 100 + 1e-9 for each in placed)
    night = next((each for each in placed if each.look is Look.INTRUDING), None)
    assert hour == 23 or (night is not None and night.left == pytest.approx(100 / 25))


def test_every_look_has_a_key_of_its_own_but_an_idle_line() -> None:
    keys = {draw_key(look).cid for look in Look if look is not Look.IDLE}
    assert len(keys) == len(Look) - 1


def test_a_line_of_weeks_needs_three_and_has_a_gap_where_a_week_says_nothing() -> None:
    assert draw_spark((1, None, 2), None, colours.WORK) is None
    made = draw_spark((3, 1, None, 2, 4, 3, 5, 2), 3, colours.WORK)
    assert made is not None
    seen = pixels(made.png)
    gap = round(2 * (8 + 2 * 130 / 7))
    assert all(row[gap] == CLEAR for row in seen.rows)
    assert any(row[gap + 37] != CLEAR for row in seen.rows)


def test_this_week_is_the_last_dot_and_the_largest() -> None:
    made = draw_spark((300, 240, 360, 270), 300, colours.INTRUDING)
    assert made is not None
    seen = pixels(made.png)
    assert seen.at(138, 22)[3] == 255
    assert seen.count(colours.INTRUDING) > 200


def test_weeks_that_are_all_the_same_lie_in_the_middle() -> None:
    made = draw_spark((5, 5, 5), 5, colours.WORK)
    assert made is not None
    assert pixels(made.png).at(138, 17)[3] == 255


def test_every_region_of_the_four_domains_has_room_for_its_number() -> None:
    assert len(PLACES) == 15
    for region, (x, y) in PLACES.items():
        rim = [(x + RADIUS * cos(radians(a)), y + RADIUS * sin(radians(a))) for a in range(0, 360, 10)]
        for spot in ((x, y), *rim):
            assert frozenset(domain for domain, at in ELLIPSES.items() if at.holds(*spot)) == region


@pytest.mark.parametrize("code", known_languages())
def test_no_name_covers_a_number_or_another_name(code: str) -> None:
    names = names_of(language_of(code))
    tags = [place_tag(domain, names[domain]) for domain in Domain]
    for left, middle, wide in tags:
        assert 0 <= left < left + wide <= 420
        for x, y in PLACES.values():
            over_x, over_y = min(x + RADIUS, left + wide) - max(x - RADIUS, left), 13 + RADIUS - abs(y - middle)
            assert min(over_x, over_y) <= 2, (code, x, y)
    assert tags[1][0] + tags[1][2] < tags[2][0]


def test_the_numbers_and_the_names_of_the_domains_are_written() -> None:
    seen = pixels(draw_venn({frozenset({Domain.WORK}): 38, frozenset(Domain): 2}, NAMES).png)

    def drawn(x: float, y: float, wide: float, high: float, colour: tuple[int, ...]) -> int:
        rows = seen.rows[round(2 * y) : round(2 * (y + high))]
        return sum(pixel == colour for row in rows for pixel in row[round(2 * x) : round(2 * (x + wide))])

    for domain in Domain:
        left, middle, wide = place_tag(domain, NAMES[domain])
        assert drawn(left + 10, middle - 9, wide - 20, 18, (255, 255, 255, 255)) > 100
    assert drawn(54 - 10, 150 - 7, 20, 14, (35, 40, 43, 255)) > 60
    assert drawn(210 - 5, 180 - 7, 10, 14, (255, 255, 255, 255)) > 50


@pytest.mark.parametrize("letters", ["Ääöüß", "Éçœàî", "Łąęśż", "Čřžňů", "Ñ¿¡", "“–’…"])
def test_the_font_has_the_letters_of_europe(letters: str) -> None:
    def ink(text: str) -> Pixels:
        return pixels(
            draw(120, 20, f'<text x="2" y="15" font-family="Inter SemiBold" font-size="14">{text}</text>').png
        )

    missing = ink("\N{CJK UNIFIED IDEOGRAPH-4E00}")
    assert all(ink(letter) not in (missing, ink(" ")) for letter in letters)


def test_a_font_by_another_name_would_draw_nothing() -> None:
    drawn = pixels(draw(40, 20, '<text x="2" y="15" font-family="Inter" font-size="14">Work</text>').png)
    assert {pixel for row in drawn.rows for pixel in row} == {CLEAR}


def test_the_font_is_small_and_comes_with_its_licence() -> None:
    assert FONT.stat().st_size < 50_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT.parent / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'a"b&c', "Gemeinschaft und Nachbarschaft " * 9, "自分", ""]
)
def test_no_name_breaks_the_picture(name: str) -> None:
    made = draw_venn({frozenset({Domain.SELF}): 1}, {**NAMES, Domain.SELF: name, Domain.HOME: name})
    assert (made.width, made.height) == (420, 284)


def test_a_letter_holds_each_picture_once() -> None:
    album = draw_album(FULL, READER)
    ids = [picture.cid for picture in album.pictures]
    assert len(ids) == len(set(ids))
    assert {picture.cid for picture in album.days} <= set(ids)
    twice = draw_album(replace(FULL, days=(DAYS[5], *DAYS[1:])), READER)
    assert len(twice.pictures) == len(ids) - 1


def test_the_words_of_a_line_of_weeks_say_its_bounds() -> None:
    spark = draw_album(FULL, READER).figures[FigureKey.PERSONAL_TAKEN]
    assert spark.alt.replace("\N{NO-BREAK SPACE}", " ") == "Last 8 weeks: lowest 4 h, highest 6 h 30."


def test_weeks_of_leave_leave_a_gap() -> None:
    [taken, *_] = FULL.figures
    compared = (True, True, False, True, True, True, True, True)
    away = draw_album(replace(FULL, comparable=compared), READER)
    assert away.figures[taken.key].alt.replace("\N{NO-BREAK SPACE}", " ") == "Last 7 weeks: lowest 4 h, highest 5 h 30."


def test_the_same_report_gives_the_same_pictures() -> None:
    one, other = draw_album(FULL, READER), draw_album(FULL, READER)
    assert one == other


@given(st.lists(st.tuples(st.sampled_from(Look), st.floats(0, 100), st.floats(0, 100)), max_size=8))
def test_any_row_can_be_drawn(shapes: list[tuple[Look, float, float]]) -> None:
    made = draw_day([Placed(look, left, min(width, 100 - left)) for look, left, width in shapes])
    assert made.png.startswith(b"\x89PNG")


def test_all_regions_at_once() -> None:
    regions = {frozenset(some): 9 for size in range(1, 5) for some in combinations(Domain, size)}
    assert set(regions) == set(PLACES)
    assert len(draw_venn(regions, NAMES).png) < 120_000
