"""How good a choice of places is known to be."""

from dataclasses import dataclass

from hedgerow.core.search.problem import Engine


@dataclass(frozen=True, slots=True)
class Proof:
    proven: bool = True
    """No other choice is worth more, earlier weeks being as they are."""
    gap: int | None = 0
    """What another one could be worth more at most, in points; None: nobody knows."""
    engine: Engine = Engine.TREE
    """Who found it."""
    doubt: str = ""
    """What was wrong with a better way to find it; empty when nothing was. Names no titles."""
