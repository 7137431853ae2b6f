"""What others give a letter besides its report: links, questions, a proposed change. It lays them out and adds nothing.

All text is in the reader's language already, without markup. A title inside it stands between the isolates of
`titles`. What is not given is not drawn.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionLink:
    text: str
    """What will happen, so that it stands alone: `Move to 19:15`."""
    url: str
    """Of a page that asks before it changes anything."""


@dataclass(frozen=True, slots=True)
class Links:
    """Each list is in the order of what it belongs to in the report; where it is shorter, the rest has none."""

    plan: str = ""
    """Address of next week's plan."""
    causes: tuple[tuple[ActionLink, ...], ...] = ()
    """Of `report.causes`."""
    all_causes: str = ""
    """Address of all of them, for when the letter tells only the first."""
    clashes: tuple[tuple[ActionLink, ...], ...] = ()
    """Of `report.next_week.clashes`."""
    unplaced: tuple[tuple[ActionLink, ...], ...] = ()
    """Of `report.next_week.unplaced`."""
    blocks: tuple[tuple[ActionLink, ...], ...] = ()
    """Of `report.next_week.blocks`; those that are in no calendar yet are then proposed one by one."""
    footer: tuple[ActionLink, ...] = ()
    """Read on the web, undo, pause, change, unsubscribe."""


@dataclass(frozen=True, slots=True)
class Question:
    step: str
    """`Pause`, `Re-prioritise` or `Refine`, in the reader's language."""
    text: str


@dataclass(frozen=True, slots=True)
class QuestionsPart:
    questions: tuple[Question, ...]
    write_url: str = ""
    """Where the answers are written; empty: nowhere but on paper, or by reply."""
    note: str = ""
    """How to answer, and where answers stay."""


@dataclass(frozen=True, slots=True)
class PolicyPart:
    """One proposed change, or what became of the last one, or both."""

    title: str = ""
    """`Show lunch blocks as busy`; empty: nothing is proposed."""
    evidence: str = ""
    diff: tuple[str, ...] = ()
    """Lines of hedgerow.toml, each behind `-`, `+` or a space, and another space."""
    note: str = ""
    """The expected effect, and that it can be taken back."""
    accept: ActionLink | None = None
    refuse: ActionLink | None = None
    followed: str = ""
    """Whether the change accepted two weeks ago helped."""


@dataclass(frozen=True, slots=True)
class Parts:
    links: Links = Links()
    questions: QuestionsPart | None = None
    policy: PolicyPart | None = None
    doubtful: tuple[str, ...] = ()
    """Earlier weeks of whose letters nobody knows whether they arrived: `2026-W46`."""


NO_PARTS = Parts()
