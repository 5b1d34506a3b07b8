"""Areas to count in: read from a geographic file, or Swedish municipalities by name."""

from lagesbild.places.areas.files import read_areas
from lagesbild.places.areas.model import Areas
from lagesbild.places.areas.register import counties, find_municipality, municipalities, municipality

__all__ = ["Areas", "counties", "find_municipality", "municipalities", "municipality", "read_areas"]
