"""[web] → values."""

import re
from urllib.parse import urlsplit

from hedgerow.settings.findings import Findings
from hedgerow.settings.tables import WebTable
from hedgerow.settings.values import WebSettings

_HOST = re.compile(r"(\[[0-9a-f:]+\]|[\w.-]+)(:[0-9]{1,5})?", re.IGNORECASE)


def read_web(table: WebTable, findings: Findings) -> WebSettings:
    port = findings.within(("web", "port"), table.port, 1, 65535)
    public = findings.read(("web", "public_url"), table.public_url, _public, "") if table.public_url else ""
    return WebSettings(table.enabled, port, public)


def _public(text: str) -> str:
    """Only over TLS: whoever reads a link on its way could use it."""
    parts = urlsplit(text.strip().rstrip("/"))
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc) or parts.path or parts.query or parts.fragment:
        raise ValueError(f"{text!r} is not the address of your own proxy, such as 'https://hedgerow.example.org'")
    return f"https://{parts.netloc.lower().removesuffix(':443')}"  # browsers leave the usual port out
