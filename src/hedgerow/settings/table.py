"""What every table of hedgerow.toml is made of."""

from datetime import date, time
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _number_as_text(given: object) -> object:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _date_as_text(given: object) -> object:
    return given.isoformat() if isinstance(given, date | time) else given


Quantity = Annotated[str, BeforeValidator(_number_as_text)]
"""A text such as `48h`, or a bare number."""
DayText = Annotated[str, BeforeValidator(_date_as_text)]
"""A date of TOML, or a text such as `2026-07-01` or `07-01`."""


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
