"""Where: coordinate systems, areas and municipalities."""
