"""A Google Calendar of one's own on the loopback, as faithful as its clients need it to be."""

from tests.fakes.google.clock import Clock
from tests.fakes.google.modes import Consent, Modes
from tests.fakes.google.server import GoogleServer
from tests.fakes.google.sign_in import CLIENT, SECRET
from tests.fakes.google.worlds import ADA

__all__ = ["ADA", "CLIENT", "SECRET", "Clock", "Consent", "GoogleServer", "Modes"]
