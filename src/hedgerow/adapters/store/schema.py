"""The tables, as they are after the last migration. A test compares the two.

Instants are whole seconds since 1970 in UTC, local dates are ISO text, sets are sorted words: the same in SQLite and
PostgreSQL, and nothing in a row depends on when or where it was written beyond what the caller said. Every table
carries the person, so that one database can serve many.
"""

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

METADATA = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"},
)

_COUNTED = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts only in a column that is exactly INTEGER."""

BOOKING = Table(
    "booking",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("block", Text, primary_key=True),
    Column("intention", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("promised_start", BigInteger, nullable=False),
    Column("promised_end", BigInteger, nullable=False),
    Column("span_start", BigInteger, nullable=False),
    Column("span_end", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("transparency", Text, nullable=False),
    Column("domains", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

INTENT = Table(
    "intent",
    METADATA,
    Column("id", _COUNTED, primary_key=True),
    Column("person", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("event", JSON, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("expected", Text),
    Column("reason", Text, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("leaves", Text, nullable=False),
    Column("earlier", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("undoes", BigInteger),
    Column("epoch", BigInteger, nullable=False),
    UniqueConstraint("person", "block"),
)
"""Writes begun and not yet closed: at most one of a block. Closing one moves it to `action`.

`event` is the whole of what is sent, `earlier` the event's text before a deletion, `leaves` the standing afterwards,
`plan` the run that decided it, `undoes` the action that it takes back, `epoch` the lease under which it was begun.
"""

ACTION = Table(
    "action",
    METADATA,
    Column("id", _COUNTED, primary_key=True),
    Column("person", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    Column("failure", Text),
    Column("at", BigInteger, nullable=False),
    Column("plan", Text, nullable=False),
    Column("earlier", Text, nullable=False),
    Column("undoes", BigInteger),
)
"""What we did (`what` is a Verb) and what the person did (an Edit), in order. Rows are only ever added.

`failure` says why something did not happen; it is NULL when it did.
"""

APPROVAL = Table(
    "approval",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("calendar", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""Where the person said yes to blocks, and when first."""

LETTER = Table(
    "letter",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("week", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("claimed_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
)

WEEK = Table(
    "week",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("verdict", Text, nullable=False),
    Column("form", Integer, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("digest", Text, nullable=False),
    Column("closed_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)
"""Weeks that are over. `first` is the weekday they begin on, `form` how `numbers` is to be read (`weeks.FORM`)."""

LEASE = Table(
    "lease",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
)
"""Who may write for a person: the run that raised `epoch` last. One that slept since then is fenced off."""

PAUSE = Table(
    "pause",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
)
"""A row while the person wants nothing written; `until` is NULL when it ends only by their word."""

DOUBT = Table(
    "doubt",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)
"""What looked wrong and was not believed at once: how often the very same was seen, and since when."""

SECRET = Table(
    "secret",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)
"""Sealed with the key named `key`; the row itself is bound into the seal, so that none can stand in for another."""

JOURNAL = Table(
    "journal",
    METADATA,
    Column("id", _COUNTED, primary_key=True),
    Column("person", Text, nullable=False),
    Column("week", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""The person's reflections, sealed as secrets are. `question` is a key of the catalogue, empty for a free thought."""

ASKED = Table(
    "asked",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("week", Text, primary_key=True),
    Column("question", Text, primary_key=True),
)
"""Which questions the letter of a week asked."""

PROPOSAL = Table(
    "proposal",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("week", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_at", BigInteger),
)
"""The one change of policy that a week proposed; `subject` names what it is about, so that two refusals silence it.

A week that proposed nothing has a row with an empty subject, so that its letter says nothing of it later either.
"""

LINK = Table(
    "link",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("token", Text, primary_key=True),
    Column("used_at", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
)
"""Links of letters that did what they are for: each only once."""
