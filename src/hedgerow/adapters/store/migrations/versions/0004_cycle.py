"""What the cycle keeps: the journal, the questions asked, the changes proposed, and the links that were used."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "asked",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", "week", "question", name="pk_asked"),
    )
    op.create_table(
        "proposal",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("week", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decided_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("person", "week", name="pk_proposal"),
    )
    op.create_table(
        "link",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", "token", name="pk_link"),
    )
