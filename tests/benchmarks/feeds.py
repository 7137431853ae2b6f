"""Feeds as offices serve them: the same bytes for the same seed.

About 8 % of the events are recurring masters, some with EXDATE and moved or cancelled instances; most were invitations.
Times are written by IANA name, by Windows name with a VTIMEZONE since 1601 and no TZNAME, in UTC, floating or all-day.
Descriptions are folded UTF-8; about half carry an alarm; the `X-MICROSOFT-*` and `X-GOOGLE-*` lines are there.
"""

import random  # noqa: TID251 - seeded test data
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

YEARS_BEFORE = 9
YEARS_AFTER = 1
FIRST_WORDS = (
    "Weekly",
    "Quarterly",
    "Prüfung:",
    "Entwurf:",
    "Follow-up:",
    "Review:",
    "Café",
    "Réunion",
    "Draft,",
    "Sync:",
)
LAST_WORDS = (
    "roadmap",
    "Budgetplanung",
    "hiring",
    "release",
    "Übergabe",
    "onboarding",
    "données",
    "support",
    "pricing",
)
SENTENCES = (
    "Please add your points to the shared page before we start.",
    "Bitte die Zahlen bis Mittag ergänzen – danach ist die Seite geschlossen.",
    "On se retrouve à l'étage, salle « Tilleul », puis déjeuner pour qui le souhaite.",
    "会議の資料は前日までに共有してください。",
    "Join by phone or by the link below; the number has not changed since last time.",
    "If you cannot come, send somebody who may decide; notes go out the same day.",
)
ROOMS = ("Room Linde", "Room Ahorn, 2nd floor", "Call", "Café Süd", "")
PEOPLE = tuple(f"person{n:03d}@example.{end}" for n, end in zip(range(120), ("org", "com", "net") * 40, strict=False))
ME = "robin@example.org"
RULES = (
    ("FREQ=DAILY", 1),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 2),
    ("FREQ=WEEKLY", 8),
    ("FREQ=WEEKLY;INTERVAL=2", 4),
    ("FREQ=WEEKLY;BYDAY=MO,WE", 2),
    ("FREQ=MONTHLY;BYDAY=2TU", 2),
    ("FREQ=MONTHLY;BYDAY=-1FR", 1),
    ("FREQ=MONTHLY", 1),
    ("FREQ=YEARLY", 1),
)

BERLIN = "Europe/Berlin"
WINDOWS = "W. Europe Standard Time"
CUSTOM = "Customized Time Zone"
UTC_TIME = "UTC"
FLOATING = ""
KINDS = ((BERLIN, 45), (WINDOWS, 22), (UTC_TIME, 22), ("America/New_York", 5), (FLOATING, 4), (CUSTOM, 2))

_HEAD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Feed//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Office
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0545
TZOFFSETTO:+0545
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True, slots=True)
class _Timed:
    """When an event is, and how its time is written."""

    start: datetime
    length: timedelta
    kind: str
    all_day: bool = False

    def line(self, name: str, at: datetime) -> str:
        if self.all_day:
            return f"{name};VALUE=DATE:{at:%Y%m%d}"
        if self.kind == UTC_TIME:
            return f"{name}:{at:%Y%m%dT%H%M%S}Z"
        return f"{name};TZID={self.kind}:{at:%Y%m%dT%H%M%S}" if self.kind else f"{name}:{at:%Y%m%dT%H%M%S}"


def feed(events: int, around: date, seed: int = 1) -> bytes:
    """`events` VEVENTs over ten years, of which `around` is in the last; CRLF, folded at 75 octets."""
    chance = random.Random(seed)
    lines = _HEAD.split("\n")
    made = 0
    while made < events:
        group = _group(chance, around, made)[: events - made]
        made += len(group)
        lines += (line for event in group for line in event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _group(chance: random.Random, around: date, number: int) -> list[list[str]]:
    """One event; or a master with its changed instances."""
    uid = f"{number:06d}-{chance.getrandbits(64):016x}@example.org"
    if chance.random() >= 0.082:
        return [_event(chance, uid, _moment(chance, around), [])]
    return list(_series(chance, uid, _moment(chance, around)))


def _moment(chance: random.Random, around: date) -> _Timed:
    """Half of it lies in the last two of the ten years, most of it in office hours."""
    first, last = around - timedelta(days=365 * YEARS_BEFORE), around + timedelta(days=365 * YEARS_AFTER)
    recent = around - timedelta(days=365) if chance.random() < 0.5 else first
    day = recent + timedelta(days=chance.randrange((last - recent).days))
    if chance.random() < 0.06:
        length = timedelta(days=chance.choice((1, 1, 1, 2, 3, 5)))
        return _Timed(datetime.combine(day, time()), length, FLOATING, all_day=True)
    if day.weekday() > 4 and chance.random() < 0.85:
        day -= timedelta(days=2)
    hour = chance.choice((8, 9, 9, 10, 10, 11, 13, 14, 14, 15, 15, 16, 17, 19, 21))
    start = datetime.combine(day, time(hour, chance.choice((0, 0, 15, 30, 30, 45))))
    kind = chance.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
    return _Timed(start, timedelta(minutes=chance.choice((15, 30, 30, 45, 60, 60, 90, 120))), kind)


def _series(chance: random.Random, uid: str, moment: _Timed) -> Iterator[list[str]]:
    rule = chance.choices([rule for rule, _ in RULES], [weight for _, weight in RULES])[0]
    # Every rule that starts on Mondays, Tuesdays or Fridays is given such a start, so that DTSTART is an instance.
    wanted = {"MO": 0, "-1": 4, "2T": 1}.get(rule.partition("BYDAY=")[2][:2])
    shift = 0 if wanted is None else (wanted - moment.start.weekday()) % 7
    moment = _Timed(moment.start + timedelta(days=shift), moment.length, moment.kind, moment.all_day)
    if "MONTHLY;BYDAY" not in rule:
        rule += _ending(chance, moment)
    extra = [f"RRULE:{rule}"]
    instances = _weekly_instances(moment) if rule.startswith("FREQ=WEEKLY") else ()
    if instances and chance.random() < 0.4:
        extra += [moment.line("EXDATE", at) for at in chance.sample(instances, 2)]
    yield _event(chance, uid, moment, extra)
    if instances and chance.random() < 0.6:
        yield _changed(chance, uid, moment, chance.choice(instances))


def _ending(chance: random.Random, moment: _Timed) -> str:
    draw = chance.random()
    if draw < 0.35:
        return f";COUNT={chance.randrange(5, 60)}"
    if draw < 0.7:
        until = moment.start + timedelta(days=chance.randrange(60, 900))
        return f";UNTIL={until:%Y%m%d}" if moment.all_day else f";UNTIL={until:%Y%m%dT%H%M%S}Z"
    return ""


def _weekly_instances(moment: _Timed) -> Sequence[datetime]:
    return tuple(moment.start + timedelta(weeks=2 * n) for n in range(1, 9))


def _changed(chance: random.Random, uid: str, moment: _Timed, instance: datetime) -> list[str]:
    moved = _Timed(instance + timedelta(days=1), moment.length, moment.kind, moment.all_day)
    status = ["STATUS:CANCELLED"] if chance.random() < 0.3 else []
    return _event(chance, uid, moved, [moment.line("RECURRENCE-ID", instance), "SEQUENCE:1", *status])


def _event(chance: random.Random, uid: str, moment: _Timed, extra: Sequence[str]) -> list[str]:
    made = moment.start - timedelta(days=chance.randrange(1, 40))
    title = f"{chance.choice(FIRST_WORDS)} {chance.choice(LAST_WORDS)}"
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{made:%Y%m%dT%H%M%S}Z",
        f"CREATED:{made:%Y%m%dT%H%M%S}Z",
        moment.line("DTSTART", moment.start),
        moment.line("DTEND", moment.start + moment.length),
        *extra,
        f"SUMMARY:{title}".replace(",", "\\,"),
        f"LOCATION:{chance.choice(ROOMS)}".replace(",", "\\,"),
        "DESCRIPTION:" + _text(chance),
        *_invitation(chance),
        "TRANSP:TRANSPARENT" if chance.random() < 0.08 else "TRANSP:OPAQUE",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{chance.choice(('BUSY', 'BUSY', 'TENTATIVE', 'OOF'))}",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        f"X-MICROSOFT-CDO-ALLDAYEVENT:{str(moment.all_day).upper()}",
        f"X-GOOGLE-CONFERENCE:https://meet.example.com/{chance.getrandbits(40):010x}",
        *_alarm(chance),
        "END:VEVENT",
    ]


def _text(chance: random.Random) -> str:
    said = "\\n".join(chance.choice(SENTENCES) for _ in range(chance.randrange(1, 6)))
    return said.replace(",", "\\,").replace(";", "\\;")


def _invitation(chance: random.Random) -> list[str]:
    """Nobody for one in four, else up to ten people; now and then the person said no."""
    if chance.random() < 0.25:
        return []
    invited = chance.sample(PEOPLE, chance.randrange(2, 11))
    answer = chance.choices(("ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DECLINED"), (80, 7, 6, 7))[0]
    return [
        f'ORGANIZER;CN="{invited[0]}":mailto:{invited[0]}',
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN=Robin:mailto:{ME}",
        *(f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={who}:mailto:{who}" for who in invited[1:]),
    ]


def _alarm(chance: random.Random) -> list[str]:
    if chance.random() < 0.5:
        return []
    return ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "TRIGGER:-PT15M", "END:VALARM"]


def _folded(line: str) -> bytes:
    """RFC 5545 section 3.1, never inside a character."""
    raw = line.encode()
    pieces: list[bytes] = []
    room = 75
    while len(raw) > room:
        cut = room
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(raw[:cut])
        raw, room = raw[cut:], 74
    return b"\r\n ".join([*pieces, raw]) + b"\r\n"
