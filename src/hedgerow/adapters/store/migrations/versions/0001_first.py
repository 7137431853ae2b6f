"""The first tables. There is no way down: the copy made before an upgrade is the way back."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _booking()
    _intent()
    _action()
    _approval()
    _letter()


def _booking() -> None:
    op.create_table(
        "booking",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("block", sa.Text, nullable=False),
        sa.Column("intention", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("promised_start", sa.BigInteger, nullable=False),
        sa.Column("promised_end", sa.BigInteger, nullable=False),
        sa.Column("span_start", sa.BigInteger, nullable=False),
        sa.Column("span_end", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("transparency", sa.Text, nullable=False),
        sa.Column("domains", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "block", name="pk_booking"),
    )


def _intent() -> None:
    op.create_table(
        "intent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("block", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("verb", sa.Text, nullable=False),
        sa.Column("event", sa.JSON, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("expected", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intent"),
        sa.UniqueConstraint("person", "block", name="uq_intent_person_block"),
    )


def _action() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("block", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("failure", sa.Text),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "calendar", name="pk_approval"),
    )


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("claimed_at", sa.BigInteger, nullable=False),
        sa.Column("settled_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("person", "kind", "week", name="pk_letter"),
    )
