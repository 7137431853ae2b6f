"""The rules of a week in columns and rows: what every choice keeps, the relaxation has to keep as well.

Columns: x of each candidate, y of each (intention, day), and of each demand the number of its blocks, of those of each
amount, the units of each reward, and where others feed it, whether it has blocks of its own and the units beyond it.

Rows: of candidates that share a minute at most one; x of a day add up to its y; y of days too near at most one; and the
sums that make totals of them. So every fork of the tree is a change of bounds of columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import NamedTuple

from hedgerow.core.search.problem import Demand
from hedgerow.core.search.stage import Group, Stage


class Row(NamedTuple):
    """What the columns times their factors add up to is at most `most`, and where `is_equal` exactly that."""

    columns: Sequence[int]
    factors: Sequence[int]
    most: int
    is_equal: bool = False


Terms = Sequence[tuple[int, int]]
"""Columns and their factors."""


def ones(columns: Iterable[int]) -> Row:
    chosen = tuple(columns)
    return Row(chosen, (1,) * len(chosen), 1)


@dataclass(slots=True)
class Sheet:
    """Which column is what, and the rows but for those of what shares a minute.

    In a choice all columns are whole. All are at least 0.
    """

    stage: Stage
    costs: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    days: dict[Group, int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, dict[int, int]] = field(default_factory=dict)
    """Of a demand whose candidates add this much or that."""
    has_own: dict[str, int] = field(default_factory=dict)
    """Of a demand that may be fed beyond what it asks for."""

    def column(self, upper: int, cost: int = 0) -> int:
        self.upper.append(upper)
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, terms: Terms, most: int = 0, *, is_equal: bool = False) -> None:
        self.rows.append(Row([column for column, _ in terms], [factor for _, factor in terms], most, is_equal))

    def total(self, parts: Terms, upper: int) -> int:
        """A new column that is their sum."""
        whole = self.column(upper)
        self.row([*parts, (whole, -1)], is_equal=True)
        return whole


def write_sheet(stage: Stage) -> Sheet:
    sheet = Sheet(stage, [c.value for c in stage.candidates], [1] * len(stage.candidates))
    sheet.rows += [ones(group) for group in stage.exclusions]
    for group, members in stage.groups.items():
        day = sheet.days[group] = sheet.column(1)
        sheet.rows.append(Row([*members, day], [*[1] * len(members), -1], 0, is_equal=True))
    feeding: dict[int, list[tuple[int, int]]] = {}
    for n, units in enumerate(stage.units):
        for at, many in units[1:]:
            feeding.setdefault(at, []).append((n, many))
    for at, demand in enumerate(stage.demands):
        _write_demand(sheet, demand, feeding.get(at, []))
    return sheet


def _write_demand(sheet: Sheet, demand: Demand, fed: Terms) -> None:
    days = {day: column for (name, day), column in sheet.days.items() if name == demand.intention}
    if demand.rewards and (days or fed):
        units = _write_own(sheet, demand, days) if days else []
        rewards = [(sheet.column(len(list(same)), reward), -1) for reward, same in groupby(demand.rewards)]
        beyond = _write_beyond(sheet, demand, [*days.values()], fed)
        sheet.row([*units, *fed, *rewards, *beyond], is_equal=True)


def _write_own(sheet: Sheet, demand: Demand, days: Mapping[int, int]) -> Terms:
    """The columns that add up to its own units."""
    name, left = demand.intention, len(demand.rewards)
    for first in days:
        near = [column for day, column in days.items() if first <= day < first + demand.apart]
        if len(near) > 1:
            sheet.rows.append(ones(near))
    by_amount: dict[int, list[int]] = {}
    for n in sorted(chain.from_iterable(sheet.stage.groups[name, day] for day in days)):
        by_amount.setdefault(sheet.stage.candidates[n].amount, []).append(n)
    most = min(len(days), left // min(by_amount))
    blocks = sheet.blocks[name] = sheet.total([(column, 1) for column in days.values()], most)
    if len(by_amount) == 1:
        return [(blocks, amount) for amount in by_amount]
    totals = {amount: sheet.total([(n, 1) for n in own], most) for amount, own in sorted(by_amount.items())}
    sheet.amounts[name] = totals
    sheet.row([*((column, 1) for column in totals.values()), (blocks, -1)], is_equal=True)
    _write_rounding(sheet, left, totals)
    return [(column, amount) for amount, column in totals.items()]


def _write_rounding(sheet: Sheet, left: int, totals: Mapping[int, int]) -> None:
    """Mixed integer rounding of what a demand has left.

    With d the largest amount, q = left div d and r = left mod d: n blocks hold at most n d, and at most `left`; so
    n >= q + (units - q d) / r, whether n is at most q or more.
    """
    largest = max(totals)
    whole, rest = divmod(left, largest)
    if rest:
        terms = [(column, amount - rest) for amount, column in totals.items() if amount != rest]
        sheet.row(terms, whole * (largest - rest))


def _write_beyond(sheet: Sheet, demand: Demand, days: Sequence[int], fed: Terms) -> Terms:
    """The units that are fed beyond what is asked for: none while a block of its own is chosen."""
    most: dict[Group, int] = {}
    for n, many in fed:
        candidate = sheet.stage.candidates[n]
        group = candidate.intention, candidate.day
        most[group] = max(many, most.get(group, 0))
    over = sum(most.values()) - len(demand.rewards)
    if over <= 0:
        return []
    beyond = sheet.column(over)
    if days:
        own = sheet.has_own[demand.intention] = sheet.column(1)
        for day in days:
            sheet.row([(day, 1), (own, -1)])
        sheet.row([(beyond, 1), (own, over)], over)
    return [(beyond, -1)]
