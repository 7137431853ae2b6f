"""The shape of each table of hedgerow.toml, with every default; an empty text means "not set".

Only shapes are checked here. What the texts mean is decided section by section, where a whole sentence can be said.
"""

from typing import Annotated

from pydantic import BeforeValidator

from hedgerow.settings.mail_tables import LetterTable
from hedgerow.settings.table import DayText, Quantity, Table

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OFFICE = "09:00-17:00"


def _ideal_alone(given: object) -> object:
    return {"ideal": given} if isinstance(given, (str, int)) and not isinstance(given, bool) else given


class PersonTable(Table):
    name: str = ""
    addresses: list[str] = []
    time_zone: str = ""
    first_weekday: str = "monday"
    clock: str = ""


class AccountTable(Table):
    name: str = ""
    kind: str = ""
    url: str = ""
    user: str = ""


class CalendarTable(Table):
    name: str = ""
    kind: str = ""
    account: str = ""
    id: str = ""
    path: str = ""
    url: str = ""
    url_env: str = ""
    url_file: str = ""
    to: str = ""
    domains: list[str] = []
    role: str = "read"
    focus_time: bool = False
    out_of_office: bool = False
    decline: str = "none"
    decline_message: str = ""
    decline_invitations: bool = False


class SeasonBoundaryTable(Table):
    monday: list[str] = []
    tuesday: list[str] = []
    wednesday: list[str] = []
    thursday: list[str] = []
    friday: list[str] = []
    saturday: list[str] = []
    sunday: list[str] = []


class BoundaryTable(SeasonBoundaryTable):
    monday: list[str] = [_OFFICE]
    tuesday: list[str] = [_OFFICE]
    wednesday: list[str] = [_OFFICE]
    thursday: list[str] = [_OFFICE]
    friday: list[str] = [_OFFICE]
    evening: str = "18:00"
    night: str = "22:00-06:00"


class DomainRuleTable(Table):
    domains: list[str] = []
    title: str = ""
    regex: str = ""
    attendee_domain: str = ""
    organizer: str = ""
    organizer_domain: str = ""
    color: str = ""
    category: str = ""
    shorter_than: Quantity = ""
    longer_than: Quantity = ""
    calendar: str = ""


class LengthTable(Table):
    minimum: Quantity = ""
    ideal: Quantity = ""
    maximum: Quantity = ""


class IntentionTable(Table):
    id: str = ""
    title: str = ""
    why: str = ""
    domains: list[str] = []
    length: Annotated[LengthTable, BeforeValidator(_ideal_alone)] = LengthTable()
    times_per_week: int = 1
    hours_per_week: Quantity = ""
    days: list[str] = list(WEEKDAYS)
    windows: list[str] = []
    soft_windows: list[str] = []
    ideal_start: str = ""
    after_night_shift: bool = False
    spacing_days: int = 1
    buffer_before: Quantity = "0min"
    buffer_after: Quantity = "0min"
    travel_before: Quantity = "0min"
    travel_after: Quantity = "0min"
    priority: Quantity = "normal"
    firmness: str = "flexible"
    defence: str = "auto"
    visibility: str = "titled"
    on_call: str = "allowed"
    feeds: list[str] = []
    calendar: str = ""
    skip: bool = False


class GuardTable(Table):
    id: str = ""
    kind: str = ""
    title: str = ""
    nights: list[str] = list(WEEKDAYS)
    length: Quantity = "11h"
    between: str = "18:00-10:00"
    days: list[str] = []
    times_per_week: int = 1
    priority: Quantity = "high"
    skip: bool = False


class PlanningTable(Table):
    weeks: int = 2
    notice: Quantity = "2h"
    freeze: Quantity = "24h"
    free_until: Quantity = "24h"
    free_places: int = 2
    tentative: str = "busy"


class HistoryTable(Table):
    titles: bool = False


class SecretsTable(Table):
    key_file: str = ""
    passphrase_env: str = ""
    passphrase_file: str = ""
    keyring: bool = False


class ServerTable(Table):
    data: str = ""
    outbox: str = ""
    every: Quantity = "15min"


class WebTable(Table):
    enabled: bool = True
    port: int = 7468
    public_url: str = ""


class LeaveTable(Table):
    name: str = ""
    first: DayText = ""
    last: DayText = ""
    begins: str = ""
    ends: str = ""
    kind: str = "leave"


class LeaveEventsTable(Table):
    titles: list[str] = []
    unplugged_titles: list[str] = []
    calendars: list[str] = []


class AddedDayTable(Table):
    day: DayText = ""
    name: str = ""


class HolidaysTable(Table):
    country: str = ""
    subdivision: str = ""
    add: list[AddedDayTable] = []
    work_on: list[DayText] = []


class SeasonTable(Table):
    name: str = ""
    skip: bool = False
    first: DayText = ""
    last: DayText = ""
    boundary: SeasonBoundaryTable = SeasonBoundaryTable()
    limits: dict[str, Quantity] = {}
    rest_floor_may_sink: bool = False
    intentions: dict[str, IntentionTable] = {}
    recovery_days: int = 0
    recovery_limits: dict[str, Quantity] = {}


class RotaTable(Table):
    calendar: str = ""
    on_call: list[str] = []
    ignore: list[str] = []


class WorkInsideTable(Table):
    title: str = ""
    calendar: str = ""


class StayTable(Table):
    zone: str = ""
    first: DayText = ""
    last: DayText = ""


class StayEventsTable(Table):
    titles: dict[str, str] = {}


class ExpectedTable(Table):
    title: str = ""
    uid: str = ""
    calendar: str = ""


class Wire(Table):
    profile: str = ""
    person: PersonTable = PersonTable()
    accounts: list[AccountTable] = []
    calendars: list[CalendarTable] = []
    boundary: BoundaryTable = BoundaryTable()
    limits: dict[str, Quantity] = {}
    leave: list[LeaveTable] = []
    leave_events: LeaveEventsTable = LeaveEventsTable()
    holidays: HolidaysTable = HolidaysTable()
    seasons: list[SeasonTable] = []
    rota: RotaTable = RotaTable()
    work_inside: list[WorkInsideTable] = []
    stays: list[StayTable] = []
    stay_events: StayEventsTable = StayEventsTable()
    expected: list[ExpectedTable] = []
    domain_rules: list[DomainRuleTable] = []
    intentions: list[IntentionTable] = []
    guards: list[GuardTable] = []
    planning: PlanningTable = PlanningTable()
    letter: LetterTable = LetterTable()
    history: HistoryTable = HistoryTable()
    server: ServerTable = ServerTable()
    web: WebTable = WebTable()
    secrets: SecretsTable = SecretsTable()
