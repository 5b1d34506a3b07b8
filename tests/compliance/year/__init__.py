"""A year of each of five partnerships, played through actions day by day."""
