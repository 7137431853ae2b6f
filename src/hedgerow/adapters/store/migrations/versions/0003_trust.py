"""What undo, pause, doubt, secrets and the fence against sleeping runs need."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for name, default in (("leaves", "held"), ("earlier", ""), ("plan", "")):
        op.add_column("intent", sa.Column(name, sa.Text, nullable=False, server_default=default))
    op.add_column("intent", sa.Column("undoes", sa.BigInteger))
    op.add_column("intent", sa.Column("epoch", sa.BigInteger, nullable=False, server_default="0"))
    op.execute("UPDATE intent SET leaves = 'withdrawn' WHERE verb = 'delete'")
    for name in ("plan", "earlier"):
        op.add_column("action", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("action", sa.Column("undoes", sa.BigInteger))
    _create_tables()
    if not sa.inspect(op.get_bind()).has_table("approval"):
        _approval()  # the first tables were once made without it


def _create_tables() -> None:
    op.create_table(
        "lease",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_lease"),
    )
    op.create_table(
        "pause",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.PrimaryKeyConstraint("person", name="pk_pause"),
    )
    op.create_table(
        "doubt",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "subject", name="pk_doubt"),
    )
    op.create_table(
        "secret",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "name", name="pk_secret"),
    )


def _approval() -> None:
    op.create_table(
        "approval",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("calendar", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person", "calendar", name="pk_approval"),
    )
