"""One proposed change in words: what showed, what it would have given back, and the lines of the file."""

from collections.abc import Callable, Mapping

from hedgerow.core.policy.change import Kind
from hedgerow.core.policy.numbers import Numbers
from hedgerow.core.policy.told import News, Since, Told
from hedgerow.letter.language import Language, noted
from hedgerow.letter.parts import PolicyPart
from hedgerow.letter.phrases import NBSP, clock_of, duration, listed
from hedgerow.letter.reader import Reader

_TITLES: Mapping[Kind, str] = {
    Kind.DEFENCE: noted("Show {title} as busy"),
    Kind.BUFFER: noted("Keep {new} free before {title}"),
    Kind.NOTICE: noted("Move blocks at shorter notice"),
    Kind.KEPT_TIME: noted("Plan {title} for {new}"),
    Kind.LATER: noted("Let {title} begin later"),
    Kind.EARLIER: noted("Let {title} begin earlier"),
    Kind.OTHER_DAYS: noted("Plan {title} on other days"),
    Kind.SPLIT: noted("Split {title} in two"),
    Kind.SHORTEN: noted("Make {title} shorter"),
    Kind.ASK: noted("Ask for another time for {title}"),
    Kind.FEWER: noted("Plan {title} less often"),
    Kind.DROP: noted("Leave {title} out"),
    Kind.EXPECTED: noted("Take {title} as it is"),
}
_SHOWED: Mapping[Kind, str] = {
    Kind.DEFENCE: noted("In {weeks} of the last {of} weeks something was put over it while it was shown as free."),
    Kind.BUFFER: noted("In {weeks} of the last {of} weeks what came before it ran over into it."),
    Kind.NOTICE: noted("In {weeks} of the last {of} weeks a block was lost on its day, too late for another place."),
    Kind.KEPT_TIME: noted("In {weeks} of the last {of} weeks it took place around that time, not when it was planned."),
    Kind.LATER: noted("In {weeks} of the last {of} weeks it was lost, and there was room after."),
    Kind.EARLIER: noted("In {weeks} of the last {of} weeks it was lost, and there was room before."),
    Kind.OTHER_DAYS: noted("In {weeks} of the last {of} weeks it was lost on the same day."),
    Kind.SPLIT: noted("In {weeks} of the last {of} weeks no day had room for it whole."),
    Kind.SHORTEN: noted("In {weeks} of the last {of} weeks no day had room for it whole."),
    Kind.ASK: noted("In {weeks} of the last {of} weeks it took your own time, a block or a night’s rest."),
    Kind.FEWER: noted("In {weeks} of the last {of} weeks it did not take place as often as planned."),
    Kind.DROP: noted("In {weeks} of the last {of} weeks you deleted it."),
    Kind.EXPECTED: noted(
        "In {weeks} of the last {of} weeks it came at the same hour, you said yes to it, and it cost no block and no"
        " night."
    ),
}
_BLAMED = (Kind.DEFENCE, Kind.BUFFER, Kind.NOTICE, Kind.LATER, Kind.EARLIER, Kind.OTHER_DAYS, Kind.FEWER)
"""Where what took the time is named."""
_MOST_NAMED = 3


def tell_policy(news: News, reader: Reader) -> PolicyPart | None:
    """None when there is nothing to say. Links are laid on it by whoever has addresses."""
    if news.told is None and news.since is None:
        return None
    followed = tell_since(news.since, reader) if news.since else ""
    if news.told is None:
        return PolicyPart(followed=followed)
    told = news.told
    note = " ".join(filter(None, (tell_effect(told, reader.language), _tell_others(told, reader), _back(told, reader))))
    return PolicyPart(
        tell_title(told, reader), tell_evidence(told, reader), _diff(told, reader), note, None, None, followed
    )


def tell_title(told: Told, reader: Reader) -> str:
    return reader.language.say(_TITLES[told.kind], title=_name(told, reader), new=_amount(told, reader.language))


def _amount(told: Told, language: Language) -> str:
    return clock_of(told.minutes, language) if told.kind is Kind.KEPT_TIME else duration(told.minutes, language)


def _name(told: Told, reader: Reader) -> str:
    is_meeting = told.kind in (Kind.ASK, Kind.EXPECTED)
    return reader.titles.work(told.title) if is_meeting else reader.titles.block(told.title)


def tell_evidence(told: Told, reader: Reader) -> str:
    language = reader.language
    showed = language.say(_SHOWED[told.kind], weeks=language.number(told.weeks), of=language.number(told.of))
    blamed = _tell_culprits(told, reader) if told.kind in _BLAMED else ""
    return " ".join(filter(None, (showed, blamed, _tell_ask(told, language))))


def _tell_culprits(told: Told, reader: Reader) -> str:
    if not told.culprits:
        return ""
    language = reader.language
    named = [_times(reader.titles.work(title), count, language) for title, count in told.culprits[:_MOST_NAMED]]
    return language.say("What took it: {list}.", list=listed(named, language))


def _times(title: str, count: int, language: Language) -> str:
    return language.count("{title} (once)", "{title} ({number} times)", count, title=title)


def _tell_ask(told: Told, language: Language) -> str:
    """With the words to send."""
    asked = told.asked
    if asked is None:
        return ""
    day: str = language.locale.days["stand-alone"]["wide"][asked.weekday]
    was, starts = clock_of(asked.was, language), clock_of(asked.starts, language)
    free = language.say("On {day} {time} is free in each of these weeks.", day=day, time=starts)
    if not asked.organizer:
        own = language.say("You put it there yourself, so it is yours to move.")
        return f"{free} {own}"
    words = language.say(
        "Words to send: “Could we move this from {was} to {time} on {day}? That would keep the time before and after it"
        " whole for me.”",
        was=was,
        time=starts,
        day=day,
    )
    return f"{free} {words}"


def tell_effect(told: Told, language: Language) -> str:
    """Computed, so it says of what."""
    before, after = told.before, told.after
    weeks = max(1, before.weeks)
    if told.kind is Kind.EXPECTED:
        minutes = duration(round((before.taken - after.taken) / weeks), language)
        return language.say("{minutes} a week would no longer be counted as taken from you.", minutes=minutes)
    if told.kind in (Kind.FEWER, Kind.DROP):
        return language.say(
            "Of the blocks planned in these weeks, {failed} instead of {before} would have failed.",
            failed=after.failed,
            before=before.failed,
        )
    if told.kind is Kind.KEPT_TIME and after.kept <= before.kept:
        return language.say(
            "With it, {after} blocks instead of {before} would have had to move in these weeks.",
            after=after.moved + after.by_hand,
            before=before.moved + before.by_hand,
        )
    time = (after.held - before.held) + (before.taken - after.taken) + (before.unrested - after.unrested)
    gained = duration(max(0, round(time / weeks)), language)
    if told.kind is Kind.ASK or after.kept <= before.kept:
        return language.say("With it, these weeks would have had {minutes} more a week of your own.", minutes=gained)
    return language.say(
        "With it, these weeks would have had {after} blocks instead of {before}, {minutes} more a week.",
        after=after.kept,
        before=before.kept,
        minutes=gained,
    )


def _tell_others(told: Told, reader: Reader) -> str:
    if told.kind is not Kind.DEFENCE:
        return ""
    if told.is_titled:
        return reader.language.say("Whoever sees that calendar sees the block with its title.")
    return reader.language.say("Others see “Busy”, never the title.")


def _back(told: Told, reader: Reader) -> str:
    if told.asked is not None:
        return ""
    command = "hedgerow policy --accept".replace(" ", NBSP)
    return reader.language.say("{command} makes it, and it can be taken back at any time.", command=command)


def _diff(told: Told, reader: Reader) -> tuple[str, ...]:
    """An expected series stands in the file by its title."""
    return () if told.kind is Kind.EXPECTED and reader.hide_titles else told.diff


def tell_since(since: Since, reader: Reader) -> str:
    language, told = reader.language, since.told
    accepted = language.say("Two weeks ago you accepted: {change}.", change=tell_title(told, reader))
    return f"{accepted} {_tell_numbers(told, since.numbers, language)}"


def _tell_numbers(told: Told, now: Numbers, language: Language) -> str:
    text, measure = _MEASURES.get(told.kind, (_TOOK_PLACE, _failing))
    helped = measure(now) < measure(told.before)
    verdict = language.say("It has helped.") if helped else language.say("It has not helped so far.")
    before, since, hoped = (_figure(told.kind, each, language) for each in (told.before, now, told.after))
    return f"{verdict} {language.say(text, before=before, now=since, hoped=hoped)}"


def _figure(kind: Kind, numbers: Numbers, language: Language) -> str:
    if kind not in _MEASURES:
        return language.say("{part} of {whole}", part=numbers.kept, whole=numbers.asked)
    _, measure = _MEASURES[kind]
    each_week = round(measure(numbers))
    return duration(each_week, language) if kind in (Kind.ASK, Kind.EXPECTED) else language.figure(each_week)


def _failing(numbers: Numbers) -> float:
    """The share of its blocks that did not take place."""
    return 1 - numbers.kept / numbers.asked if numbers.asked else 0.0


def _taken(numbers: Numbers) -> float:
    return numbers.taken / max(1, numbers.weeks)


def _moving(numbers: Numbers) -> float:
    return (numbers.moved + numbers.by_hand) / max(1, numbers.weeks)


def _failed(numbers: Numbers) -> float:
    return numbers.failed / max(1, numbers.weeks)


_TOOK_PLACE = noted("Before, {before} of the blocks took place, since then {now}; {hoped} was expected.")
_TAKEN = noted("Of your own time, work took {before} a week before and {now} a week since; {hoped} was expected.")
_FAILED = noted("Blocks that failed a week: {before} before, {now} since; {hoped} was expected.")
_MOVED = noted("Blocks that had to move a week: {before} before, {now} since; {hoped} was expected.")
_MEASURES: Mapping[Kind, tuple[str, Callable[[Numbers], float]]] = {
    Kind.ASK: (_TAKEN, _taken),
    Kind.EXPECTED: (_TAKEN, _taken),
    Kind.FEWER: (_FAILED, _failed),
    Kind.DROP: (_FAILED, _failed),
    Kind.KEPT_TIME: (_MOVED, _moving),
}
"""By what it is told whether a change helped: a week of each, less is better."""
