"""The examples of docs/analysis.md: what each prints, and the picture of each method.

``python -m tests.analysis.examples`` draws the pictures anew; a test holds them to what they would be.
"""

from __future__ import annotations

import contextlib
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path

from lagesbild.analysis import Result
from lagesbild.analysis.charts import chart
from lagesbild.core import svg
from lagesbild.core.colours import PAPER

DOCUMENT = Path(__file__).parents[2] / "docs" / "analysis.md"
PICTURES = DOCUMENT.parent / "pictures"
BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:```text\n(?P<printed>.*?)```\n)?", re.DOTALL)
TITLE = re.compile(r"^## .*?`(?P<method>\w+)`", re.MULTILINE)
FIRST = frozenset({"knox", "mantel", "aoristic", "changed_places", "gathering", "wdd", "interrupted_time_series",
                   "minimum_detectable_effect"})  # fmt: skip
"""Methods whose picture is of what is said first; that of the others is of what is said last."""


def sections() -> Iterator[tuple[str, str]]:
    """Each section by its first method, with its text; "" for what stands before them."""
    for text in re.split(r"^(?=## )", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE):
        found = TITLE.match(text)
        yield (found["method"] if found else "", text)


def printed_by(code: str, known: dict[str, object]) -> str:
    """What a piece of code prints, run after those before it."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, str(DOCUMENT), "exec"), known)
    return out.getvalue()


def pictures() -> dict[str, str]:
    """The picture of each method as SVG, by the name of the method."""
    known: dict[str, object] = {}
    told: list[tuple[Result, Sequence[str]]] = []
    found = {}
    for method, text in sections():
        told.clear()
        for block in BLOCK.finditer(text):
            printed_by(block["code"], known)
            known["say"] = lambda result, names=(): told.append((result, names))
        if told:
            found[method] = drawn(method, *told[0 if method in FIRST else -1])
    return found


def drawn(method: str, result: Result, names: Sequence[str]) -> str:
    """A picture that stands by itself: on paper of its own, in whatever letters there are."""
    made = chart(result, "sv", names)
    if made is None:
        raise ValueError(f"the example of {method} has too little to draw")
    root = svg.tree(made.spec)
    root.set("font-family", f"{svg.FONT}, sans-serif")
    size = {name: root.attrib[name] for name in ("width", "height")}
    root.insert(0, ET.Element(f"{{{svg.SVG}}}rect", {**size, "fill": PAPER}))
    return svg.finish(root, title=made.title, desc=made.description, key=method) + "\n"


def main() -> None:
    """Write the pictures, and no others."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.svg"):
        old.unlink()
    for method, text in pictures().items():
        (PICTURES / f"{method}.svg").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
