"""Readers of statistics: a file becomes rows of figures, and every row that did not is accounted for.

Pure functions: no database and no clock. Which places are ours is asked of the caller.
"""

from lagesbild.indicators.readers.dispatch import KINDS, read

__all__ = ["KINDS", "read"]
