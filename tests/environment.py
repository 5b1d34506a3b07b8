"""What the settings of the application read from the environment; loaded before them."""

import os

os.environ.setdefault("LAGESBILD_SECRET_KEY", "only for tests, and long enough for a key that signs sessions and tokens")
