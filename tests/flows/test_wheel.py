"""The wheel of `serve`, turned by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from hedgerow.core.pattern import Leave, Pattern
from hedgerow.daemon import Wheel
from hedgerow.ports import Unavailable
from tests.agenda import day_of
from tests.flows.life import BLOCKS, Life


@dataclass
class Door:
    """Shut while another process is at work."""

    shut: bool = False
    inside: list[int] = field(default_factory=list)

    @contextmanager
    def enter(self) -> Iterator[None]:
        if self.shut:
            raise Unavailable("somebody applies")
        self.inside.append(1)
        yield
        self.inside.append(-1)


def test_a_turn_waits_while_another_process_writes_and_is_made_up_for_at_the_next_beat() -> None:
    life, door = Life(), Door(shut=True)
    life.ledger.approve(BLOCKS, life.clock.at)
    wheel = Wheel(replace(life.household, alone=door.enter))
    wheel.turn()
    assert (life.spans(), wheel.last) == ([], None)
    door.shut = False
    wheel.turn()
    assert len(life.spans()) == 8
    assert door.inside == [1, -1]


def test_the_wheel_sends_the_letter_at_its_hour_but_not_on_leave() -> None:
    life = Life()
    life.now("mon", "09:30")
    wheel = Wheel(life.household)
    life.settings = replace(life.settings, pattern=Pattern(leave=(Leave("Lisbon", day_of("mon"), day_of("mon")),)))
    away = Wheel(life.household)
    away.turn()
    assert (away.boundary is not None, life.post.letters) == (True, [])
    wheel.turn()
    assert len(life.post.letters) == 1
