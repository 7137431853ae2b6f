"""The laws of trusted bookings where the blocks are at Google, on few steps."""

from hypothesis import HealthCheck, Phase, settings

from tests.flows.bookings_at_google import BookingsAtGoogle

TestBookingsAtGoogle = BookingsAtGoogle.TestCase
TestBookingsAtGoogle.settings = settings(
    max_examples=8,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow],
)
