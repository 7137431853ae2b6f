"""`hedgerow review`."""

from pathlib import Path

import click

from hedgerow.cli import as_json, records
from hedgerow.cli.context import Context
from hedgerow.cli.exits import Exit
from hedgerow.cli.opening import opened
from hedgerow.cli.picture import write_picture
from hedgerow.cli.tables import screen, show_coverage
from hedgerow.cli.unsorted import Sorting, review_unsorted, sorting_options
from hedgerow.cli.verdicts import show_apart
from hedgerow.cli.year import show_weeks
from hedgerow.core.domains import tell_given_up
from hedgerow.flows.cycle import current_week, view
from hedgerow.flows.history import digest_of, recall
from hedgerow.flows.weekly import reader_of, review_weeks
from hedgerow.letter.year import draw_year


@click.command(help="Judge the last whole weeks: what work took, and which limits it passed.")
@click.option("--weeks", type=click.IntRange(1, 520), default=4, show_default=True, help="How many weeks back.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Draw the weeks as a picture, too.")
@click.option("--json", "json_", is_flag=True, help="For scripts.")
@sorting_options
@click.pass_obj
def review(context: Context, *, weeks: int, svg: Path | None, json_: bool, sorting: Sorting) -> Exit:
    if sorting.is_asked:
        return review_unsorted(context, weeks, sorting, json_=json_)
    with opened(context, exclusive=False) as household:
        this = current_week(household.settings, household.clock.now())
        wanted = [this.plus(-n) for n in range(weeks, 0, -1)]
        seen = view(household, wanted[0], wanted[-1])
        reviews = review_weeks(household, seen, wanted)
        known = recall(household, reviews)
        zone = household.settings.person.zone
        language = reader_of(household.settings, household.settings.boundary).language
    if svg is not None:
        # it is looked at beside the letter
        write_picture(svg, draw_year(known, language, household.settings.limits))
        context.say(f"The picture is {svg}.")
    if json_:
        told = {"weeks": records.weeks(known, reviews, zone), "usual": records.usual(known)}
        context.print_json("review", {**told, "coverage": as_json.coverage(seen.coverage)})
    else:
        on = screen(context.console(), household.settings)
        show_weeks(on.console, known)
        show_apart(
            on.console, [each for each, record in zip(reviews, known, strict=True) if record.digest == digest_of(each)]
        )
        if seen.coverage.not_seen:
            on.line("Something was not seen, so take each number as the least that it may be:", style="yellow")
        for line in tell_given_up(entry.served for entry in seen.timeline.entries):
            on.line(line, style="yellow")
        show_coverage(on, seen.coverage)
    return Exit.DONE if seen.coverage.is_whole else Exit.PARTLY
