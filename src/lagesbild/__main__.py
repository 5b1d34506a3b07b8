"""`python -m lagesbild` is the same as `lagesbild`."""

from lagesbild.cli.main import run

if __name__ == "__main__":
    run()
