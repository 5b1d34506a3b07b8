"""What grows, from what is kept of it: the result as the analysis says and draws it."""

from __future__ import annotations

import numpy as np

from lagesbild.analysis import GetisOrd, Method
from lagesbild.analysis.charts import Chart, chart
from lagesbild.analysis.report import pattern, sentences
from lagesbild.analysis.report.saying import ALPHA
from lagesbild.core import svg
from lagesbild.i18n import Language
from lagesbild.picture.model import Emerging, EmergingPlace


def result_of(found: Emerging) -> GetisOrd:
    """The neighbourhoods as a result; what it takes to say and to draw them is kept."""
    sums, expected, p, q = (
        np.array([getattr(row, name) for row in found.rows], np.float64) for name in ("count", "expected", "p", "q")
    )
    about = {"null": "labels by lot", "incidents": found.incidents}
    return GetisOrd(sums, expected, p, q, np.full(len(p), np.nan), Method("Gi*", about, tests=found.tested))


def said(found: Emerging, language: Language) -> tuple[str, ...]:
    """What may be said of it; nothing where nothing was tried."""
    if not found.tested:
        return ()
    return sentences(result_of(found), language, [row.name for row in found.rows])


def drawn(found: Emerging, language: Language) -> Chart | None:
    """The chart with its table; None where nothing is drawn."""
    return chart(result_of(found), language, [row.name for row in found.rows]) if found.rows else None


def picture_of(made: Chart, key: str) -> str:
    """A chart as SVG text; `key` must be unique on its page."""
    return svg.finish(svg.tree(made.spec), title=made.title, desc=made.description, key=key)


def patterns(found: Emerging, language: Language) -> tuple[tuple[str, str], ...]:
    """Name and pattern of each neighbourhood that stands out and has one."""
    return tuple((row.name, pattern(row.pattern, language)) for row in grown(found) if row.pattern)


def grown(found: Emerging) -> tuple[EmergingPlace, ...]:
    """The neighbourhoods that stand out."""
    return tuple(row for row in found.rows if row.q <= ALPHA)
