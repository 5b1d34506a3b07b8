"""Addresses of static files that change when their content does, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static as address


def static(name: str) -> str:
    """Address of a static file, with a mark of its content.

    Raises
    ------
    FileNotFoundError
        There is no such file: a misspelt name, or scripts that have not been built.

    """
    mark = _fresh_mark(name) if settings.DEBUG else _mark(name)
    return f"{address(name)}?{mark}"


def _fresh_mark(name: str) -> str:
    # looks through the folders of every room
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"there is no static file {name}; run build_assets.py")
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:10]


_mark = cache(_fresh_mark)
