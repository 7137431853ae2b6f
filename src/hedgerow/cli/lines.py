"""Lines that fit: wrapped with an indent to the width of the terminal, in signs that its encoding can take."""

from rich.console import Console
from rich.text import Text

_PLAIN = str.maketrans(
    {"\N{NO-BREAK SPACE}": " ", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x"}
)
MEASURE = 100
"""Longer lines are hard to read."""


def can_take(console: Console, signs: str) -> bool:
    try:
        signs.encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return True


def typed(console: Console, text: str) -> str:
    """In the encoding of the output: what it lacks becomes its nearest plain sign, or a question mark."""
    if can_take(console, text):
        return text
    return text.translate(_PLAIN).encode(console.encoding, "replace").decode(console.encoding)


def say(console: Console, text: str, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
    """Further lines are indented by `hang` more. Nothing is read as markup, and no line ends in spaces."""
    width = max(20, min(console.width, MEASURE) - indent - hang)
    wrapped = Text(typed(console, text), style=style).wrap(console, width)
    for number, line in enumerate(wrapped):
        line.rstrip()
        console.print(Text(" " * (indent + (hang if number else 0))) + line, soft_wrap=True)
