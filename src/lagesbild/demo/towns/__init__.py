"""Invented municipalities, drawn by code: a whole map with no map server."""

from lagesbild.demo.towns.build import town
from lagesbild.demo.towns.model import Town
from lagesbild.demo.towns.shapes import SHAPES, Shape, shape_of

__all__ = ["SHAPES", "Shape", "Town", "shape_of", "town"]
