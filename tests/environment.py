"""What the settings of the application read from the environment; loaded before them."""

import os

os.environ.setdefault("LAGESBILD_SECRET_KEY", "only for tests, and as long as a key for signing sessions has to be")
