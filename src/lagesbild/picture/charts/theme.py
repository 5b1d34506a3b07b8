"""Colours and type of charts and pages: one set of tokens, with the accent of whoever the picture is made for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

FONT = "Source Sans 3"
PAPER = "#faf8f3"
INK, INK_2, INK_3 = "#1a1f1e", "#434a48", "#62675f"
RULE, RULE_2 = "#ddd6c8", "#a89f8e"
BAND = "#dcd4c3"
STEM = "#7d8079"
LAND, BLOCK, WATER, WATER_INK, GREEN = "#f6f2ea", "#e6dfd1", "#cbdde1", "#3c6067", "#e0e5d0"
EMPTY = "#f3efe6"

_RAMP = (0.10, 0.28, 0.48, 0.74, 1.0)
"""Share of accent against paper in each step of the sequential scale."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Whose picture it is, and the one colour that is theirs.

    Parameters
    ----------
    name : str
        Shown at the head of the page, "" for none.
    accent : str
        ``#rrggbb``, at least 4.5:1 against the paper, or `InputError` is raised.

    """

    name: str = ""
    accent: str = "#0b5a61"

    def __post_init__(self) -> None:
        if re.fullmatch(r"#[0-9a-fA-F]{6}", self.accent) is None:
            raise InputError(Message(N_("“{text}” is not a colour. Write it as #0b5a61."), {"text": self.accent}))
        if contrast(self.accent, PAPER) < 4.5:
            raise InputError(
                Message(
                    N_("The colour {text} is too light to read on the page. Choose a darker one."),
                    {"text": self.accent},
                )
            )

    @property
    def deep(self) -> str:
        """A darker accent, for what is pressed and for the topmost class."""
        return mix(self.accent, "#000000", 0.7)

    @property
    def tint(self) -> str:
        """The palest accent, for fields."""
        return self.ramp[0]

    @property
    def ramp(self) -> tuple[str, ...]:
        """Five steps of one hue, light to dark."""
        return tuple(mix(self.accent, PAPER, share) for share in _RAMP)


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `colour` in `other`, as ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """Ink or white, whichever reads better on `colour`."""
    return INK if contrast(INK, colour) >= contrast("#ffffff", colour) else "#ffffff"
