"""What an account does not offer of what the settings ask for, told by `plan`, `apply` and `check`."""

from dataclasses import replace

import pytest

from hedgerow.cli.blocks import say_lacks
from hedgerow.cli.checking import State, granted_lines
from hedgerow.cli.context import Context
from hedgerow.flows.household import Household
from hedgerow.ports import Standing
from hedgerow.settings.values import AccountId
from tests.flows.life import Life

NO_FOCUS = "Google does not give this account focus time."


@pytest.fixture
def lacking() -> Household:
    accounts = {AccountId(name): Standing((), (), "ada", (NO_FOCUS,)) for name in ("job", "side")}
    return replace(Life().household, standings=lambda: accounts)


def test_plan_and_apply_say_it_once_whatever_accounts_there_are(
    lacking: Household, capsys: pytest.CaptureFixture[str]
) -> None:
    say_lacks(Context(None, None), lacking)
    assert capsys.readouterr().err == f"{NO_FOCUS}\n"


def test_after_writing_only_what_was_not_said_before_is_said(
    lacking: Household, capsys: pytest.CaptureFixture[str]
) -> None:
    say_lacks(Context(None, None), lacking, {NO_FOCUS})
    assert capsys.readouterr().err == ""


def test_check_warns_of_it_by_account(lacking: Household) -> None:
    told = [(line.what, line.fact) for line in granted_lines(lacking) if line.state is State.WARN]
    assert told == [("account job", NO_FOCUS), ("account side", NO_FOCUS)]
