"""Charts of a picture as SVG text: one definition for pages, documents and print.

Altair describes, vl-convert draws, `svg` cleans. Functions take the reader's translator and a `Theme`; `key` must be
unique on the page, for it becomes part of ids. Sizes are pixels (96 to the inch).
"""

from lagesbild.picture.charts.clock import mini_weeks, week_clock
from lagesbild.picture.charts.coverage import coverage_chart
from lagesbild.picture.charts.map import place_map
from lagesbild.picture.charts.rows import compressed, interval_chart, sparks, stems, strips
from lagesbild.picture.charts.theme import Theme

__all__ = [
    "Theme",
    "compressed",
    "coverage_chart",
    "interval_chart",
    "mini_weeks",
    "place_map",
    "sparks",
    "stems",
    "strips",
    "week_clock",
]
