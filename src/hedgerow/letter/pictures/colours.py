"""Mid-tones: a luminance of 0.14 to 0.29 (WCAG 2.2), at least 3:1 to the light card and to the dark one."""

from collections.abc import Mapping

from hedgerow.core.domains import Domain

WORK = "#6A759C"
INTRUDING = "#BF5526"
BLOCK = "#189F82"
"""Protected time: kept, or an outline where it was promised and moved away."""
PAST = "#7F8789"
"""The weeks before, and the line of a day."""
DOMAINS: Mapping[Domain, str] = {
    Domain.WORK: "#5068AE",
    Domain.HOME: "#A66A14",
    Domain.COMMUNITY: "#1E895D",
    Domain.SELF: "#B56F92",
}
"""Each is labelled by its name, too."""

INK = "#23282B"
PAPER = "#FFFFFF"
