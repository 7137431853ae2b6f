"""The colours of events, by the names that Google's own page gives them."""

from collections.abc import Mapping

COLOURS: Mapping[str, str] = {
    "1": "lavender",
    "2": "sage",
    "3": "grape",
    "4": "flamingo",
    "5": "banana",
    "6": "tangerine",
    "7": "peacock",
    "8": "graphite",
    "9": "blueberry",
    "10": "basil",
    "11": "tomato",
}
