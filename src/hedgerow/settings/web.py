"""[web] → values."""

from urllib.parse import urlsplit

from hedgerow.settings.findings import Findings
from hedgerow.settings.tables import WebTable
from hedgerow.settings.values import WebSettings


def read_web(table: WebTable, findings: Findings) -> WebSettings:
    port = findings.within(("web", "port"), table.port, 1, 65535)
    public = findings.read(("web", "public_url"), table.public_url, _public, "") if table.public_url else ""
    return WebSettings(table.enabled, port, public)


def _public(text: str) -> str:
    """Only over TLS: whoever reads a link on its way could use it."""
    parts = urlsplit(text.strip().rstrip("/"))
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.username:
        raise ValueError(f"{text!r} is not the address of your own proxy, such as 'https://hedgerow.example.org'")
    return f"https://{parts.netloc.lower()}"
