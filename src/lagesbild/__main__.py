"""`python -m lagesbild` is the same as `lagesbild`."""

from lagesbild.cli.main import run

run()
