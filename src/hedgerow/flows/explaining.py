"""What was decided in a survey, laid out to be asked about."""

from hedgerow.core.boundary import working_time
from hedgerow.core.days import week_span
from hedgerow.core.span import Span
from hedgerow.core.why.scene import Scene, scene_of
from hedgerow.flows.cycle import Survey


def lay_out(surveyed: Survey) -> Scene:
    given = surveyed.outlook.given
    ahead = Span(given.now, week_span(given.rules.weeks[-1], given.rules.zone).end)
    return scene_of(given, surveyed.outlook.plan, working_time(surveyed.view.boundary, ahead))
