"""Letters with all that others give them: links, questions and a proposed change."""

from dataclasses import replace

from hedgerow.core.domains import Domain
from hedgerow.core.overlap import Overlap, Shared
from hedgerow.core.report import DomainHours, Report
from hedgerow.letter.parts import ActionLink, Links, Parts, PolicyPart, Question, QuestionsPart
from tests.agenda import WORK, span
from tests.letter.reports import FULL

HERE = "http://127.0.0.1:8080/l"


def link(text: str) -> ActionLink:
    return ActionLink(text, f"{HERE}/W47.c1.Tm90IGEgc2VjcmV0")


LINKS = Links(
    plan=f"{HERE}/plan",
    causes=(
        (link("Propose 15:30 for the next one"), link("Expected, don’t flag again")),
        (link("Hold Friday 16:30 for this"), link("Expected")),
        (link("Hold 50 min before the next one"),),
    ),
    all_causes=f"{HERE}/week",
    clashes=((link("Move to 20:15"), link("Keep 18:30"), link("Skip this week")),),
    unplaced=((link("Skip this week"),),),
    blocks=((), (), (), (link("Accept"), link("Skip"))),
    footer=(
        link("Read on the web"), link("Undo log"), link("Pause for two weeks"), link("Change what this mail shows"),
        link("Unsubscribe"),
    ),
)  # fmt: skip
QUESTIONS = QuestionsPart(
    (
        Question("Pause", "Dinner moved to Thursday and still happened. What made that work?"),
        Question("Re-prioritise", "Two of the three late sessions were yours to book. Which could have waited?"),
        Question("Refine", "What is one small change that would give you next Sunday evening back?"),
    ),
    f"{HERE}/journal",
    "Two minutes, for nobody but you. Your answers stay on your own server.",
)
POLICY = PolicyPart(
    title="Show lunch blocks as busy",
    evidence="In the last five weeks four meetings landed on a lunch block. All four were booked while it was free.",
    diff=("  [intentions.lunch]", '- defence = "auto"', '+ defence = "always-busy"'),
    note="Colleagues see “Busy”, never the title. You can take this back at any time.",
    accept=link("Make this change"),
    refuse=link("Not for me"),
    followed="Two weeks ago you gave the run a wider window: it was kept twice of twice, once of three times before.",
)
PARTS = Parts(LINKS, QUESTIONS, POLICY)

W, H, C, S = Domain.WORK, Domain.HOME, Domain.COMMUNITY, Domain.SELF
OVERLAP = Overlap(
    minutes={W: 2225, H: 535, C: 315, S: 450},
    regions={
        frozenset({W}): 32, frozenset({H}): 4, frozenset({C}): 1, frozenset({S}): 2, frozenset({W, C}): 1,
        frozenset({H, S}): 2, frozenset({C, S}): 1, frozenset({H, C, S}): 1,
    },
    shared=(
        Shared("Allotment with the neighbours", None, frozenset({H, C, S}), (span("sat", "10:00-12:00"),)),
        Shared("Run club", None, frozenset({C, S}), (span("tue", "18:00-19:10"),)),
        Shared("Mentoring hour, Code Club", WORK, frozenset({W, C}), (span("wed", "15:00-16:00"),)),
        Shared("Walk to school with Noor", None, frozenset({H, S}), (span("thu", "07:45-08:25"),)),
        Shared("Slow morning", None, frozenset({H, S}), (span("sun", "09:00-11:00"),)),
    ),
)  # fmt: skip
HOURS = (
    DomainHours(W, 2225, 2400, 2285, (2280, 2310, 2240, 2250, 2230, 2330, 2240, 2225)),
    DomainHours(H, 535, 560, 520, (520, 500, 575, 480, 530, 510, 560, 535)),
    DomainHours(C, 315, 220, 215, (200, 235, 210, 215, 205, 235, 220, 315)),
    DomainHours(S, 450, 415, 405, (400, 420, 370, 405, 430, 385, 415, 450)),
)


def whole(report: Report = FULL) -> Report:
    """With hours of the domains and where they met."""
    return replace(report, domains=HOURS, overlap=OVERLAP)


WHOLE = whole()
