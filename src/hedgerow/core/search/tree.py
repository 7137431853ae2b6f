"""Branch and bound over one week: a bound from the relaxation, a choice from rounding it, until the two meet.

Limits are counts of nodes, never of time, so that a slow machine finds the same plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hedgerow.core.search import cuts
from hedgerow.core.search.branch import fork
from hedgerow.core.search.certificate import SCALE
from hedgerow.core.search.program import Bounds, Program, Relaxed
from hedgerow.core.search.repair import fill, ruin_and_recreate
from hedgerow.core.search.stage import Stage

FIRST_NODES = 20
ALL_NODES = 220
POLISH_ROUNDS = 150
_TINY = 1e-3


@dataclass(frozen=True, slots=True)
class Node:
    """A part of all choices, with the best that the relaxation can hope for in it."""

    hope: int
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
        return max([self.value, *(node.hope for node in self.open)])

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
            if relaxed.bound <= self.value:
                break
            found = cuts.lifted_cliques(self.stage, relaxed.columns)
            if not found:
                break
            self.program.cut(found)
            relaxed = self._look({})
        return Node(relaxed.bound, {}, relaxed)

    def _look(self, bounds: Bounds) -> Relaxed:
        """Solves, and rounds what came out to a choice."""
        relaxed = self.program.solve(bounds)
        if relaxed.columns:
            self._take(self._rounded(relaxed.columns))
        return relaxed

    def _rounded(self, columns: Sequence[float]) -> tuple[int, ...]:
        """What the relaxation likes most first; then what still fits."""
        liked = sorted((n for n in range(len(self.stage.candidates)) if columns[n] > _TINY), key=lambda n: -columns[n])
        return fill(self.stage, liked)

    def _take(self, choice: tuple[int, ...]) -> None:
        value = self.stage.worth(choice)
        if value > self.value:
            self.best, self.value = choice, value
            self.open = [node for node in self.open if node.hope > value]

    def _admit(self, nodes: Sequence[Node]) -> None:
        """The most hopeful on top."""
        self.open += sorted((node for node in nodes if node.hope > self.value), key=lambda node: node.hope)

    def _expand(self, limit: int) -> None:
        while self.open and self.program.runs < limit:
            node = self.open.pop()
            forked = fork(self.program.sheet, node.relaxed.columns)
            if forked is not None:
                self._admit([self._child(node, more) for more in forked])

    def _child(self, parent: Node, more: Bounds) -> Node:
        bounds = {**parent.bounds, **more}
        relaxed = self._look(bounds)
        return Node(min(parent.hope, relaxed.bound), bounds, relaxed)

    def _close_the_hopeless(self, root: Relaxed) -> None:
        """By its reduced cost a candidate may cost more than all that is left to gain."""
        certificate, least = root.certificate, (self.value + 1) * SCALE
        reduced = certificate.reduced[: len(self.stage.candidates)]
        self.program.close(int(n) for n in (certificate.bound + reduced < least).nonzero()[0])
