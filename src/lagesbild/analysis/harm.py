"""How serious: counts weighted by harm, with a table of weights that somebody answers for."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Method, Result, as_counts, check_share


@dataclass(frozen=True, slots=True)
class HarmTable(Result):
    """Weights of harm by category.

    None is built in: what harm is, is not for a program to say.

    Parameters
    ----------
    weights : mapping of str to float
        Harm of one incident, above 0.
    unit : str
        Of the weights: days in prison, kronor.
    source : str
        Who says so.
    year : int
        Of the table.
    """

    weights: Mapping[str, float]
    unit: str
    source: str
    year: int

    def __post_init__(self) -> None:
        if not self.weights or not all(0 < w < np.inf for w in self.weights.values()):
            raise ValueError("a table of harm needs weights above 0")
        if not self.source.strip() or not self.unit.strip() or not 1900 <= self.year <= 2200:
            raise ValueError("a table of harm needs a source, a unit and a year")

    @classmethod
    def parse(cls, text: str, *, unit: str, source: str, year: int) -> HarmTable:
        """A table from the text of a file: a category and a weight on each line, after a line of headings.

        Comma, semicolon or tab lies between them; with a semicolon or a tab the decimals of a weight may follow a
        comma.

        Raises
        ------
        ValueError
            If a line has no category or no weight, or a category stands twice; with the number of the line.
        """
        heading = text.lstrip("\ufeff").partition("\n")[0]
        between = next((mark for mark in ";\t" if mark in heading), ",")
        weights: dict[str, float] = {}
        lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=between)
        for number, cells in enumerate(lines, 1):
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            name, said = (cells[0].strip(), cells[1].strip()) if len(cells) == 2 else ("", "")
            if not name or not said:
                raise ValueError(f"line {number} needs a category and a weight")
            if name in weights:
                raise ValueError(f"line {number}: {name!r} has a weight already")
            try:
                weights[name] = float(said if between == "," else said.replace(",", "."))
            except ValueError as error:
                raise ValueError(f"line {number}: {said!r} is not a weight") from error
        return cls(weights, unit, source, year)


@dataclass(frozen=True, slots=True)
class Harm(Result):
    """Harm of all incidents together.

    Parameters
    ----------
    total, low, high : float
        In the unit of the table, with the interval of its mean.
    incidents : int
        Incidents whose category has a weight.
    unweighted : mapping of str to int
        Incidents whose category has none: they are not in the total.
    largest : str
        Category that gives most of it.
    largest_share : float
        Its share; NaN without harm.
    level : float
    method : Method
    """

    total: float
    low: float
    high: float
    incidents: int
    unweighted: Mapping[str, int]
    largest: str
    largest_share: float
    level: float
    method: Method


@asked
def harm_of(counts: Mapping[str, int], table: HarmTable, *, dispersion: float = 1.0, level: float = 0.95) -> Harm:
    r"""Weigh counts by harm.

    Parameters
    ----------
    counts : mapping of str to int
        Incidents by category.
    table : HarmTable
        The weights.
    dispersion : float
        Variance over mean of such counts; 1 or less is taken as Poisson.
    level : float
        Of the interval.

    Returns
    -------
    Harm

    Raises
    ------
    ValueError
        If a count is negative or not whole, or the level is not between 0 and 1.

    Notes
    -----
    With :math:`y = \sum w k`, :math:`v = \phi\sum w^2 k` and the largest weight m: low
    :math:`\frac{v}{2y}\chi^2_{\alpha/2,\,2y^2/v}`, high
    :math:`\frac{v'}{2y'}\chi^2_{1-\alpha/2,\,2y'^2/v'}` with :math:`y' = y + m`, :math:`v' = v + \phi m^2`. For equal
    weights it is Garwood's interval. One rare and grave incident moves the total far: that is in the interval.

    References
    ----------
    Fay, M. P. & Feuer, E. J. (1997). Confidence intervals for directly standardized rates. Statistics in Medicine 16,
    791–801.
    """
    if not isinstance(counts, Mapping) or not isinstance(table, HarmTable):
        raise ValueError("counts must be a mapping of category to count, and table a HarmTable")
    alpha = 1 - check_share(level, "level")
    k = as_counts(list(counts.values()), "counts", 1) if counts else np.zeros(0, dtype=np.int64)
    known = {name: int(n) for name, n in zip(counts, k, strict=True) if name in table.weights}
    phi = max(1.0, float(dispersion))
    parts = {name: table.weights[name] * n for name, n in known.items()}
    y = float(sum(parts.values()))
    v = phi * float(sum(table.weights[name] ** 2 * n for name, n in known.items()))
    heaviest = max((table.weights[name] for name in known), default=max(table.weights.values()))
    low = float(v / (2 * y) * scipy.stats.chi2.ppf(alpha / 2, 2 * y * y / v)) if y > 0 else 0.0
    up, spread = y + heaviest, v + phi * heaviest**2
    high = float(spread / (2 * up) * scipy.stats.chi2.isf(alpha / 2, 2 * up * up / spread))
    largest = max(parts, key=lambda name: parts[name]) if y > 0 else ""
    method = Method(
        "harm",
        {"unit": table.unit, "source": table.source, "year": table.year, "dispersion": phi, "level": level},
        (
            "The weights are taken to be known; other tables give other orders.",
            "A category is weighed by its typical incident, not by what happened.",
        ),
        "Fay & Feuer 1997, Statistics in Medicine 16:791",
    )
    rest = {name: int(n) for name, n in zip(counts, k, strict=True) if name not in table.weights and n}
    return Harm(
        y, low, high, sum(known.values()), rest, largest, parts[largest] / y if y > 0 else float("nan"), level, method
    )  # fmt: skip
