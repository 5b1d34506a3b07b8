"""Every change of this room."""

from lagesbild.registry.actions.noting import note

__all__ = ["note"]
