"""Pages for leadership: they show what other rooms put into the world."""

from __future__ import annotations

from tests.web.arguments import plain

PLACES = {"page": plain, "wheel": plain}
