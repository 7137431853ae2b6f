"""The search without what it needs; it remembers no week that it solved with it."""

import sys

import pytest

from hedgerow.core.search import cuts, engine, hunt


def without_memory(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "solve_week", engine.solve_week.__wrapped__)


def without_solver(patch: pytest.MonkeyPatch) -> None:
    without_memory(patch)
    patch.setitem(sys.modules, "highspy", None)
    patch.setitem(sys.modules, "highspy._core", None)


def without_nodes(patch: pytest.MonkeyPatch) -> None:
    without_memory(patch)
    patch.setattr(hunt, "NODES", (0,))
    patch.setattr(hunt, "TRIES", (0,))
    patch.setattr(cuts, "ROUNDS", 0)


def without_luck(patch: pytest.MonkeyPatch) -> None:
    """Nothing is proven but by trying forks."""
    without_memory(patch)
    patch.setattr(hunt, "NODES", (1, 2000))
    patch.setattr(hunt, "TRIES", (0, 8))
    patch.setattr(cuts, "ROUNDS", 0)
