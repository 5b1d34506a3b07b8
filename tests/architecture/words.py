"""Brings the catalogues of words up to date: each text in the catalogue of the first room of the house that says it.

Run by `make words`: new texts get an empty translation to fill in, texts that nothing says any more are taken away.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "lagesbild" / "locale" / "sv" / "LC_MESSAGES"
HEADER = """msgid ""
msgstr ""
"Language: sv\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""

Text = str | tuple[str, ...]


def rooms() -> list[str]:
    """The rooms of the house, the first in the cycle first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers")
    return [layer.removeprefix("lagesbild.") for layer in reversed(layers)]


def said() -> dict[str, dict[Text, str]]:
    """What each room says, singular and plural together, and where; a text that several say belongs to the first."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, dict[Text, str]] = {room: {} for room in rooms()}
    owner: dict[str, str] = {}
    order = {room: i for i, room in enumerate(found)}
    texts = [
        (order[Path(file).parts[2].removesuffix(".py")], file, text)
        for file, _, text, _, _ in extract_from_dir(ROOT, methods, options)
    ]
    # a text with a plural goes before the same text alone: one entry serves both
    for place, file, text in sorted(texts, key=lambda each: (each[0], isinstance(each[2], str))):
        first = text if isinstance(text, str) else text[0]
        room = list(found)[place]
        if owner.setdefault(first, room) == room and (isinstance(text, tuple) or not _has(found[room], first)):
            found[room][text] = file
    return {room: texts_ for room, texts_ in found.items() if texts_}


def _has(texts: Mapping[Text, str], first: str) -> bool:
    return first in texts or any(isinstance(text, tuple) and text[0] == first for text in texts)


def catalogues() -> dict[str, Catalog]:
    """The catalogue of each room that has one."""
    return {path.stem: read_po(io.BytesIO(path.read_bytes()), locale="sv") for path in sorted(FOLDER.glob("*.po"))}


def main() -> int:
    """Write the catalogues; 1 when something waits for its translation."""
    known = catalogues()
    waiting = 0
    for room, texts in said().items():
        catalogue = Catalog(locale="sv")
        for text in texts:
            first = text if isinstance(text, str) else text[0]
            old = [one for one in (each.get(first) for each in [known.get(room, catalogue), *known.values()]) if one]
            translation = next((one.string for one in old if one.id == text and one.string), "")
            catalogue.add(text, translation)
            waiting += not all(translation if isinstance(translation, tuple) else [translation])
        out = io.BytesIO()
        write_po(out, catalogue, sort_output=True, width=110, no_location=True, omit_header=True)
        (FOLDER / f"{room}.po").write_text(HEADER + out.getvalue().decode().strip() + "\n", encoding="utf-8")
    for room in known.keys() - said().keys():
        (FOLDER / f"{room}.po").unlink()
    sys.stdout.write(f"{waiting} texts wait for their translation\n")
    return int(bool(waiting))


if __name__ == "__main__":
    sys.exit(main())
