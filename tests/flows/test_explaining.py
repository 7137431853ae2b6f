from hedgerow.core.days import Week
from hedgerow.flows.cycle import survey
from hedgerow.flows.explaining import find_rooms
from tests.agenda import span
from tests.flows.life import Life

W47 = Week(2026, 47)


def moved_by_hand(to: str) -> Life:
    """Monday's dinner, put there by the person; then a meeting comes over it."""
    life = Life("tue 09:00-10:00  Stand-up")
    life.turn()
    block = next(each.block for each in life.ledger.bookings() if each.span == span("mon", "18:00-19:00"))
    life.blocks.edit(block, span=span("mon", to))
    life.now("sun-1", "13:00")
    life.turn()
    return life


def test_a_held_block_under_a_meeting_is_told_where_there_is_room() -> None:
    life = moved_by_hand("19:00-20:00")
    life.meets("mon 18:30-19:30  Launch")
    rooms = find_rooms(life.household, survey(life.household), W47)
    [room] = rooms.values()
    assert room in (span("mon", "17:30-18:30"), span("mon", "19:30-20:30"))


def test_where_nothing_lies_over_it_or_nothing_is_free_there_is_nothing_to_tell() -> None:
    life = moved_by_hand("19:00-20:00")
    assert find_rooms(life.household, survey(life.household), W47) == {}
    life.meets("mon 16:00-21:30  Launch")
    assert find_rooms(life.household, survey(life.household), W47) == {}
