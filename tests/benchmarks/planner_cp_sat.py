"""CP-SAT over sets of which one may be chosen, tuned as it did best: one worker, no probing, no symmetry."""

from ortools.sat.python import cp_model

from hedgerow.core.search.problem import Choice
from tests.benchmarks.planner_peers import SECONDS, Sums


def solve(sums: Sums, seconds: float = SECONDS) -> tuple[Choice, bool]:
    model = cp_model.CpModel()
    taken = {n: model.new_bool_var(str(n)) for n in sums.values}
    for members, most in sums.limits:
        row = [taken[n] for n in sorted(members)]
        if most == 1:
            model.add_at_most_one(row)
        else:
            model.add(sum(row) <= most)
    gains = [value * taken[n] for n, value in sums.values.items()]
    for tally in sums.tallies:
        steps = [model.new_bool_var("") for _ in tally.rewards]
        beyond = model.new_int_var(0, tally.most_fed, "")
        units = sum(many * taken[n] for n, many in sorted({**tally.own, **tally.fed}.items()))
        model.add(units == sum(steps) + beyond)
        gains += [reward * step for reward, step in zip(tally.rewards, steps, strict=True)]
        for n in sorted(tally.own) if tally.fed else ():
            model.add(beyond == 0).only_enforce_if(taken[n])
        if not tally.fed:
            model.add(beyond == 0)
    model.maximize(sum(gains))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return (), False
    return tuple(n for n in sums.values if solver.value(taken[n])), status == cp_model.OPTIMAL
