"""Google Calendar: sign-in, reading, writing. The only place that knows its libraries."""
