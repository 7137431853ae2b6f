import os
from pathlib import Path

import pytest

from hedgerow.core.domains import Domain, DomainRule
from hedgerow.core.expression import Expression
from hedgerow.settings.values import CalendarKind, CalendarSettings, Role, Settings
from tests.settings.reading import HOME, NOWHERE, problems, settings

FEED = '[[calendars]]\nname = "club"\nkind = "feed"\ndomains = ["self"]\n'


def calendar(lines: str, environ: dict[str, str] | None = None, base: Path = NOWHERE) -> CalendarSettings:
    [only] = settings(HOME + "[[calendars]]\n" + lines, environ, base).calendars
    return only


def feed(line: str, environ: dict[str, str] | None = None, base: Path = NOWHERE) -> str | None:
    return settings(HOME + FEED + line, environ, base).calendars[0].url


def secret(folder: Path, content: str, mode: int = 0o600) -> None:
    folder.joinpath("secret").write_text(content)
    folder.joinpath("secret").chmod(mode)


def test_a_file_lies_relative_to_the_settings() -> None:
    work = calendar('name = "work"\nkind = "file"\npath = "../cal/work.ics"\ndomains = ["work", "self"]\nrole = "hold"')
    assert work == CalendarSettings(
        work.id, CalendarKind.FILE, frozenset({Domain.WORK, Domain.SELF}), Role.HOLD, Path("/cal/work.ics"), None
    )
    assert work.id == "work"


def test_a_path_may_begin_at_home_or_at_the_root() -> None:
    lines = 'name = "a"\nkind = "folder"\npath = "{}"\ndomains = ["home"]'
    assert calendar(lines.format("~/cal")).path == Path.home() / "cal"
    assert calendar(lines.format("/cal")).path == Path("/cal")


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://a.example/b.ics?key=1", "https://a.example/b.ics?key=1"),
        ("http://127.0.0.1:8000/b", "http://127.0.0.1:8000/b"),
        ("webcal://a.example/b.ics", "https://a.example/b.ics"),
        ("WEBCALS://a.example/b.ics", "https://a.example/b.ics"),
    ],
)
def test_the_address_of_a_feed_is_http_or_https(given: str, read: str) -> None:
    assert feed(f'url = "{given}"') == read


@pytest.mark.parametrize("given", ["ftp://a.example/b", "a.example/b", "https://", "https://[", "https://a b/", "x"])
def test_what_is_no_address_is_not_repeated_because_it_may_be_a_secret(given: str) -> None:
    assert problems(f'{HOME}{FEED}url = "{given}"') == [
        (
            "h.toml:7:7: calendars.1.url: is not the address of a feed; it begins with https://, http:// or webcal://"
            " and a host"
        )
    ]


def test_an_address_may_come_from_a_variable() -> None:
    assert feed('url_env = "CLUB_URL"', {"CLUB_URL": " https://a.example/b "}) == "https://a.example/b"
    assert problems(HOME + FEED + 'url_env = "CLUB_URL"') == [
        (
            "h.toml:7:11: calendars.1.url_env: the environment variable 'CLUB_URL' is not set; set it where hedgerow is"
            " started"
        )
    ]


def test_an_address_may_come_from_a_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    secret(tmp_path, "webcal://a.example/b\n")
    assert feed('url_file = "secret"', base=tmp_path) == "https://a.example/b"


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_secret_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    secret(tmp_path, "https://a.example/b", mode)
    assert problems(HOME + FEED + 'url_file = "secret"', base=tmp_path) == [
        "h.toml:7:12: calendars.1.url_file: others can read 'secret'; run: chmod 600 secret"
    ]


def test_a_secret_that_is_missing_empty_or_no_text_is_said(tmp_path: Path) -> None:
    text = HOME + FEED + 'url_file = "secret"'
    place = "h.toml:7:12: calendars.1.url_file:"
    assert problems(text, base=tmp_path) == [
        f"{place} the file that is named here can't be read: no such file or directory"
    ]
    secret(tmp_path, " \n")
    assert problems(text, base=tmp_path) == [f"{place} 'secret' is empty; write the secret into it"]
    tmp_path.joinpath("secret").write_bytes(b"\xff\xfe")
    assert problems(text, base=tmp_path) == [f"{place} 'secret' does not hold text; a secret is one line of text"]


SMTP = '[letter]\nto = "a@b.c"\n[letter.smtp]\nhost = "h"\nuser = "u"\n'


@pytest.mark.parametrize("secret", ["https://a.example/hush-7", "hush hush", "hushhush", "Hush_7", "~hush/7", "$HUSH"])
@pytest.mark.parametrize(
    "text",
    [
        FEED + 'url_env = "{}"',
        FEED + 'url_file = "{}"',
        SMTP + 'password_env = "{}"',
        SMTP + 'password_file = "{}"',
    ],
)
def test_a_secret_in_the_key_beside_the_right_one_is_not_repeated(text: str, secret: str) -> None:
    said = problems(HOME + text.format(secret))
    assert said
    assert "hush" not in " ".join(said).lower()


@pytest.mark.parametrize(
    "lines",
    [
        'name = "club"\nkind = "file"\npath = "{}"\ndomains = ["self"]',
        'name = "{}"\nkind = "folder"\npath = "p"\ndomains = ["self"]',
        'name = "{0}"\nkind = "folder"\npath = "{0}"\ndomains = ["self"]\n[[calendars]]\nname = "{0}"',
    ],
)
def test_an_address_where_a_path_or_a_name_belongs_is_not_repeated(lines: str) -> None:
    said = problems(f"{HOME}[[calendars]]\n" + lines.format("https://a.example/hush"))
    assert said
    assert "hush" not in " ".join(said)


def test_a_secret_stays_out_of_what_is_printed(tmp_path: Path) -> None:
    mail = '[letter]\nto = "a@b.c"\n[letter.smtp]\nhost = "h"\nuser = "u"\npassword_env = "P"\n'
    read = settings(HOME + FEED + 'url = "https://a.example/hush"\n' + mail, {"P": "hush"})
    assert read.letter.smtp
    assert read.letter.smtp.password == "hush"
    assert "hush" not in repr(read)


def test_each_kind_has_the_keys_of_its_kind() -> None:
    file = '[[calendars]]\nname = "a"\nkind = "file"\ndomains = ["self"]\n'
    assert problems(HOME + file + 'url_env = "X"') == [
        "h.toml:3:3: calendars.1.path: needs a value: where the file lies",
        "h.toml:7:1: calendars.1.url_env: a file has a path and no address; leave this out",
    ]
    assert problems(HOME + FEED + 'path = "x"') == [
        "h.toml:3:3: calendars.1.url: needs a value: the address of the feed, here or in url_env or url_file",
        "h.toml:7:1: calendars.1.path: a feed has an address and no path; leave this out",
    ]
    assert problems(HOME + FEED + 'url = "https://a.b"\nurl_env = "X"') == [
        "h.toml:8:1: calendars.1.url_env: the address is given twice; leave out url_env or url"
    ]


def test_a_feed_cannot_hold_blocks() -> None:
    assert problems(HOME + FEED + 'url = "https://a.b"\nrole = "hold"') == [
        (
            "h.toml:8:8: calendars.1.role: a feed can't hold blocks; only one of kind 'file', 'caldav', 'google' or"
            " 'invitations' can"
        )
    ]


def test_a_calendar_without_anything_lacks_each_thing_at_its_header() -> None:
    assert problems(HOME + "[[calendars]]") == [
        "h.toml:3:3: calendars.1.domains: needs a value: at least one of work, home, community, self",
        "h.toml:3:3: calendars.1.kind: needs a value: 'file', 'folder', 'feed', 'caldav', 'google' or 'invitations'",
        "h.toml:3:3: calendars.1.name: needs a value: a short name that nothing else of its kind has",
    ]


def test_a_calendar_of_an_unknown_kind_or_domain_says_which_there_are() -> None:
    assert problems(HOME + FEED.replace('"feed"', '"feeds"').replace('"self"', '"wrk", ""')) == [
        (
            "h.toml:5:8: calendars.1.kind: 'feeds' is not one of file, folder, feed, caldav, invitations, google;"
            " did you mean 'feed'?"
        ),
        "h.toml:6:12: calendars.1.domains.1: 'wrk' is not one of work, home, community, self; did you mean 'work'?",
        "h.toml:6:19: calendars.1.domains.2: '' is not one of work, home, community, self",
    ]


def test_rules_and_calendars_make_the_policy_of_domains() -> None:
    rule = '[[domain_rules]]\ndomains = ["community"]\ntitle = " choir* "\ncalendar = "club"'
    read: Settings = settings(HOME + FEED + 'url = "https://a.b"\n' + rule)
    [club] = read.calendars
    assert read.domain_policy.rules == (DomainRule(frozenset({Domain.COMMUNITY}), title="choir*", calendar=club.id),)
    assert read.domain_policy.defaults == {club.id: frozenset({Domain.SELF})}


def test_a_rule_has_every_condition_it_is_given() -> None:
    rule = """[[domain_rules]]
domains = ["self", "home"]
regex = '^(yoga|pilates)\\b'
organizer_domain = "gym.example"
category = "sport"
shorter_than = "1h30"
longer_than = "0min"
"""
    [read] = settings(HOME + rule).domain_policy.rules
    assert read == DomainRule(
        frozenset({Domain.SELF, Domain.HOME}),
        regex=Expression(r"^(yoga|pilates)\b"),
        organizer_domain="gym.example",
        category="sport",
        shorter_than=90,
        longer_than=0,
    )


def test_user_and_password_of_the_mail_server_belong_together(tmp_path: Path) -> None:
    mail = HOME + '[letter]\nto = "a@b.c"\n[letter.smtp]\nhost = "h"\n'
    assert problems(mail + 'user = "u"') == [
        "h.toml:5:9: letter.smtp.password_env: needs a value: user and password belong together"
    ]
    secret(tmp_path, "hush")
    assert problems(mail + 'password_file = "secret"', base=tmp_path) == [
        "h.toml:5:9: letter.smtp.user: needs a value: user and password belong together"
    ]
    assert problems(mail + 'user = "u"\npassword_file = "secret"\npassword_env = "P"', base=tmp_path) == [
        "h.toml:9:1: letter.smtp.password_env: the password is given twice; leave out password_env"
    ]
    smtp = settings(mail + 'user = "u"\npassword_file = "secret"', base=tmp_path).letter.smtp
    assert smtp
    assert (smtp.user, smtp.password) == ("u", "hush")


def test_a_password_in_the_file_is_refused_with_the_place_where_it_goes() -> None:
    assert problems(HOME + '[letter]\nto = "a@b.c"\n[letter.smtp]\nhost = "h"\npassword = "hush"') == [
        (
            "h.toml:7:1: letter.smtp.password: a secret does not belong in this file; put it into a file that only you"
            " can read and name that in password_file, or name an environment variable in password_env"
        )
    ]


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_of_the_mail_server_follows_from_its_encryption(tls: str, port: int) -> None:
    smtp = settings(f'{HOME}[letter]\nto = "a@b.c"\n[letter.smtp]\nhost = "h"\ntls = "{tls}"').letter.smtp
    assert smtp
    assert (smtp.tls, smtp.port) == (tls, port)


def test_the_letter_comes_when_work_begins_on_its_day() -> None:
    weekday = '[boundary]\nfriday = ["13:00-17:00", "07:30-12:00"]\n[letter]\nweekday = "{}"\n'
    assert settings(HOME + weekday.format("friday")).letter.at == 7 * 60 + 30
    assert settings(HOME + weekday.format("sunday")).letter.at == 9 * 60
    assert settings(HOME + weekday.format("friday") + 'at = "8:05"').letter.at == 8 * 60 + 5


def test_the_letter_comes_from_where_it_goes_unless_told_otherwise() -> None:
    assert settings(HOME).letter.sender == "hedgerow@localhost"
    assert settings(HOME + '[letter]\nto = "Ada@b.c"').letter.sender == "Ada@b.c"
    assert settings(HOME + '[letter]\nto = "a@b.c"\nfrom = "d@e.f"').letter.sender == "d@e.f"


def test_the_outbox_is_in_the_data_folder_unless_told_otherwise() -> None:
    assert settings(HOME + '[server]\ndata = "d"').server.outbox == Path("/nowhere/d/outbox")
    assert settings(HOME + '[server]\noutbox = "/o"', {"XDG_DATA_HOME": "/x"}).server.data == Path("/x/hedgerow")
    assert settings(HOME + '[server]\noutbox = "/o"').server.outbox == Path("/o")


def test_addresses_of_the_person_are_kept_in_lower_case() -> None:
    assert settings(HOME + 'addresses = ["Ada@Example.org "]').person.addresses == {"ada@example.org"}
