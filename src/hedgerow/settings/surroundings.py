"""What settings point to outside of their file: paths, variables, secrets. Readers raise ValueError with a sentence."""

import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from hedgerow.settings.findings import Findings
from hedgerow.settings.places import KeyPath

_ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\.]+(\.[^\s@<>(),;:\"\[\]\\.]+)*")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
"""What a name of a variable looks like; anything else may be a secret in the wrong place and is not repeated."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SECURE = {"webcal": "https", "webcals": "https"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    base: Path
    """Absolute; what relative paths are relative to."""
    environ: Mapping[str, str]
    findings: Findings
    readable: str = ""
    """The name of the settings file when others than its owner can read it."""

    def path(self, text: str) -> Path:
        if _CONTROL.search(text):
            raise ValueError("a path can't hold control characters")
        if "://" in text:
            raise ValueError(
                "is an address, and here a path is wanted; the address of a feed belongs into its url_file"
            )
        try:
            return Path(os.path.abspath(self.base / Path(text).expanduser()))
        except RuntimeError:
            raise ValueError("no home folder is known for what begins with ~ here; write the whole path") from None

    def variable(self, name: str) -> str:
        secret = self.environ.get(name, "").strip()
        if not secret and not _VARIABLE.fullmatch(name):
            raise ValueError(
                "is not the name of an environment variable that is set; write the name here, such as 'CLUB_URL',"
                " and never the secret itself"
            )
        if not secret:
            raise ValueError(f"the environment variable {name!r} is not set; set it where hedgerow is started")
        return secret

    def secret_file(self, text: str) -> str:
        """Its whole content without the white space around it. Nobody but its owner may be able to read it.

        What names no file may be the secret itself, and is not repeated.
        """
        path = self.path(text)
        try:
            mode = path.stat().st_mode
            secret = path.read_text(encoding="utf-8").strip()
        except OSError as fault:
            reason = (fault.strerror or "unknown reason").lower()
            raise ValueError(f"the file that is named here can't be read: {reason}") from None
        except UnicodeDecodeError:
            raise ValueError(f"{text!r} does not hold text; a secret is one line of text") from None
        if os.name == "posix" and mode & 0o077:
            raise ValueError(f"others can read {text!r}; run: chmod 600 {text}")
        if not secret:
            raise ValueError(f"{text!r} is empty; write the secret into it")
        return secret


def config_home(environ: Mapping[str, str]) -> Path:
    """The user's own folder for settings of Hedgerow."""
    given = environ.get("XDG_CONFIG_HOME", "")
    if Path(given).is_absolute():
        return Path(given) / "hedgerow"
    return platformdirs.user_config_path("hedgerow", appauthor=False)


def url_of(text: str) -> str:
    """The address of a feed; webcal becomes https. It may be a secret, so that no sentence repeats it."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https", *_SECURE} or re.search(r"\s", text.strip()):
        raise ValueError("is not the address of a feed; it begins with https://, http:// or webcal:// and a host")
    return parts._replace(scheme=_SECURE.get(parts.scheme, parts.scheme)).geturl()


def address_of(text: str) -> str:
    if not _ADDRESS.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is not a mail address; write it as 'name@example.org'")
    return text.strip()


def name_of(text: str) -> str:
    if not _NAME.fullmatch(text):
        given = "an address" if "://" in text else repr(text)
        raise ValueError(f"{given} is not a short name; use only a-z, 0-9 and '-', at most 40")
    return text


def read_name(path: KeyPath, text: str, seen: Counter[str], findings: Findings) -> None:
    """Counts the name among those `seen`."""
    if not findings.require(path, text, "a short name that nothing else of its kind has"):
        return
    findings.read(path, text, name_of, "")
    seen[text] += 1
    if seen[text] > 1 and "://" not in text:
        findings.blame(path, f"{text!r} is used twice; give each a name of its own")
