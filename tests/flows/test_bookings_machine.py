"""The laws of trusted bookings, on fewer steps than `python -m tests.benchmarks.machine` takes."""

from hypothesis import HealthCheck, Phase, settings

from tests.flows.bookings_machine import Bookings

TestBookings = Bookings.TestCase
TestBookings.settings = settings(
    max_examples=30,
    stateful_step_count=50,
    deadline=None,
    phases=(Phase.generate,),  # a failure takes minutes to shrink: the benchmark does that when asked to
    suppress_health_check=[HealthCheck.too_slow],
)
