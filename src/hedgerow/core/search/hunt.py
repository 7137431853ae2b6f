"""One week to the end of its proof: a tree, a smaller tree with what may still be better, and at last the tail."""

from hedgerow.core.search.problem import Choice, Engine, Found
from hedgerow.core.search.program import SolverFailed, program_of
from hedgerow.core.search.repair import ruin_and_recreate
from hedgerow.core.search.stage import Stage
from hedgerow.core.search.tail import solve_whole
from hedgerow.core.search.tree import Tree

NODES, TRIES = (30, 60, 600), (0, 0, 8)
"""Of each tree, and how many forks it tries: first good choices, then the proof. The better the best so far, the fewer
candidates the next tree has to look at."""
POLISH_ROUNDS = 150


class Hunt:
    def __init__(self, stage: Stage, start: Choice) -> None:
        self.stage, self.best = stage, start
        self._left = list(range(len(stage.candidates)))
        self._bound = 0
        self._nodes = 0

    def run(self) -> Found:
        """Raises ImportError where there is no solver, SolverFailed where it can't be relied on."""
        for most, tries in zip(NODES, TRIES, strict=True):
            tree = self._tree(tries)
            tree.grow(most)
            self._note(tree)
            if not tree.open:
                return self._found(Engine.TREE)
            if most == NODES[0]:
                self.best = ruin_and_recreate(self.stage, self.best, POLISH_ROUNDS)
            hopeful = tree.hopeful(self.stage.worth(self.best))
            self._left = sorted({*(self._left[n] for n in hopeful), *self.best})
        return self._finish()

    def _tree(self, tries: int) -> Tree:
        stage = self.stage.only(self._left)
        places = {number: index for index, number in enumerate(self._left)}
        best = tuple(places[n] for n in self.best)
        return Tree(stage, program_of(stage), best, stage.worth(best), tries)

    def _note(self, tree: Tree) -> None:
        self.best = self._named(tree.best)
        self._bound = tree.bound
        self._nodes += tree.program.runs

    def _named(self, choice: Choice) -> Choice:
        return tuple(self._left[n] for n in choice)

    def _found(self, engine: Engine) -> Found:
        value = self.stage.worth(self.best)
        return Found(self.best, value, max(value, self._bound), engine, self._nodes)

    def _finish(self) -> Found:
        try:
            whole, bound = solve_whole(program_of(self.stage.only(self._left)))
        except SolverFailed:
            return self._found(Engine.TREE)
        if self.stage.allows(self._named(whole)):
            self.best = max(self.best, self._named(whole), key=self.stage.worth)
        self._bound = min(self._bound, bound)
        return self._found(Engine.TAIL)
