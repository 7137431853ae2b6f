"""Branch and bound over one week: a bound from the relaxation, a choice from rounding it, until the two meet.

Limits are counts of nodes, never of time, so that a slow machine finds the same plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hedgerow.core.search import cuts
from hedgerow.core.search.branch import Bounds, fork
from hedgerow.core.search.program import Program, Relaxed
from hedgerow.core.search.repair import dearest_first, fill, ruin_and_recreate
from hedgerow.core.search.stage import Stage

FIRST_NODES = 20
ALL_NODES = 220
POLISH_ROUNDS = 150
_SLACK = 1e-3
"""What the solver's numbers may be off by; values are whole, so a bound below `best + 1` proves."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of all choices, with the best that the relaxation can hope for in it."""

    hope: float
    bounds: Bounds
    relaxed: Relaxed


@dataclass(slots=True)
class Tree:
    stage: Stage
    program: Program
    best: tuple[int, ...]
    value: int
    open: list[Node] = field(default_factory=list)
    """Depth first: the last is next."""

    @property
    def bound(self) -> int:
        """No choice of this week is worth more."""
        return max([self.value, *(int(node.hope + _SLACK) for node in self.open)])

    def grow(self) -> None:
        """Until it is proven or the nodes are used up. Raises SolverFailed."""
        root = self._root()
        self._admit([root])
        self._expand(FIRST_NODES)
        if self.open:
            self._take(ruin_and_recreate(self.stage, self.best, POLISH_ROUNDS))
            self._close_the_hopeless(root.relaxed)
            self._expand(ALL_NODES)

    def _root(self) -> Node:
        relaxed = self._look({})
        for _ in range(cuts.ROUNDS):
            if not self._hopes(relaxed):
                break
            found = cuts.lifted_cliques(self.stage, relaxed.columns)
            if not found:
                break
            self.program.cut(found)
            relaxed = self._look({})
        return Node(relaxed.value or 0.0, {}, relaxed)

    def _look(self, bounds: Bounds) -> Relaxed:
        """Solves, and rounds what came out to a choice."""
        relaxed = self.program.solve(bounds)
        if relaxed.value is not None:
            self._take(self._rounded(relaxed.columns))
        return relaxed

    def _rounded(self, columns: Sequence[float]) -> tuple[int, ...]:
        """What the relaxation likes most first; then what still fits."""
        liked = sorted((n for n in range(self.program.layout.xs) if columns[n] > _SLACK), key=lambda n: -columns[n])
        return fill(self.stage, [*liked, *dearest_first(self.stage)])

    def _take(self, choice: tuple[int, ...]) -> None:
        value = self.stage.worth(choice)
        if value > self.value:
            self.best, self.value = choice, value
            self.open = [node for node in self.open if self._hopes(node.relaxed)]

    def _hopes(self, relaxed: Relaxed) -> bool:
        return relaxed.value is not None and relaxed.value >= self.value + 1 - _SLACK

    def _admit(self, nodes: Sequence[Node]) -> None:
        """The most hopeful on top."""
        self.open += sorted((node for node in nodes if self._hopes(node.relaxed)), key=lambda node: node.hope)

    def _expand(self, limit: int) -> None:
        while self.open and self.program.runs < limit:
            node = self.open.pop()
            forked = fork(self.stage, self.program.layout, node.relaxed.columns)
            if forked is not None:
                self._admit([self._child(node, more) for more in forked])

    def _child(self, parent: Node, more: Bounds) -> Node:
        bounds = {**parent.bounds, **more}
        relaxed = self._look(bounds)
        return Node(min(parent.hope, relaxed.value or 0.0), bounds, relaxed)

    def _close_the_hopeless(self, root: Relaxed) -> None:
        """By its reduced cost a candidate may cost more than all that is left to gain."""
        least = self.value + 1 - _SLACK
        hope = root.value or 0.0
        shut = [n for n in range(self.program.layout.xs) if root.columns[n] < _SLACK and hope + root.reduced[n] < least]
        self.program.close(shut)
