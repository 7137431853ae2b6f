"""What was decided in a survey, laid out to be asked about."""

from collections.abc import Mapping

from hedgerow.core.block import BlockId, IntentionId
from hedgerow.core.boundary import working_time
from hedgerow.core.days import Week, week_span
from hedgerow.core.plan import Reason
from hedgerow.core.span import Span
from hedgerow.core.why.change import find_change
from hedgerow.core.why.elsewhere import find_elsewhere
from hedgerow.core.why.facts import Change, NoChange
from hedgerow.core.why.scene import Scene, scene_of
from hedgerow.flows.cycle import Survey
from hedgerow.flows.household import Household


def lay_out(household: Household, surveyed: Survey) -> Scene:
    given = surveyed.outlook.given
    ahead = Span(given.now, week_span(given.rules.weeks[-1], given.rules.zone).end)
    return scene_of(given, surveyed.outlook.plan, working_time(surveyed.view.boundary, ahead), household.plan)


def find_remedies(household: Household, surveyed: Survey, week: Week) -> Mapping[IntentionId, Change | NoChange]:
    """For what meetings leave no place in that week; each is tried by planning again."""
    scene = lay_out(household, surveyed)
    gaps = (gap for gap in scene.plan.unplaced if gap.week == week and gap.blockers)
    return {gap.intention.id: find_change(scene, gap) for gap in gaps}


def find_rooms(household: Household, surveyed: Survey, week: Week) -> Mapping[BlockId, Span]:
    """Elsewhere, for the blocks of that week that the person holds where something else lies now."""
    given, plan = surveyed.outlook.given, surveyed.outlook.plan
    within = week_span(week, given.rules.zone)
    held = [each for each in plan.blocks if each.reason is Reason.PINNED and within.holds(each.span.start)]
    crossed = [each.block for each in held if each.block and any(b.span.overlaps(each.span) for b in given.busy)]
    found = {block: find_elsewhere(given, household.plan, block) for block in crossed}
    return {block: span for block, span in found.items() if span is not None}
