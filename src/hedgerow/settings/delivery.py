"""[letter] and [server] → values."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import platformdirs

from hedgerow.core.boundary import Boundary
from hedgerow.core.days import DAY_MINUTES, Weekday
from hedgerow.settings.accounts import read_account_of_letters
from hedgerow.settings.languages import language_of
from hedgerow.settings.mail_tables import LetterTable, RepliesTable, SmtpTable
from hedgerow.settings.notation import clock_of, minutes_of
from hedgerow.settings.pattern import read_weekday
from hedgerow.settings.places import KeyPath
from hedgerow.settings.surroundings import Surroundings, address_of
from hedgerow.settings.tables import AccountTable, ServerTable
from hedgerow.settings.values import LetterSettings, Pictures, RepliesSettings, Server, Smtp, Titles, Tls

NINE = 9 * 60
_PORTS = {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.NONE: 25}
_LOCAL_SENDER = "hedgerow@localhost"


def read_letter(
    table: LetterTable, accounts: Sequence[AccountTable], boundary: Boundary, around: Surroundings
) -> LetterSettings:
    path = ("letter",)
    findings = around.findings
    smtp = _smtp(table.smtp, around) if "smtp" in table.model_fields_set else None
    account, own = None, ""
    if table.account:
        account, own = read_account_of_letters((*path, "account"), table.account, accounts, findings)
    if account and smtp:
        findings.blame_key((*path, "account"), "letters go out one way; leave out either this or [letter.smtp]")
    if account or smtp:
        what = "[letter.smtp]" if smtp else "account"
        findings.require((*path, "to"), table.to, f"the address that letters go to, since {what} is set")
    weekday = read_weekday((*path, "weekday"), table.weekday, findings)
    recipient = findings.read((*path, "to"), table.to, address_of, "") if table.to else ""
    sender = findings.read((*path, "from"), table.sender, address_of, "") if table.sender else own or recipient
    at = findings.read((*path, "at"), table.at, clock_of, NINE) if table.at else first_opening(boundary, weekday)
    titles = findings.choose((*path, "titles"), table.titles, Titles, Titles.FULL)
    language = findings.read((*path, "language"), table.language, language_of, "en")
    pictures = findings.choose((*path, "pictures"), table.pictures, Pictures, Pictures.INLINE)
    replies = _replies(table.replies, around) if "replies" in table.model_fields_set else None
    return LetterSettings(
        enabled=table.enabled,
        to=recipient,
        sender=sender or _LOCAL_SENDER,
        weekday=weekday,
        at=at,
        titles=titles,
        smtp=smtp,
        language=language,
        pictures=pictures,
        replies=replies,
        account=account,
    )


def first_opening(boundary: Boundary, weekday: Weekday) -> int:
    """When work begins on that day of the week, or nine on a day off."""
    return min((window.opens for window in boundary.windows.get(weekday, ())), default=NINE)


def _smtp(table: SmtpTable, around: Surroundings) -> Smtp:
    path = ("letter", "smtp")
    findings = around.findings
    findings.require((*path, "host"), table.host.strip(), "the name of your mail server, such as 'smtp.example.org'")
    tls = findings.choose((*path, "tls"), table.tls, Tls, Tls.STARTTLS)
    port = findings.within((*path, "port"), table.port, 1, 65535) if table.port else _PORTS[tls]
    return Smtp(table.host.strip(), port, tls, table.user, _password(path, table, around))


def _replies(table: RepliesTable, around: Surroundings) -> RepliesSettings:
    path, findings = ("letter", "replies"), around.findings
    findings.require((*path, "host"), table.host.strip(), "the name of your mail server, such as 'imap.example.org'")
    findings.require((*path, "user"), table.user, "the user whose mailbox it is")
    tls = findings.choose((*path, "tls"), table.tls, Tls, Tls.TLS)
    usual = 993 if tls is Tls.TLS else 143
    port = findings.within((*path, "port"), table.port, 1, 65535) if table.port else usual
    password = _password(path, table, around)
    return RepliesSettings(table.host.strip(), port, tls, table.user, password, table.folder.strip() or "INBOX")


def _password(path: KeyPath, table: SmtpTable | RepliesTable, around: Surroundings) -> str:
    findings = around.findings
    if table.password_file and table.password_env:
        findings.blame_key((*path, "password_env"), "the password is given twice; leave out password_env")
    given = "password_file" if table.password_file else "password_env"
    name = table.password_file or table.password_env
    if bool(name) != bool(table.user):
        missing = given if table.user else "user"
        findings.blame((*path, missing), "needs a value: user and password belong together")
    if not name:
        return ""
    return findings.read((*path, given), name, around.secret_file if table.password_file else around.variable, "")


def read_server(table: ServerTable, around: Surroundings) -> Server:
    findings = around.findings
    usual = _data_home(around)
    data = findings.read(("server", "data"), table.data, around.path, usual) if table.data else usual
    outbox = findings.read(("server", "outbox"), table.outbox, around.path, data) if table.outbox else data / "outbox"
    every = findings.read(("server", "every"), table.every, _interval, 1)
    return Server(data, outbox, timedelta(minutes=every))


def _data_home(around: Surroundings) -> Path:
    given = around.environ.get("XDG_DATA_HOME", "")
    if Path(given).is_absolute():
        return Path(given) / "hedgerow"
    return platformdirs.user_data_path("hedgerow", appauthor=False)


def _interval(text: str) -> int:
    minutes = minutes_of(text)
    if not 1 <= minutes <= DAY_MINUTES:
        raise ValueError(f"{text!r} is not between 1min and 24h")
    return minutes
