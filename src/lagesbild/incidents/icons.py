"""Which icon goes with a category: by words in its name, since categories are the partnership's own."""

from __future__ import annotations

WORDS: tuple[tuple[str, str], ...] = (
    ("klotter", "spray-can"),
    ("graffiti", "spray-can"),
    ("skadegör", "hammer"),
    ("vandal", "hammer"),
    ("körning", "motorbike"),
    ("moped", "motorbike"),
    ("trafik", "traffic-cone"),
    ("cykel", "bike"),
    ("narkotika", "pill"),
    ("drog", "pill"),
    ("alkohol", "beer"),
    ("beruset", "beer"),
    ("brand", "flame"),
    ("eldning", "flame"),
    ("sprängning", "bomb"),
    ("fyrverkeri", "sparkles"),
    ("nedskräp", "trash-2"),
    ("dumpning", "trash-2"),
    ("skräp", "trash-2"),
    ("belysning", "lightbulb-off"),
    ("lampa", "lightbulb-off"),
    ("samling", "users-round"),
    ("ordning", "users-round"),
    ("gäng", "users-round"),
    ("oväsen", "volume-2"),
    ("buller", "volume-2"),
    ("musik", "volume-2"),
    ("inbrott", "door-open"),
    ("stöld", "key-round"),
    ("rån", "shield-alert"),
    ("snatteri", "store"),
    ("butik", "store"),
    ("hot", "megaphone"),
    ("ofredande", "megaphone"),
    ("misshandel", "hand-fist"),
    ("våld", "hand-fist"),
    ("bråk", "hand-fist"),
    ("bil", "car"),
    ("otrygg", "eye"),
    ("hund", "dog"),
    ("felanmäl", "wrench"),
    ("annat", "ellipsis"),
    ("övrigt", "ellipsis"),
)
"""Part of a name and an icon of the set; the first that fits is taken."""


def icon_of(name: str) -> str:
    """The icon that goes with a category's name."""
    lower = name.lower()
    return next((icon for word, icon in WORDS if word in lower), "circle-dot")
