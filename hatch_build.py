"""Builds what the package carries besides Python: the map, the fonts and the compiled translations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Runs `build_assets.build_all` before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build everything that is not up to date."""
        sys.path.insert(0, str(Path(self.root)))
        from build_assets import build_all

        build_all()
