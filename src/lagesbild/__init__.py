"""Lägesbild: from plain incidents to a shared situational picture and on through the cycle of a samverkan."""

__version__ = "0.1.0.dev0"
