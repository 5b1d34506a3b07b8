"""The command line: `lagesbild picture FILE` and `lagesbild demo`."""
