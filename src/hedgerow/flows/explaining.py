"""What was decided in a survey, laid out to be asked about."""

from collections.abc import Mapping

from hedgerow.core.block import IntentionId
from hedgerow.core.boundary import working_time
from hedgerow.core.days import Week, week_span
from hedgerow.core.span import Span
from hedgerow.core.why.change import find_change
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
