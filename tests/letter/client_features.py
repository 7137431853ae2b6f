"""What a page asks of a mail program, by the names under which caniemail.com keeps what each can do."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_SHORT = ("margin", "padding", "border", "background", "font")
"""Properties whose sides and parts are kept under one name, where there is none of their own."""
_OWN = frozenset({
    "background-color", "background-image", "border-collapse", "border-radius", "border-spacing", "font-size",
    "font-weight",
})  # fmt: skip
_ELEMENTS = {
    "a": "", "b": "strong", "body": "body", "br": "", "div": "div", "h1": "h1-h6", "h2": "h1-h6", "h3": "h1-h6",
    "head": "", "html": "", "img": "img", "meta": "", "p": "p", "span": "span", "style": "style", "table": "table",
    "td": "table", "title": "", "tr": "table", "tbody": "table",
}  # fmt: skip
"""Empty: nothing to be supported, or nothing known of it."""
_ATTRIBUTES = frozenset({
    "align", "valign", "width", "height", "cellpadding", "cellspacing", "dir", "lang", "role", "aria-label",
})  # fmt: skip


class _Asking(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.sheet = False

    def handle_decl(self, decl: str) -> None:
        self.found.add("html-doctype")

    def handle_comment(self, data: str) -> None:
        self.found.add("html-comments")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = _ELEMENTS[tag]
        self.found |= {f"html-{known}"} if known else set()
        self.sheet = tag == "style"
        for name, value in attrs:
            if name == "style":
                self.found |= set(_declared(value or ""))
            elif name in _ATTRIBUTES:
                self.found.add(f"html-{name}")
            if name == "src" and tag == "img":
                self.found.add("image-png")
            if (name, value) == ("name", "color-scheme"):
                self.found.add("html-meta-color-scheme")

    def handle_endtag(self, tag: str) -> None:
        self.sheet = False

    def handle_data(self, data: str) -> None:
        if self.sheet:
            self.found |= set(_sheet(data))


def features_of(page: str) -> set[str]:
    asking = _Asking()
    asking.feed(page)
    return asking.found


def _declared(style: str) -> Iterator[str]:
    for part in style.split(";"):
        name, _, value = part.strip().partition(":")
        name = name.strip()
        if name and not name.startswith(("mso-", "-webkit-")):
            yield f"css-{_feature(name)}"
            yield from (f"css-unit-{unit}" for sign, unit in (("px", "px"), ("%", "percent")) if sign in value)
            yield from ("css-important",) if "!important" in value else ()
            yield from ("css-linear-gradient",) if "gradient" in value else ()
            yield from ("css-display-none",) if (name, value.strip()) == ("display", "none") else ()


def _feature(name: str) -> str:
    if name in _OWN:
        return name
    return next((short for short in _SHORT if name.startswith(f"{short}-")), name)


def _sheet(text: str) -> Iterator[str]:
    if "prefers-color-scheme" in text:
        yield "css-at-media-prefers-color-scheme"
    if "@media" in text:
        yield "css-at-media"
    for selector, body in re.findall(r"([^{}@;]+){([^{}]*)}", text):
        yield from ("css-selector-class",) if "." in selector else ()
        yield from ("css-selector-grouping",) if "," in selector else ()
        yield from _declared(body)
