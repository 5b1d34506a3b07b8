"""Numbers and flags that do not fit are refused at the door of every public function, by the name of the argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import ParamSpec, TypeVar

import numpy as np

Given = ParamSpec("Given")
Found = TypeVar("Found")

WANTED: dict[str, tuple[str, tuple[type, ...]]] = {
    "int": ("a whole number", (int, np.integer)),
    "float": ("a number", (int, float, np.integer, np.floating)),
    "bool": ("true or false", (bool, np.bool_)),
}
"""What is asked for where a signature has this type, and what is taken for it."""


def asked(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """`function`, refusing single numbers and flags that are not what its signature says.

    Lists of numbers are the function's own to look at (`as_counts`, `as_floats`): they may be long.

    Raises
    ------
    ValueError
        When called with text, a list or NaN for a number, a fraction for a whole one, or a negative seed.
    """
    parameters = inspect.signature(function).parameters
    # written as in the source, as annotations are not evaluated
    wanted = {name: str(p.annotation).removesuffix(" | None") for name, p in parameters.items()}
    checked = {name: WANTED[kind] for name, kind in wanted.items() if kind in WANTED}
    absent = {name for name, p in parameters.items() if str(p.annotation).endswith(" | None")}
    order = tuple(parameters)

    @wraps(function)
    def door(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        for name, value in chain(zip(order, args, strict=False), kwargs.items()):
            if name not in checked or (value is None and name in absent):
                continue
            what, types = checked[name]
            if not isinstance(value, types) or value != value:  # noqa: PLR0124 - NaN alone differs from itself
                raise ValueError(f"{name} must be {what}, not {value!r}")
            if name == "seed" and value < 0:  # type: ignore[operator]
                raise ValueError(f"seed must be at least 0, not {value}")
        return function(*args, **kwargs)

    return door
