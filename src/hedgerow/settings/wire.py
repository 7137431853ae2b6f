"""How hedgerow.toml and the environment variables name what the tables hold."""

from typing import Any, get_args, get_origin

from pydantic_settings import BaseSettings, SettingsConfigDict

from hedgerow.settings.places import KeyPath
from hedgerow.settings.table import Table
from hedgerow.settings.tables import Wire

PREFIX = "HEDGEROW_"
DELIMITER = "__"
TABLE_LISTS = frozenset(name for name, field in Wire.model_fields.items() if get_origin(field.annotation) is list)
"""Those written as `[[name]]`, once for each."""


class Variables(Wire, BaseSettings):
    """The same shape, as pydantic-settings reads it from `HEDGEROW_SECTION__KEY`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=DELIMITER)


def keys_at(path: KeyPath) -> tuple[str, ...]:
    """The keys that a table of the file may have; none where the path leads to no table of fixed keys."""
    table = _table_at(path)
    return tuple(field.alias or name for name, field in table.model_fields.items()) if table else ()


def _table_at(path: KeyPath) -> type[Table] | None:
    table: type[Table] | None = Wire
    is_named = False
    for part in path:
        if isinstance(part, int) or is_named:
            is_named = False
            continue
        fields = {field.alias or name: field for name, field in table.model_fields.items()} if table else {}
        annotation = fields[part].annotation if part in fields else None
        table = _table_in(annotation)
        is_named = get_origin(annotation) is dict
    return None if is_named else table


def _table_in(annotation: Any) -> type[Table] | None:
    inner = (get_args(annotation) or (annotation,))[-1]
    return inner if isinstance(inner, type) and issubclass(inner, Table) else None
