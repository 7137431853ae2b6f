"""The shapes of [letter] and of the tables in it."""

from pydantic import Field

from hedgerow.settings.table import Table


class SmtpTable(Table):
    host: str = ""
    port: int = 0
    tls: str = "starttls"
    user: str = ""
    password_file: str = ""
    password_env: str = ""


class RepliesTable(Table):
    host: str = ""
    port: int = 0
    tls: str = "tls"
    user: str = ""
    password_file: str = ""
    password_env: str = ""
    folder: str = "INBOX"


class LetterTable(Table):
    enabled: bool = True
    to: str = ""
    sender: str = Field("", alias="from")
    account: str = ""
    weekday: str = "monday"
    at: str = ""
    titles: str = "full"
    pictures: str = "inline"
    language: str = "en"
    smtp: SmtpTable = SmtpTable()
    replies: RepliesTable = RepliesTable()
