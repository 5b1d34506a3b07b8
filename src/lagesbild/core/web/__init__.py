"""What every page of the application stands on: who is here, pages, forms, navigation, errors in words."""

from lagesbild.core.web.here import Here
from lagesbild.core.web.pages import back, flash, render

__all__ = ["Here", "back", "flash", "render"]
