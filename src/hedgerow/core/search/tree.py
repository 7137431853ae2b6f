"""Branch and bound over one week: a bound from the relaxation, a choice from rounding it, until the two meet.

Limits are counts of nodes, never of time, so that a slow machine finds the same plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hedgerow.core.search import cuts
from hedgerow.core.search.branch import Experience, Fork, first_of, forks, score
from hedgerow.core.search.certificate import SCALE
from hedgerow.core.search.problem import Choice
from hedgerow.core.search.program import Bounds, Program, Relaxed, SolverFailed
from hedgerow.core.search.repair import exchange, fill
from hedgerow.core.search.stage import Stage

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
    best: Choice
    value: int
    tries: int = 0
    """How many forks are tried where nothing is known of them; without any it takes the first."""
    open: list[Node] = field(default_factory=list)
    """Depth first: the last is next."""
    root: Node = field(init=False)
    experience: Experience = field(default_factory=Experience)

    @property
    def bound(self) -> int:
        """No choice of this week is worth more."""
        return max([self.value, *(node.hope for node in self.open)])

    def grow(self, nodes: int) -> None:
        """Until it is proven or so many nodes are used up. Raises SolverFailed."""
        self.root = self._root()
        self._admit([self.root])
        self._expand(nodes)

    def _root(self) -> Node:
        relaxed = self.program.solve({})
        self._take(self._rounded(relaxed.columns))
        for _ in range(cuts.ROUNDS):
            if relaxed.bound <= self.value:
                break
            found = cuts.lifted_cliques(self.stage, relaxed.columns)
            if not found:
                break
            self.program.cut(found)
            relaxed = self.program.solve({})
            self._take(self._rounded(relaxed.columns))
        if relaxed.bound > self.value:
            self._take(exchange(self.stage, self.best, self._liked(relaxed.columns)))
        return Node(relaxed.bound, {}, relaxed)

    def _rounded(self, columns: Sequence[float]) -> Choice:
        """What the relaxation likes most first, and what still fits."""
        return fill(self.stage, self._liked(columns))

    def _liked(self, columns: Sequence[float]) -> list[int]:
        return sorted((n for n in range(len(self.stage.candidates)) if columns[n] > _TINY), key=lambda n: -columns[n])

    def _take(self, choice: Choice) -> None:
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
            found = forks(self.program.sheet, node.relaxed.columns)
            if not found:
                raise SolverFailed("what the relaxation calls whole is worth less than it says")
            self._admit(self._most_telling(node, found) if self.tries else self._parts(node, first_of(found)))

    def _parts(self, parent: Node, fork: Fork) -> list[Node]:
        return [self._child(parent, more) for more in fork.parts]

    def _child(self, parent: Node, more: Bounds) -> Node:
        bounds = {**parent.bounds, **more}
        relaxed = self.program.solve(bounds)
        if relaxed.columns:
            self._take(self._rounded(relaxed.columns))
        return Node(min(parent.hope, relaxed.bound), bounds, relaxed)

    def _most_telling(self, parent: Node, found: Sequence[Fork]) -> list[Node]:
        """Strong branching: tries the forks that promise most, those that nothing is known of before others."""
        best, most = None, -1.0
        promise = {fork.key: self.experience.promise(fork) for fork in found}
        in_order = sorted(found, key=lambda fork: -promise[fork.key])
        for fork in [fork for fork in in_order if not self.experience.knows(fork)][: self.tries]:
            parts = self._parts(parent, fork)
            gained = [self._gained(parent, part) for part in parts]
            self.experience.note(fork, gained)
            if any(part.hope <= self.value for part in parts):
                return parts
            if score(gained) > most:
                best, most = parts, score(gained)
        known = next((fork for fork in in_order if promise[fork.key] > most and self.experience.knows(fork)), None)
        return self._parts(parent, known) if known else best or self._parts(parent, in_order[0])

    def _gained(self, parent: Node, part: Node) -> float:
        """What is below the best so far does not count."""
        left = parent.relaxed.certificate.bound / SCALE - self.value
        now = part.relaxed.certificate.bound / SCALE - self.value if part.relaxed.columns else 0.0
        return max(0.0, left - max(now, 0.0))

    def hopeful(self, value: int) -> list[int]:
        """The candidates that may be in a choice worth more than that.

        By its reduced cost another one costs more than all that is left to gain.
        """
        certificate, least = self.root.relaxed.certificate, (value + 1) * SCALE
        reduced = certificate.reduced[: len(self.stage.candidates)]
        found: list[int] = (certificate.bound + reduced >= least).nonzero()[0].tolist()
        return found
