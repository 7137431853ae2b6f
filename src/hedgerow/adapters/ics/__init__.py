"""RFC 5545 text ↔ core values. The home of icalendar and recurring-ical-events."""
