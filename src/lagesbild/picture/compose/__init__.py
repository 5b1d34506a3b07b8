"""From records to a picture: pure, free of the clock, equal for equal input."""

from lagesbild.picture.compose.compose import compose
from lagesbild.picture.compose.period import AUTO, PeriodChoice

__all__ = ["AUTO", "PeriodChoice", "compose"]
