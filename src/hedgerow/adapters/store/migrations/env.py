"""Alembic's entry. The caller has begun the transaction and ends it, so that all revisions happen or none."""

from alembic import context

from hedgerow.adapters.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter most things in place
)
context.run_migrations()
