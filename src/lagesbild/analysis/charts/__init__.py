"""A picture and its table for each kind of result, as Vega-Lite by Altair.

Marks say with shape, fill or place what they say with colour; colours are told apart by those who see few of them.
What chance could have made is drawn hollow. What is too thin to say anything is not drawn at all. The table beside a
chart holds the figures that are drawn, and no others. Whoever shows a chart draws the description.
"""

from lagesbild.analysis.charts import closeness, effects, maps, places, series
from lagesbild.analysis.charts.drawing import UNDRAWN, Chart, chart, drawn

_KINDS = (closeness, effects, maps, places, series)
"""Modules that draw something; importing them is what makes their kinds known."""

__all__ = ["UNDRAWN", "Chart", "chart", "drawn"]
