"""Coordinates as people write them, as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

NOTHING = ("", "nan", "null", "none", "nil", "na", "n/a", "-", "–", "?", "saknas", "okänd", "okänt", "unknown")
"""What is written, in lower case, where there is no position."""

_SPACES = r"[\s    ]"
_FIGURE = r"[-+]?\d[\d.,]*"
_COMMA = r"^[-+]?\d+,\d+$"
_PLAIN = rf"(?i)^([NSEWÖV]?)({_FIGURE})°?([NSEWÖV]?)$"
_SEXAGESIMAL = (
    r"(?i)^([NSEWÖV]?)(\d{1,3})[°º](\d{1,2}(?:[.,]\d+)?)"
    r"(?:['’′´](?:(\d{1,2}(?:[.,]\d+)?)(?:[\"”″]|''|’’|´´)?)?)?([NSEWÖV]?)$"
)
_WKT = r"(?i)^(?:SRID=(\d+);)?\s*POINT\s*(?:ZM|Z|M)?\s*\(\s*([-+]?\d[\d.eE+-]*)\s+([-+]?\d[\d.eE+-]*)"
_PAIRS = (
    # Decimal points, and anything between the two; then decimal commas, and more than a comma between the two.
    r"^([-+]?\d+(?:\.\d+)?)°?\s*[,;/|\s]\s*([-+]?\d+(?:\.\d+)?)°?$",
    r"^([-+]?\d+(?:[.,]\d+)?)°?\s*(?:[;/|\s]|,\s)\s*([-+]?\d+(?:[.,]\d+)?)°?$",
    r"^([-+]?\d+[.,]\d+),([-+]?\d+[.,]\d+)$",
    r"(?i)^(.+?[°NSEWÖV'’′\"”″])\s*[,;/|\s]\s*(.+)$",
)


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two coordinates per row, as they are written.

    Parameters
    ----------
    first, second : (n,) float64
        NaN where nothing, or nothing that can be understood, is given.
    blank : (n,) bool
        Nothing is given.
    north_first : bool or None
        The order, where the writing itself shows it.
    epsg : str
        Code that the writing itself names, or "".
    """

    first: NDArray[np.float64]
    second: NDArray[np.float64]
    blank: NDArray[np.bool_]
    north_first: bool | None = None
    epsg: str = ""


def columns(first: pl.Series, second: pl.Series, *, decimal: str, metric: bool) -> Pair:
    """Coordinates in two columns of text. A row is blank when both are."""
    a, b = numbers(first, decimal=decimal, metric=metric), numbers(second, decimal=decimal, metric=metric)
    blank = np.isnan(a) & np.isnan(b)
    rows = np.flatnonzero(blank)
    blank[rows] = _blank(first.gather(rows)) & _blank(second.gather(rows))
    return Pair(a, b, blank)


def numbers(text: pl.Series, *, decimal: str = "", metric: bool = False) -> NDArray[np.float64]:
    """Numbers with decimal point or comma, thousands apart, degree signs, hemispheres, or degrees and minutes.

    South and west (``S``, ``W``, Swedish ``V``) are negative. In metres a lone mark before three figures, such as
    ``512,430``, parts thousands unless it is the `decimal` mark.
    """
    trimmed = text.cast(pl.String).str.strip_chars()
    values = trimmed.cast(pl.Float64, strict=False)
    if metric:
        ambiguous = trimmed.str.contains(r"^[-+]?\d{1,3}\.\d{3}$").fill_null(value=False)
        values = values.set(ambiguous, None)
    found = values.fill_null(np.nan).to_numpy(writable=True)
    odd = np.flatnonzero(np.isnan(found))
    if odd.size:
        found[odd] = _with_comma(trimmed.gather(odd), apart=metric and decimal != ",")
        odd = odd[np.isnan(found[odd])]
    odd = odd[~_blank(text.gather(odd))]
    if odd.size:
        found[odd] = _written_out(trimmed.gather(odd), decimal, metric=metric)
    found[~np.isfinite(found)] = np.nan
    return found


def _with_comma(text: pl.Series, *, apart: bool) -> NDArray[np.float64]:
    """Plain figures with a decimal comma, blanks in them or not; NaN for all else and, if `apart`, for 512,430."""
    found = np.full(len(text), np.nan)
    left = np.arange(len(text))
    for blanks in (False, True):
        close = text.gather(left).str.replace_all(_SPACES, "") if blanks else text
        plain = close.str.contains(_COMMA)
        if apart:
            plain &= ~close.str.contains(r"^[-+]?\d{1,3},\d{3}$")
        fits = plain.fill_null(value=False).to_numpy()
        values = close.filter(pl.Series(fits)).str.replace(",", ".", literal=True)
        found[left[fits]] = values.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
        left = left[~fits]
    return found


def _blank(text: pl.Series) -> NDArray[np.bool_]:
    said = text.cast(pl.String).str.strip_chars().str.to_lowercase()
    return (said.is_null() | said.is_in(NOTHING).fill_null(value=True)).to_numpy()


def _written_out(text: pl.Series, decimal: str, *, metric: bool) -> NDArray[np.float64]:
    close = pl.col("text").str.replace_all(_SPACES, "").str.replace_all("−", "-")
    plain = close.str.extract_groups(_PLAIN).struct
    parts = close.str.extract_groups(_SEXAGESIMAL).struct
    degrees = (
        parts.field("2").cast(pl.Float64)
        + _figure(parts.field("3"), decimal, metric=False) / 60
        + _figure(parts.field("4"), decimal, metric=False).fill_null(0.0) / 3600
    )
    value = pl.coalesce(_figure(plain.field("2"), decimal, metric=metric), degrees)
    side = pl.concat_str(
        *(group.fill_null("") for group in (plain.field("1"), plain.field("3"), parts.field("1"), parts.field("5")))
    )
    signed = pl.when(side.str.contains(r"(?i)^[SWV]$")).then(-value).otherwise(value)
    return text.to_frame("text").select(signed.fill_null(np.nan)).to_series().to_numpy()


def _figure(text: pl.Expr, decimal: str, *, metric: bool) -> pl.Expr:
    """A figure whose last kind of mark is the decimal one; marks that recur part thousands."""
    comma, point = text.str.count_matches(",", literal=True), text.str.count_matches(".", literal=True)
    comma_last = text.str.contains(r",[^.]*$") & (point > 0)
    apart = (
        text.str.contains(r"^[-+]?\d{1,3}[.,]\d{3}$")
        & pl.lit(metric)
        & ~text.str.contains(re.escape(decimal) if decimal else "^$")
    )
    unmarked = text.str.replace_all(r"[.,]", "")
    return (
        pl.when(apart | ((comma > 1) & (point == 0)) | ((point > 1) & (comma == 0)))
        .then(unmarked)
        .when(comma_last)
        .then(text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when((comma > 0) & (point > 0))
        .then(text.str.replace_all(",", "", literal=True))
        .otherwise(text.str.replace(",", ".", literal=True))
        .cast(pl.Float64, strict=False)
    )


def pairs(text: pl.Series, *, decimal: str) -> Pair:
    """Coordinates in one column: ``59.5, 16``, ``59,5 16,0``, ``(59.5; 16)``, ``59.5°N 16°E`` or a WKT point."""
    trimmed = text.cast(pl.String).str.strip_chars().rename("text")
    blank = _blank(text)
    first, second = np.full(len(text), np.nan), np.full(len(text), np.nan)
    point = trimmed.str.extract_groups(_WKT).struct.unnest()
    srid, x, y = (point[name] for name in point.columns)
    is_point = x.is_not_null().to_numpy()
    if is_point.any():
        first[is_point], second[is_point] = numbers(x)[is_point], numbers(y)[is_point]
        codes = srid.drop_nulls().unique()
        if is_point.sum() * 2 >= (~blank).sum():
            rest = ~is_point & ~blank
            blank_or_point = Pair(first, second, blank, north_first=False, epsg=codes[0] if len(codes) == 1 else "")
            return blank_or_point if not rest.any() else _with_rest(blank_or_point, trimmed, rest, decimal)
    return _with_rest(Pair(first, second, blank), trimmed, ~is_point & ~blank, decimal)


def _with_rest(pair: Pair, text: pl.Series, rows: NDArray[np.bool_], decimal: str) -> Pair:
    """The pair with the rows that are no WKT points filled in."""
    bare = text.str.replace_all(r"(?i)(latitude|longitude|lat|long|lng|lon)\s*[:=]?\s*", "").str.strip_chars("()[]{} ")
    north_first = pair.north_first
    left = np.flatnonzero(rows)
    for pattern in _PAIRS:
        if not left.size:
            break
        halves = bare.gather(left).str.extract_groups(pattern).struct.unnest()
        one, two = (halves[name] for name in halves.columns)
        if north_first is None and one.str.contains(r"(?i)[EWÖV]\s*$|^\s*[EWÖV]").sum() * 2 > len(left):
            north_first = False
        a, b = numbers(one, decimal=decimal), numbers(two, decimal=decimal)
        pair.first[left], pair.second[left] = a, b
        left = left[np.isnan(a) | np.isnan(b)]
    pair.first[left] = pair.second[left] = np.nan
    return Pair(pair.first, pair.second, pair.blank, north_first, pair.epsg)
