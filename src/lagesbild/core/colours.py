"""The one colour that is the municipality's, and all that follows from it. Pure: no words, no database."""

from __future__ import annotations

import re

PAPER = "#faf8f3"
INK = "#1a1f1e"
_RAMP = (0.10, 0.28, 0.48, 0.74, 1.0)
"""Share of accent against paper in each step of the sequential scale."""
_READABLE = 4.5
"""Contrast of text (WCAG 2.2, AA)."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    """Whether `text` is ``#rrggbb``."""
    return _COLOUR.fullmatch(text) is not None


def deep(accent: str) -> str:
    """A darker accent, for what is pressed and for the topmost class."""
    return mix(accent, "#000000", 0.7)


def readable(accent: str) -> str:
    """The accent for text on white: darker where it could not be read, ink where that is not enough."""
    return next((one for one in (accent, deep(accent)) if contrast(one, "#ffffff") >= _READABLE), INK)


def ramp(accent: str) -> tuple[str, ...]:
    """Five steps of one hue, light to dark; the first is the palest, for fields."""
    return tuple(mix(accent, PAPER, share) for share in _RAMP)


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `colour` in `other`, as ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """Ink or white, whichever reads better on `colour`."""
    return INK if contrast(INK, colour) >= contrast("#ffffff", colour) else "#ffffff"


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
