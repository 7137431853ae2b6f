"""`hedgerow review --learn`: ask whose time each group of events is, and write rules that say so."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from hedgerow.cli import editing
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit, Stop
from hedgerow.core.domains import Domain, DomainRule
from hedgerow.core.unsorted import Group, Proposal
from hedgerow.letter.phrases import counted, duration, listed
from hedgerow.settings.edits import Edit, add_rules

_LETTERS = {domain.value[0]: domain for domain in Domain}


def ask_all(groups: Iterable[Group]) -> Iterator[DomainRule]:
    """Raises Stop where there is no terminal."""
    if not sys.stdin.isatty():
        raise Stop(
            Exit.USAGE,
            "There is no terminal to ask on: say `hedgerow review --learn --yes` to take the rules whose domains are"
            " sure, or write rules of your own into the settings.",
        )
    click.echo("Whose time is it? w work, h home, c community, s self, several letters for several; Enter skips.")
    for group in groups:
        if group.proposal:
            domains = _ask(group, group.proposal)
            if domains:
                yield group.proposal.answered(domains)


def take_all(groups: Iterable[Group]) -> Iterator[DomainRule]:
    """The proposals whose domains are known."""
    rules = (group.proposal.rule for group in groups if group.proposal)
    yield from (rule for rule in rules if rule.domains)


def tell_rule(proposal: Proposal) -> str:
    return ", ".join(f'{name} = "{given}"' for name, given in proposal.rule.given())


def tell_domains(domains: Iterable[Domain]) -> str:
    named = set(domains)
    return listed([domain.value for domain in Domain if domain in named])


def tell_evidence(proposal: Proposal) -> str:
    """How the domains are known; empty when they are not."""
    if not proposal.rule.domains:
        return ""
    return f"{tell_domains(proposal.rule.domains)}, as in {counted(proposal.evidence, 'event')} with a tag or a rule"


def _ask(group: Group, proposal: Proposal) -> frozenset[Domain]:
    hours = f", {duration(group.minutes)}" if group.minutes else ""
    click.echo()
    click.secho(group.title or "(no title)", bold=True)
    click.echo(f"  {counted(len(group.occurrences), 'event')}{hours} in {group.calendar}")
    others = f"; covers {counted(proposal.others, 'other event')} too" if proposal.others else ""
    click.echo(f"  {tell_rule(proposal)}{others}")
    sure = tell_evidence(proposal)
    if sure:
        click.echo(f"  {sure}")
    answer: frozenset[Domain] = click.prompt("  w/h/c/s", default="", show_default=False, value_proc=_domains)
    return answer


def _domains(text: str) -> frozenset[Domain]:
    letters = re.sub(r"[\s,]+", "", text.lower())
    wrong = sorted(set(letters) - _LETTERS.keys())
    if wrong:
        raise click.UsageError(f"{listed(wrong)} is none of w, h, c, s; Enter alone skips.")
    return frozenset(_LETTERS[letter] for letter in letters)


def edit_of(context: Context, rules: Sequence[DomainRule]) -> Edit:
    """Nothing is written yet. Raises Stop when the settings would no longer load."""
    return editing.edit_of(context, lambda text: add_rules(text, rules))


def write(context: Context, edit: Edit, rules: Sequence[DomainRule]) -> None:
    """Raises Stop when it can't be done."""
    editing.write(edit)
    context.say(f"Wrote {counted(len(rules), 'rule')} into {edit.path}.")
