"""A proposed change accepted, refused or taken back: the settings file follows, and what was said is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hedgerow.core.policy.said import Proposed, State
from hedgerow.core.request import Refusal
from hedgerow.flows.household import Household
from hedgerow.settings.changing import Setting, Theirs, put, take_back
from hedgerow.settings.edits import Edit, File, edit_settings, write_edit


@dataclass(frozen=True, slots=True)
class Decision:
    """Nothing is done yet: `decide` does it."""

    proposed: Proposed
    """As it will be."""
    before: Proposed
    """As it is."""
    edit: Edit | None = None
    """None when the settings stay as they are."""


def newest(household: Household) -> Proposed | None:
    """What was proposed last."""
    return next((each for each in reversed(household.proposals.load()) if each.subject), None)


def of_week(household: Household, week: str) -> Proposed | None:
    return next((each for each in household.proposals.load() if each.week == week and each.subject), None)


def accept(household: Household, proposed: Proposed, file: File) -> Decision | Refusal:
    """A meeting to be asked for changes no setting: the person sends the words."""
    if proposed.state is State.ACCEPTED:
        return Refusal("It was accepted already.", is_so_already=True)
    settings = settings_in(proposed)
    done: list[Setting] = []

    def change(text: str) -> str:
        text, kept = put(text, settings)
        done.extend(kept)
        return text

    edit = _edit(file, change) if settings else None
    if isinstance(edit, Refusal):
        return edit
    content = {**proposed.content, "settings": [setting.as_json() for setting in done]}
    decision = _decision(household, proposed, State.ACCEPTED, edit)
    return replace(decision, proposed=replace(decision.proposed, content=content))


def refuse(household: Household, proposed: Proposed) -> Decision | Refusal:
    match proposed.state:
        case State.ACCEPTED:
            return Refusal("It was accepted: take it back first.")
        case State.REFUSED | State.UNDONE:
            return Refusal("It was refused already.", is_so_already=True)
        case State.PROPOSED:
            return _decision(household, proposed, State.REFUSED, None)


def undo(household: Household, proposed: Proposed, file: File) -> Decision | Refusal:
    """Restores what stood there to the byte; what the person changed since is theirs."""
    if proposed.state is State.UNDONE:
        return Refusal("It was taken back already.", is_so_already=True)
    if proposed.state is not State.ACCEPTED:
        return Refusal("It was not accepted, so there is nothing to take back.")
    settings = settings_in(proposed)
    try:
        edit = _edit(file, lambda text: take_back(text, settings)) if settings else None
    except Theirs as theirs:
        return Refusal(str(theirs))
    return edit if isinstance(edit, Refusal) else _decision(household, proposed, State.UNDONE, edit)


def decide(household: Household, decision: Decision) -> Refusal | None:
    """The record first, so that a crash in between leaves a change that can be taken back. Raises OSError."""
    if not household.proposals.decide(decision.proposed, decision.before.state):
        return Refusal("Somebody decided on it at the same moment: look again.")
    is_written = False
    try:
        is_written = decision.edit is None or write_edit(decision.edit)
    finally:
        if not is_written:
            household.proposals.decide(decision.before, decision.proposed.state)
    return None if is_written else Refusal("The settings were changed by another program meanwhile: try again.")


def settings_in(proposed: Proposed) -> Sequence[Setting]:
    return tuple(Setting(**each) for each in proposed.content.get("settings", ()))


def _decision(household: Household, proposed: Proposed, state: State, edit: Edit | None) -> Decision:
    decided = replace(proposed, state=state, decided_at=household.clock.now())
    return Decision(decided, proposed, edit)


def _edit(file: File, change: Callable[[str], str]) -> Edit | Refusal:
    edit = edit_settings(file.path, change, file.environ)
    if isinstance(edit, Edit):
        return edit
    problems = "; ".join(map(str, edit))
    return Refusal(f"So changed, the settings would no longer load: {problems}. Nothing was written.")
