"""Finds the words to translate in Python files, for Babel: `gettext`, `_`, `ngettext`, `N_`, plurals of `Message`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import IO, Any

Found = tuple[int, str, str | tuple[str, str], list[str]]


def extract(file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]) -> Iterator[Found]:
    """Line, kind, text (or singular and plural) and no comments, for each text in a file."""
    tree = ast.parse(file.read())
    paired: set[ast.AST] = set()
    for node in ast.walk(tree):
        one, many = _pair(node)
        singular, plural = _text(one), _text(many)
        if one is not None and many is not None and singular is not None and plural is not None:
            paired |= {one, many}
            yield one.lineno, "ngettext", (singular, plural), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in {"N_", "_", "gettext"} and node not in paired:
            text = _text(node.args[0])
            if text is not None:
                yield node.lineno, "gettext", text, []


def _pair(node: ast.AST) -> tuple[ast.expr | None, ast.expr | None]:
    """The expressions of a singular and its plural: of `ngettext`, of a `Message`, or two marked texts side by side."""
    if isinstance(node, ast.Call) and _name(node) == "ngettext":
        return node.args[0], node.args[1]
    if isinstance(node, ast.Call) and _name(node) == "Message" and node.args:
        named = next((keyword.value for keyword in node.keywords if keyword.arg == "plural"), None)
        return node.args[0], named or (node.args[2] if len(node.args) > 2 else None)
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        one, many = node.elts
        marked = all(isinstance(each, ast.Call) and _name(each) == "N_" for each in node.elts)
        if marked and all("{n}" in (_text(each) or "") for each in node.elts):
            return one, many
    return None, None


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _text(node: ast.AST | None) -> str | None:
    """The literal text of a node, looking through `N_`."""
    if isinstance(node, ast.Call) and _name(node) == "N_":
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
