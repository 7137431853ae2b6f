"""Hedgerow: calendars in, boundaries kept, a weekly letter out.

sources → timeline → boundary → intrusions → week ─┬→ report → letter → mail
                                                   └→ intentions → plan → reconcile → bookings → ledger
"""

__version__ = "0.1.0"
