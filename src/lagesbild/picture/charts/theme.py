"""Colours and type of charts and pages: one set of tokens, with the accent of whoever the picture is made for."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.core import colours
from lagesbild.core.colours import INK, PAPER, contrast, mix, text_on
from lagesbild.core.svg import FONT
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

__all__ = ["FONT", "INK", "PAPER", "Theme", "contrast", "mix", "text_on"]

INK_2, INK_3 = "#434a48", "#62675f"
RULE, RULE_2 = "#ddd6c8", "#a89f8e"
BAND = "#dcd4c3"
STEM = "#7d8079"
STILL = "#e6e8e6"
LAND, BLOCK, WATER, WATER_INK, GREEN = "#f6f2ea", "#e6dfd1", "#cbdde1", "#3c6067", "#e0e5d0"
EMPTY = "#f3efe6"


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
        if not colours.is_colour(self.accent):
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
        return colours.deep(self.accent)

    @property
    def tint(self) -> str:
        """The palest accent, for fields."""
        return self.ramp[0]

    @property
    def ramp(self) -> tuple[str, ...]:
        """Five steps of one hue, light to dark."""
        return colours.ramp(self.accent)
