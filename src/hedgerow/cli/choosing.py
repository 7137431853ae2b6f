"""`hedgerow connect`: which of the calendars of an account are read, for what, and which holds blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import click

from hedgerow.core.domains import Domain
from hedgerow.letter.phrases import counted, sentence
from hedgerow.settings.connections import Offer, Taken
from hedgerow.settings.findings import not_one_of
from hedgerow.settings.values import Role


def show(offers: Sequence[Offer], known: Sequence[str], where: str) -> None:
    """`known` has, for each, the name under which it is read already, or nothing."""
    click.echo(f"{sentence(counted(len(offers), 'calendar'))} at {where}:", err=True)
    for number, (offer, name) in enumerate(zip(offers, known, strict=True), start=1):
        state = "can be written" if offer.writable else "can only be read"
        there = f", is in your settings as {name!r}" if name else ""
        click.echo(f"{number:4}  {offer.name}: {state}{there}", err=True)


def ask_all(fresh: Sequence[tuple[int, Taken]], *, may_hold: bool) -> tuple[Taken, ...]:
    """Each with the number that it was shown under; `may_hold` when no other calendar holds blocks yet."""
    numbers = [number for number, _ in fresh]
    chosen = ask_numbers(numbers, numbers)
    read = [(number, _with_domains(each)) for number, each in fresh if number in chosen]
    return _ask_holder(read) if may_hold else tuple(each for _, each in read)


def ask_numbers(known: Sequence[int], usual: Sequence[int]) -> frozenset[int]:
    """Of those `known`, which are to be read; `usual` is what Enter takes."""
    chosen: frozenset[int] = click.prompt(
        "Which of them should be read? Numbers, or none",
        default=" ".join(map(str, usual)) or "none",
        value_proc=lambda text: _numbers(text, known),
        err=True,
    )
    return chosen


def ask_domains(name: str, usual: Iterable[Domain]) -> frozenset[Domain]:
    told = " ".join(sorted(usual))
    domains: frozenset[Domain] = click.prompt(f"What is {name} for?", default=told, value_proc=_domains, err=True)
    return domains


def _with_domains(each: Taken) -> Taken:
    return replace(each, domains=ask_domains(each.offer.name, each.domains))


def _ask_holder(read: Sequence[tuple[int, Taken]]) -> tuple[Taken, ...]:
    writable = [number for number, each in read if each.offer.writable]
    if not writable:
        return tuple(each for _, each in read)
    held = click.prompt(
        "Which one holds the blocks that Hedgerow books? A number, or none",
        default="none",
        value_proc=lambda text: _numbers(text, writable, most=1),
        err=True,
    )
    return tuple(replace(each, role=Role.HOLD) if number in held else each for number, each in read)


def _numbers(text: str, known: Sequence[int], most: int | None = None) -> frozenset[int]:
    words = text.replace(",", " ").split()
    if words == ["none"]:
        return frozenset()
    chosen = {int(word) for word in words if word.isascii() and word.isdigit()}
    if not words or len(chosen) < len(words) or not chosen <= set(known) or (most and len(chosen) > most):
        raise click.UsageError(f"Say {_these(known)}, or none.")
    return frozenset(chosen)


def _these(known: Sequence[int]) -> str:
    return f"{known[0]}" if len(known) == 1 else f"some of {', '.join(map(str, known))}"


def _domains(text: str) -> frozenset[Domain]:
    words = text.lower().replace(",", " ").split()
    names = [domain.value for domain in Domain]
    if wrong := [word for word in words if word not in names] or ([] if words else [text]):
        raise click.UsageError(f"{not_one_of(wrong[0], names)}.")
    return frozenset(Domain(word) for word in words)
