"""What people say: themes in free text."""

from lagesbild.analysis.texts.stemming import swedish_stem
from lagesbild.analysis.texts.themes import Theme, Themes, themes

__all__ = ["Theme", "Themes", "swedish_stem", "themes"]
