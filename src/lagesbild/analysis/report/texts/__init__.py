"""The sentences themselves by key, in both languages; a pair is for one and for more."""

from __future__ import annotations

from typing import Any

from lagesbild.analysis.report.texts.changes import CHANGES
from lagesbild.analysis.report.texts.maps import MAPS
from lagesbild.analysis.report.texts.pieces import PIECES
from lagesbild.analysis.report.texts.steps import STEPS

TEXTS: dict[str, dict[str, Any]] = {**CHANGES, **MAPS, **PIECES, **STEPS}
