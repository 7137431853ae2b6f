"""Letters through Gmail, against a Google of our own."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from hedgerow.adapters.google.authority import Authority
from hedgerow.adapters.google.grant import End, forget_grant, save_grant
from hedgerow.adapters.google.mailer import GmailMailer, Wording
from hedgerow.adapters.google.scopes import BlocksIn, Wanted
from hedgerow.adapters.google.service import ENDPOINT, letters_at
from hedgerow.adapters.google.wire import LOOPBACK
from hedgerow.adapters.mail.wire import envelope, write
from hedgerow.ports import Refused, Unavailable, UncertainDelivery
from tests.adapters.contract_mailer import MailerContract, Post, letter
from tests.adapters.google.signed_in import WORK, ServerClock, granted, refreshes, stored
from tests.fakes.google import GoogleServer
from tests.fakes.google.faults import (
    Backend,
    Fault,
    bad_gateway,
    drop_after,
    drop_before,
    fails,
    fails_after,
    named,
    portal,
    refuses,
    reset_after,
    reset_before,
    slow,
    truncated,
)
from tests.fakes.google.mail import SEND
from tests.fakes.google.refusal import Refused as GoogleRefuses
from tests.fakes.google.refusal import limited, unauthorized
from tests.fakes.google.wire import Answer, Dropped, Request
from tests.fakes.secrets import MemorySecrets

LETTERS = Wanted(BlocksIn.OWN, mail=True).scopes
SIGN_IN_AGAIN = "run `hedgerow connect google work --mail`"


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server


@pytest.fixture
def secrets(google: GoogleServer) -> MemorySecrets:
    held = MemorySecrets()
    save_grant(held, WORK, granted(google, scopes=LETTERS), google.clock.now())
    return held


@pytest.fixture
def mailer(google: GoogleServer, secrets: MemorySecrets) -> GmailMailer:
    return mailer_at(google, secrets)


def mailer_at(google: GoogleServer, secrets: MemorySecrets, seconds: float = 10) -> GmailMailer:
    authority = Authority(WORK, secrets, ServerClock(google))
    return GmailMailer(authority, Wording(write, envelope), google.api, seconds, LOOPBACK)


def arrived(google: GoogleServer) -> Sequence[EmailMessage]:
    return [message_from_bytes(each, policy=SMTP) for each in google.letters]


def nothing() -> None: ...


def asked(google: GoogleServer) -> list[str]:
    return [each.line for each in google.log.of(SEND)]


class TestGmail(MailerContract):
    @pytest.fixture
    def post(self, google: GoogleServer, mailer: GmailMailer) -> Post:
        return Post(mailer, lambda: arrived(google))


def test_the_bytes_are_those_of_every_other_way_out(google: GoogleServer, mailer: GmailMailer) -> None:
    assert mailer.send(letter(), nothing) == "robin@example.org through the Google account work"
    assert google.letters == [write(letter())]


def test_a_token_is_renewed_before_the_letter_is_handed_over(google: GoogleServer, mailer: GmailMailer) -> None:
    renewed: list[int] = []
    mailer.send(letter(), lambda: renewed.append(refreshes(google)))
    google.clock.advance(hours=2)
    mailer.send(letter(), lambda: renewed.append(refreshes(google)))
    mailer.send(letter(), lambda: renewed.append(refreshes(google)))
    assert renewed == [1, 2, 2]


AFTER: Sequence[Fault] = (drop_after, reset_after, truncated, fails_after(500), fails_after(503))
BEFORE: Sequence[Fault] = (drop_before, reset_before, bad_gateway, portal, fails(500), fails(503))


@pytest.mark.parametrize("fault", AFTER, ids=lambda fault: fault.__name__)
def test_what_was_sent_and_not_confirmed_is_uncertain_and_sent_once(
    google: GoogleServer, mailer: GmailMailer, fault: Fault
) -> None:
    google.faults.next(SEND, fault)
    with pytest.raises(UncertainDelivery, match="may or may not arrive"):
        mailer.send(letter(), nothing)
    assert (len(google.letters), len(asked(google))) == (1, 1)


@pytest.mark.parametrize("fault", BEFORE, ids=lambda fault: fault.__name__)
def test_what_was_lost_on_its_way_is_uncertain_too_and_asked_once(
    google: GoogleServer, mailer: GmailMailer, fault: Fault
) -> None:
    google.faults.next(SEND, fault)
    with pytest.raises(UncertainDelivery, match="may or may not arrive"):
        mailer.send(letter(), nothing)
    assert (google.letters, len(asked(google))) == ([], 1)


def test_an_answer_that_comes_too_late_is_uncertain(google: GoogleServer, secrets: MemorySecrets) -> None:
    google.faults.next(SEND, slow(60))
    with pytest.raises(UncertainDelivery, match="was lost while"):
        mailer_at(google, secrets, seconds=0.3).send(letter(), nothing)
    assert len(google.letters) == 1


def test_where_nobody_listens_the_letter_certainly_did_not_go_and_was_not_handed_over(
    google: GoogleServer, mailer: GmailMailer
) -> None:
    mailer.send(letter(), nothing)
    told: list[str] = []
    with google.down(), pytest.raises(Unavailable, match="could not be reached"):
        mailer.send(letter(), lambda: told.append("handed over"))
    assert (told, len(google.letters)) == ([], 1)


def test_no_other_host_is_asked(google: GoogleServer, mailer: GmailMailer) -> None:
    with pytest.raises(Unavailable, match="could not be reached"):
        replace(mailer, hosts=frozenset({"gmail.googleapis.com"})).send(letter(), nothing)
    assert asked(google) == []


def says(status: int, reason: str, message: str = "No.") -> Fault:
    return refuses(GoogleRefuses(status, reason, message))


def page(status: int) -> Fault:
    def fault(_request: Request, _backend: Backend) -> Answer | Dropped:
        return Answer(status, b"<h1>No</h1>", {"Content-Type": "text/html"})

    return named(f"page_{status}", fault)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            says(400, "failedPrecondition", "Mail service not enabled"),
            r"\(400: Mail service not enabled\): check letter",
        ),
        (says(400, "invalidArgument", "Invalid To header"), "Invalid To header"),
        (says(403, "domainPolicy", "The domain administrators have disabled Gmail apps."), "administrators have"),
        (says(404, "notFound", "Not Found"), "404: Not Found"),
        (says(413, "uploadTooLarge"), "too large"),
        (page(413), "too large"),
        (says(403, "insufficientPermissions"), SIGN_IN_AGAIN),
        (refuses(unauthorized(given=True)), "Gmail does not take the sign-in of"),
    ],
)
def test_what_google_refuses_certainly_did_not_go(
    google: GoogleServer, mailer: GmailMailer, fault: Fault, said: str
) -> None:
    google.faults.always(SEND, fault)
    with pytest.raises(Refused, match=said):
        mailer.send(letter(), nothing)
    assert google.letters == []


@pytest.mark.parametrize(
    "fault",
    [
        fails(429, "30"),
        page(429),
        refuses(limited("userRateLimitExceeded")),
        refuses(limited("rateLimitExceeded")),
        refuses(limited("dailyLimitExceeded")),
    ],
)
def test_over_a_limit_the_letter_did_not_go_and_is_not_tried_again_at_once(
    google: GoogleServer, mailer: GmailMailer, fault: Fault
) -> None:
    google.faults.next(SEND, fault)
    with pytest.raises(Unavailable, match="because of its limits"):
        mailer.send(letter(), nothing)
    assert (google.letters, len(asked(google))) == ([], 1)


@pytest.mark.parametrize(
    "fault", [page(400), page(403), page(302), page(401), page(200), says(409, "aborted"), fails(504)]
)
def test_an_answer_that_tells_nothing_of_the_letter_is_uncertain(
    google: GoogleServer, mailer: GmailMailer, fault: Fault
) -> None:
    google.faults.next(SEND, fault)
    with pytest.raises(UncertainDelivery, match="no clear answer"):
        mailer.send(letter(), nothing)
    assert len(asked(google)) == 1


def without_id(request: Request, backend: Backend) -> Answer | Dropped:
    return replace(backend(request), body=json.dumps({"labelIds": ["SENT"]}).encode())


def no_text(request: Request, backend: Backend) -> Answer | Dropped:
    return replace(backend(request), body=b"\xff\xfe{")


@pytest.mark.parametrize("fault", [without_id, no_text])
def test_a_yes_that_names_no_letter_is_uncertain(google: GoogleServer, mailer: GmailMailer, fault: Fault) -> None:
    google.faults.next(SEND, fault)
    with pytest.raises(UncertainDelivery, match="no clear answer"):
        mailer.send(letter(), nothing)


def test_a_token_that_google_takes_no_more_is_renewed_and_the_letter_goes_once(
    google: GoogleServer, mailer: GmailMailer
) -> None:
    mailer.send(letter("Last week"), nothing)
    google.auth.grants.access.clear()
    told: list[str] = []
    mailer.send(letter(), lambda: told.append("handed over"))
    assert told == ["handed over"]
    assert [str(each["Subject"]) for each in arrived(google)] == ["Last week", "Your week 2026-W47"]
    assert asked(google)[1:] == [f"{SEND} 401 authError", f"{SEND} 200"]


def test_a_letter_that_is_lost_at_the_second_try_is_uncertain_too(google: GoogleServer, mailer: GmailMailer) -> None:
    google.faults.next(SEND, refuses(unauthorized(given=True)), drop_after)
    with pytest.raises(UncertainDelivery):
        mailer.send(letter(), nothing)
    assert (len(google.letters), len(asked(google))) == (1, 2)


def test_a_sign_in_that_gmail_does_not_take_ends_nothing_for_the_calendars(
    google: GoogleServer, mailer: GmailMailer, secrets: MemorySecrets
) -> None:
    google.faults.always(SEND, refuses(unauthorized(given=True)))
    with pytest.raises(Refused):
        mailer.send(letter(), nothing)
    assert len(asked(google)) == 2
    assert stored(secrets).end is None


def test_without_the_scope_nothing_is_asked_and_the_command_is_told(google: GoogleServer) -> None:
    secrets = MemorySecrets()
    save_grant(secrets, WORK, granted(google), google.clock.now())
    with pytest.raises(Refused, match=SIGN_IN_AGAIN):
        mailer_at(google, secrets).send(letter(), nothing)
    assert len(google.log) == 0


def test_the_end_of_a_sign_in_is_told_as_it_is_of_calendars(
    google: GoogleServer, mailer: GmailMailer, secrets: MemorySecrets
) -> None:
    google.auth.revoke_now("ada@example.org")
    for _ in range(2):
        with pytest.raises(
            Refused, match=r"password of the account was changed, .* run `hedgerow connect google work`"
        ):
            mailer.send(letter(), nothing)
    assert refreshes(google) == 1
    save_grant(secrets, WORK, replace(stored(secrets), end=End(google.clock.now(), "Over.")), google.clock.now())
    with pytest.raises(Refused, match="Over"):
        mailer.send(letter(), nothing)
    forget_grant(secrets, WORK)
    with pytest.raises(Refused, match="not signed in"):
        mailer.send(letter(), nothing)


def test_a_token_endpoint_that_is_away_leaves_the_letter_for_later(google: GoogleServer, mailer: GmailMailer) -> None:
    google.modes.sign_in.unavailable = 1
    told: list[str] = []
    with pytest.raises(Unavailable):
        mailer.send(letter(), lambda: told.append("handed over"))
    assert (told, asked(google)) == ([], [])
    mailer.send(letter(), nothing)
    assert len(google.letters) == 1


def test_an_api_that_is_not_switched_on_says_where_it_is(google: GoogleServer, mailer: GmailMailer) -> None:
    google.modes.gmail_enabled = False
    with pytest.raises(Refused, match=r"open https://console\.cloud\.google\.com/apis/library/gmail\.googleapis\.com"):
        mailer.send(letter(), nothing)


def hidden(message: EmailMessage) -> None:
    message["Bcc"] = "eve@example.org"


def to_nobody(message: EmailMessage) -> None:
    del message["To"]


def too_large(message: EmailMessage) -> None:
    message.add_attachment(bytes(20 * 1024 * 1024), "application", "octet-stream")


@pytest.mark.parametrize("spoil", [hidden, to_nobody, too_large])
def test_a_letter_that_gmail_would_not_take_or_show_elsewhere_is_refused_before_it_is_asked(
    google: GoogleServer, mailer: GmailMailer, spoil: Callable[[EmailMessage], None]
) -> None:
    message = letter()
    spoil(message)
    with pytest.raises(Refused):
        mailer.send(message, nothing)
    assert len(google.log) == 0


def test_gmail_is_asked_at_its_own_address_and_beside_a_calendar_elsewhere() -> None:
    assert letters_at(ENDPOINT).send(userId="me", body={}).uri == (
        "https://gmail.googleapis.com/gmail/v1/users/me/messages/send?alt=json"
    )
    assert letters_at("http://127.0.0.1:9/calendar/v3/").send(userId="me", body={}).uri == (
        "http://127.0.0.1:9/gmail/v1/users/me/messages/send?alt=json"
    )


def test_a_token_of_which_the_time_is_nearly_over_is_not_used(google: GoogleServer, mailer: GmailMailer) -> None:
    mailer.send(letter(), nothing)
    google.clock.advance(seconds=timedelta(hours=1).total_seconds() - 100)
    mailer.send(letter(), nothing)
    assert asked(google) == [f"{SEND} 200"] * 2
