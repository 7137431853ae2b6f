"""Calendars on a CalDAV server (RFC 4791), over httpx.

Why not the `caldav` library: 3.6.0 needs niquests, which needs urllib3-future, whose wheel installs itself as `urllib3`
over the real one. Its time-out is per step, a body has no bound and any address is dialled; it deletes without a
precondition unless told to, and drops If-Match where the etag is weak or unknown.
"""
