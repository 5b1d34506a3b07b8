"""The ways dates and times are written, as patterns with named groups, and those groups as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Form(IntEnum):
    """How a value is written."""

    NONE = 0
    WRITTEN = 1
    """With marks or words between its parts."""
    DIGITS = 2
    """20240131 or 240131: could also be another number."""
    UNIX = 3
    SERIAL = 4
    """Days since 1899-12-30, as spreadsheets count."""


MONTHS = ("jan", "feb", "mar", "apr", "maj|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dec")
_MON = f"(?P<w>{'|'.join(MONTHS)})[a-z]*\\.?"
_CLOCK = (
    r"(?:[t ,]+(?:kl\.?|klockan|at)?\s*"
    r"(?:(?P<h>[0-9]{1,2})[:.](?P<mi>[0-9]{2})(?:[:.](?P<s>[0-9]{2})(?:[.,][0-9]+)?)?|(?P<h2>[0-9]{1,2})|(?P<h3>[0-9]{2})(?P<mi3>[0-9]{2})(?P<s3>[0-9]{2})?)"
    r"\s*(?P<ap>[ap])?(?:\.?m\.?)?\s*(?P<z>z|utc|gmt|cest|cet|[-+][0-9]{2}(?::?[0-9]{2})?)?(?: ?\([a-z ]*\))?)?$"
)
_WEEKDAY = r"^(?:[a-zåäö]{2,8}\.?,? )?(?:den )?"
DATES: tuple[tuple[str, Form], ...] = (
    (r"^(?P<y>[0-9]{4})[-/. ](?P<m>[0-9]{1,2})[-/. ](?P<d>[0-9]{1,2})" + _CLOCK, Form.WRITTEN),
    (
        r"^(?P<a>[0-9]{1,2})(?P<sep>[-/. ])(?P<b>[0-9]{1,2})(?P<sep2>[-/. ])(?P<c>[0-9]{4}|[0-9]{2})" + _CLOCK,
        Form.WRITTEN,
    ),
    (r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})" + _CLOCK, Form.DIGITS),
    (
        r"^(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?P<h3>[0-9]{2})(?P<mi3>[0-9]{2})(?P<s3>[0-9]{2})?$",
        Form.DIGITS,
    ),
    (
        _WEEKDAY
        + r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|:e|:a|e|\.)?[ -/]?"
        + _MON
        + r",?[ -/]?(?P<y>[0-9]{4}|[0-9]{2})"
        + _CLOCK,
        Form.WRITTEN,
    ),
    (
        _WEEKDAY + _MON + r" (?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<y>[0-9]{4})" + _CLOCK,
        Form.WRITTEN,
    ),
    (r"^(?P<y>[0-9]{4})[ -]" + _MON + r"[ -](?P<d>[0-9]{1,2})" + _CLOCK, Form.WRITTEN),
    (r"^(?P<y>[0-9]{4})(?:[-/. ]|[-/. ]?m)(?P<m>[0-9]{1,2})$", Form.WRITTEN),
    (r"^(?P<m>[0-9]{1,2})[-/. ](?P<y>[0-9]{4})$", Form.WRITTEN),
    (r"^(?P<y>[0-9]{4})[ ,-]*" + _MON + r"$", Form.WRITTEN),
    (r"^" + _MON + r"[ ,-]*(?P<y>[0-9]{4})$", Form.WRITTEN),
    (r"^" + _MON + r"-(?P<y>[0-9]{2})$", Form.WRITTEN),
)
WEEKS = (
    r"^(?P<y>[0-9]{4})[ ,/-]*(?:w|v|vecka|week)\.? *(?P<k>[0-9]{1,2})$",
    r"^(?:w|v|vecka|week)\.? *(?P<k>[0-9]{1,2})[ ,/-]+(?P<y>[0-9]{4})$",
)
SHARE_OF_DAY = r"^0(?:[.,](?P<f>[0-9]+))?$"
SIX = r"^(?P<p>[0-9]{2})(?P<q>[0-9]{2})(?P<r>[0-9]{2})$"
UNIX = r"^(?P<u>[0-9]{9,10}|[0-9]{13})(?:\.0*)?$"
SERIAL = r"^(?P<e>[2-7][0-9]{4})(?:[.,](?P<f>[0-9]+))?$"
TIME_OF_DAY = (
    r"^(?:[0-9/.-]*(?:[0-9]{4}|[0-9]{2})[-/.0-9]*[t ]+)?(?:kl\.?|klockan)?\s*"
    r"(?:(?P<h>[0-9]{1,2})(?:[:.](?P<mi>[0-9]{2})(?:[:.](?P<s>[0-9]{2})(?:[.,][0-9]+)?)?)|(?P<h2>[0-9]{1,2})|(?P<n>[0-9]{3,4}))"
    r"\s*(?P<ap>[ap])?(?:\.?m\.?)?$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The named groups of a pattern in the texts that it matches: a text column each, null where it is not there."""

    frame: pl.DataFrame

    def has(self, name: str) -> bool:
        """Whether the pattern has a group."""
        return name in self.frame.columns

    def ints(self, name: str) -> Ints:
        """A group as numbers, -1 where it is not there."""
        if not self.has(name):
            return np.full(self.frame.height, -1, np.int64)
        return self.frame[name].cast(pl.Int64).fill_null(-1).to_numpy()

    def first(self, *names: str) -> Ints:
        """The first of some groups that is there, as numbers."""
        found = np.full(self.frame.height, -1, np.int64)
        for name in names:
            found = np.where(found < 0, self.ints(name), found)
        return found

    def year(self) -> Ints:
        """Group y, two digits read as 1970–2069."""
        short = self.frame["y"].str.len_bytes().to_numpy() == 2
        year = self.ints("y")
        return np.where(short, full_year(year), year)

    def month_name(self) -> Ints:
        """Group w, the beginning of a month's name, as 1 to 12."""
        numbers = {name: i for i, names in enumerate(MONTHS, 1) for name in names.split("|")}
        return self.frame["w"].replace_strict(numbers, return_dtype=pl.Int64).to_numpy()

    def half_day(self, hour: Ints) -> Ints:
        """Hours of the day from hours of the half day, where group ap says which half."""
        if not self.has("ap"):
            return hour
        twelve = (hour >= 1) & (hour <= 12)
        after = (self.frame["ap"] == "p").fill_null(value=False).to_numpy() & twelve
        before = (self.frame["ap"] == "a").fill_null(value=False).to_numpy() & twelve
        return np.where(after, hour % 12 + 12, np.where(before, hour % 12, hour))


def match(texts: pl.Series, pattern: str) -> tuple[Bools, Groups]:
    """Which of some texts a pattern matches, and its groups in those."""
    hit = texts.str.contains(pattern)
    return hit.to_numpy(), Groups(texts.filter(hit).str.extract_groups(pattern).struct.unnest())


def full_year(year: Ints) -> Ints:
    """Years of two digits as those of 1970–2069."""
    return np.where(year < 70, 2000 + year, 1900 + year)
