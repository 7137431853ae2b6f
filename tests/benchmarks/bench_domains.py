"""Thirty rules over 5,000 events of 5,000 titles, none of which any rule matches: nothing is decided early."""

from dataclasses import replace

from pytest_benchmark.fixture import BenchmarkFixture

from hedgerow.core.domains import Domain, DomainPolicy, DomainRule, serve
from hedgerow.core.expression import Expression
from tests.agenda import WORK, occurrence

SELF = frozenset({Domain.SELF})
WORDS = ("Sprint", "planning", "retro", "review", "with Anna", "and Ben", "sync", "call", "lunch", "release", "team")
RULES = (
    *(DomainRule(SELF, title=f"nothing{n} here") for n in range(12)),
    *(DomainRule(SELF, title=f"none{n}*") for n in range(5)),
    *(DomainRule(SELF, organizer_domain=f"o{n}.example") for n in range(4)),
    *(DomainRule(SELF, attendee_domain=f"o{n}.example") for n in range(4)),
    *(DomainRule(SELF, regex=Expression(rf"\bnothing{n}\b")) for n in range(3)),
    DomainRule(SELF, shorter_than=15),
    DomainRule(SELF, category="none"),
)


def test_thirty_rules_over_5000_events(benchmark: BenchmarkFixture) -> None:
    plain = replace(
        occurrence("mon 09:00-10:00  x"), organizer="ada@a.example", attendees=("bo@b.example", "cy@c.example")
    )
    events = [replace(plain, title=f"{WORDS[n % 11]} {WORDS[n % 7]} {WORDS[n % 5]} {n}") for n in range(5_000)]
    policy = DomainPolicy(RULES, {WORK: SELF})
    benchmark.pedantic(lambda: [serve(event, policy) for event in events], rounds=5, warmup_rounds=1)  # type: ignore[no-untyped-call]
