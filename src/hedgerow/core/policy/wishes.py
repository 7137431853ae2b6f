"""Candidates of change to one intention: its windows, days, length, defence, margins, and how often.

Each function looks for one flaw in what really happened and says the change that would mend it. Whether it would is
not decided here: `propose.py` plays the weeks again. A higher firmness is no candidate: a plan shortens a block only
where no place of the week has room for it whole, so the time would have to come from another intention.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from hedgerow.core.days import DAY_MINUTES, DayWindow, Weekday, window_span
from hedgerow.core.intention import Defence, Firmness, Intention, Length, lengths
from hedgerow.core.margins import zone_of_busy
from hedgerow.core.policy.change import Change, Kind
from hedgerow.core.policy.facts import (
    LEAST_WEEKS,
    Candidate,
    Facts,
    Story,
    candidate,
    is_taken_away,
    often,
    titles_of,
    weeks_of,
)
from hedgerow.core.policy.windows import is_fitting, round_down, round_up, wished_start
from hedgerow.core.span import Span, subtract

FAR = 45
"""Minutes from its wished start beyond which a block is kept at another time."""
SPREAD = 45
"""Minutes around the middle one of many starts within which they are one time."""
OVERRUN = 45
"""Minutes that a meeting may reach into a block and still be no other meeting but the end of the day running over."""
FARTHEST = 180
"""Minutes that a window is stretched or moved by: farther away is another part of the day, and another wish."""
SHORTEST_SHARE = 0.4
"""Of its length: what is cut to less is another wish."""


def candidates_for(wish: Intention, facts: Facts) -> Iterator[Candidate]:
    stories = facts.stories.get(wish.id, ())
    for find in (defend, buffer, keep_where_kept, reach_later, reach_earlier, other_days, divide, fewer, drop):
        found = find(wish, stories, facts)
        if found is not None:
            yield found


def defend(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """Blocks taken while they were shown as free."""
    taken = often(stories, lambda story: story.was_free and story.is_taken)
    if not taken or wish.defence is Defence.ALWAYS_BUSY:
        return None
    return candidate(Change(Kind.DEFENCE, wish.id, {"defence": Defence.ALWAYS_BUSY}), taken)


def buffer(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """Blocks whose first minutes were taken by what ran over."""

    def overrun(story: Story) -> int:
        ends = [entry.span.end for entry in story.takers if entry.is_work and entry.span.start <= story.place.start]
        return max((Span(story.place.start, end).minutes for end in ends if end > story.place.start), default=0)

    def is_late(story: Story) -> bool:
        return 0 < overrun(story) <= OVERRUN

    late = often(stories, is_late)
    if not late:
        return None
    minutes = wish.buffer_before + round_up(max(overrun(story) for story in late))
    return candidate(Change(Kind.BUFFER, wish.id, {"buffer_before": minutes}), late)


def keep_where_kept(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """Blocks that take place, time and again, at one other time than the wished one."""
    if wish.stretches is not None or wish.after_night_shift or not wish.windows:
        return None
    held = [story for story in stories if not story.is_lost]
    away = [story for story in held if abs(facts.minute(story.fate.span.start) - wished_start(wish)) > FAR]
    if not away:
        return None
    middle = median(facts.minute(story.fate.span.start) for story in away)
    there = [story for story in away if abs(facts.minute(story.fate.span.start) - middle) <= SPREAD]
    if len(weeks_of(there)) < LEAST_WEEKS or 2 * len(there) <= len(stories):
        return None
    start = _settled(round_down(int(middle)), wish)
    fields: dict[str, object] = {"ideal_start": start}
    if not any(w.opens <= start and start + wish.length.ideal <= w.closes for w in wish.windows):
        opens = round_down(min(facts.minute(story.fate.span.start) for story in there))
        closes = round_up(max(facts.minute(story.fate.span.start) for story in there) + wish.length.ideal)
        fields["windows"] = (DayWindow(opens, max(closes, opens + wish.length.ideal)),)
    return candidate(Change(Kind.KEPT_TIME, wish.id, fields), there)


def _settled(start: int, wish: Intention) -> int:
    """Early enough in its window for the whole length, where the window has room for it."""
    lasts = (w.closes - wish.length.ideal for w in wish.windows if w.opens <= start < w.closes)
    last = max(lasts, default=start)
    return min(start, last) if any(w.opens <= last for w in wish.windows) else start


def reach_later(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """Blocks lost to what ends soon enough for them to lie behind it."""
    lost = often(stories, is_taken_away)
    if not lost or not wish.windows:
        return None
    ends = sorted(facts.minute(max(entry.span.end for entry in story.takers)) for story in lost)
    start = round_up(ends[(len(ends) * 3) // 4]) + wish.buffer_before + wish.travel_before
    return _reaching(Kind.LATER, wish, start, lost, facts)


def reach_earlier(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    lost = often(stories, is_taken_away)
    if not lost or not wish.windows:
        return None
    begins = sorted(facts.minute(min(entry.span.start for entry in story.takers)) for story in lost)
    margin = wish.buffer_after + wish.travel_after
    start = round_down(begins[len(begins) // 4]) - margin - wish.length.ideal
    return _reaching(Kind.EARLIER, wish, start, lost, facts)


def _reaching(kind: Kind, wish: Intention, start: int, lost: Sequence[Story], facts: Facts) -> Candidate | None:
    """A fixed block stands at its wished start and goes there whole; any other gets room to move."""
    window = max(wish.windows, key=lambda each: sum(_is_in(each, story, facts) for story in lost))
    ends = start + wish.length.ideal
    is_fixed = wish.firmness is Firmness.FIXED and wish.ideal_start is not None
    opens, closes = (start, ends) if is_fixed else (min(window.opens, start), max(window.closes, ends))
    if not 0 <= opens < DAY_MINUTES or closes > opens + DAY_MINUTES or (opens, closes) == (window.opens, window.closes):
        return None
    if window.opens - opens > FARTHEST or closes - window.closes > FARTHEST:
        return None
    wide = DayWindow(opens, closes)
    if not is_fitting(wide, wish, facts.past.boundary):
        return None
    fields: dict[str, object] = {"windows": tuple(sorted(wide if each == window else each for each in wish.windows))}
    if is_fixed:
        fields["ideal_start"] = start
    return candidate(Change(kind, wish.id, fields), lost)


def _is_in(window: DayWindow, story: Story, facts: Facts) -> bool:
    return window.opens <= facts.minute(story.place.start) < window.closes


def other_days(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """A weekday on which it is lost more often than not, while another one is free at that time."""
    worst = max(Weekday, key=lambda day: sum(_is_lost_on(day, story, facts) for story in stories))
    lost = often(stories, lambda story: _is_lost_on(worst, story, facts))
    on_day = [story for story in stories if facts.weekday(story.place.start) is worst]
    if not lost or 2 * len(lost) <= len(on_day):
        return None
    rest = wish.days - {worst}
    if len(rest) < wish.times_per_week:
        free = {day: _free_weeks(day, wish, facts) for day in Weekday if day not in wish.days}
        best = max(free, key=lambda day: (free[day], _is_alike(day, worst), -day), default=None)
        if best is None or free[best] < LEAST_WEEKS:
            return None
        rest |= {best}
    return candidate(Change(Kind.OTHER_DAYS, wish.id, {"days": rest}), lost)


def _is_lost_on(day: Weekday, story: Story, facts: Facts) -> bool:
    return facts.weekday(story.place.start) is day and is_taken_away(story)


def _is_alike(day: Weekday, other: Weekday) -> bool:
    return (day >= Weekday.SATURDAY) is (other >= Weekday.SATURDAY)


def _free_weeks(day: Weekday, wish: Intention, facts: Facts) -> int:
    """In how many weeks the block would have fitted whole on that day."""
    longest = [_longest_free(wish, facts, n, day) for n in range(len(facts.past.compared))]
    return sum(minutes >= wish.length.ideal for minutes in longest)


def _longest_free(wish: Intention, facts: Facts, place: int, day: Weekday) -> int:
    past = facts.past
    dates = [date for date in past.compared[place].days if date.weekday() == day]
    opened = [window_span(date, window, past.boundary.zone) for date in dates for window in wish.windows]
    pieces = (piece for span in opened for piece in subtract([span], _busy(wish, span, facts)))
    return max((piece.minutes for piece in pieces), default=0)


def _busy(wish: Intention, span: Span, facts: Facts) -> Iterator[Span]:
    return (zone_of_busy(wish, entry.span) for entry in facts.past.timeline.over(span))


def divide(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """A length that no day of most weeks has room for: two halves, or a shorter one."""
    longest = {
        week: max((_longest_free(wish, facts, n, day) for day in wish.days), default=0)
        for n, week in enumerate(facts.past.compared)
    }
    least = lengths(wish)[-1].total_seconds() // 60
    tight = tuple(week for week, minutes in longest.items() if minutes < least)
    if len(tight) < LEAST_WEEKS or wish.stretches is not None or wish.after_night_shift:
        return None
    half, room = round_up(wish.length.ideal // 2), min(longest[week] for week in tight)
    fits_twice = half >= 30 and half <= room and 2 * wish.times_per_week <= len(wish.days) // max(1, wish.spacing_days)
    if fits_twice:
        fields = {"length": Length(half, half, half), "times_per_week": 2 * wish.times_per_week}
        return Candidate(Change(Kind.SPLIT, wish.id, fields), tight, len(tight))
    short = round_down(room)
    if short < SHORTEST_SHARE * wish.length.ideal or short < 15:
        return None
    shorter = Length(min(wish.length.minimum, short), short, max(short, min(wish.length.maximum, wish.length.ideal)))
    plain = shorter if wish.firmness is Firmness.FLEXIBLE else Length(short, short, short)
    return Candidate(Change(Kind.SHORTEN, wish.id, {"length": plain}), tight, len(tight))


def fewer(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """As often as it is kept in all weeks but one, when that is less than is wished for."""
    begun = min(weeks_of(stories), default=None)
    tallies = {week: tally for week, tally in facts.tallies.items() if begun is not None and week >= begun}
    kept = sorted((tally.kept.get(wish.id, 0) for tally in tallies.values()), reverse=True)
    missing = {week: tally.asked.get(wish.id, 0) - tally.kept.get(wish.id, 0) for week, tally in tallies.items()}
    failed = tuple(week for week, many in missing.items() if many > 0)
    if len(failed) < LEAST_WEEKS or not 0 < kept[1] < wish.times_per_week:
        return None
    change = Change(Kind.FEWER, wish.id, {"times_per_week": kept[1]})
    return Candidate(change, failed, sum(missing.values()), titles_of(story for story in stories if story.is_lost))


def drop(wish: Intention, stories: Sequence[Story], facts: Facts) -> Candidate | None:
    """Deleted by the person whenever it comes."""
    skipped = often(stories, lambda story: story.is_skipped)
    if not skipped or len(stories) - len(skipped) > 1:
        return None
    return candidate(Change(Kind.DROP, wish.id), skipped)
