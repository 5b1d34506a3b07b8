"""The science: pure functions on NumPy arrays, with no database, clock or I/O."""
