"""Two years of invented incidents in every invented municipality, with what a picture should find planted in them."""

from lagesbild.demo.events.make import past
from lagesbild.demo.events.model import Past, Pattern, Planted

__all__ = ["Past", "Pattern", "Planted", "past"]
