"""One SQL database for what has to outlive a crash: ledger, outbox and history of every person.

database.py      opens the file, keeps it whole, brings it up to date: `open_store`
schema.py        the tables; each carries the person
upgrade.py       Alembic, imported only when the database is not at `HEAD`
transactions.py  one transaction at a time, and SQL errors in words
rows.py          values ↔ rows; weeks.py: those of the history
ledger.py  outbox.py  history.py  the three ports
"""
