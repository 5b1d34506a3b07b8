"""Pages of places, and what maps and forms fetch."""
