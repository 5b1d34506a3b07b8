"""What does not fit is refused at the door of every public function, by the name of the argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import chain
from typing import ParamSpec, TypeVar

import numpy as np

from lagesbild.analysis.result import MOST_COUNTED

Given = ParamSpec("Given")
Found = TypeVar("Found")

WHOLE: tuple[type, ...] = (int, np.integer)
NUMBER: tuple[type, ...] = (*WHOLE, float, np.floating)
MOST: dict[str, float] = {
    # not reckoned with; and all alike where it is infinite
    "seed": np.inf, "shape": np.inf,
    **dict.fromkeys(("draws", "n", "permutations", "replicas", "replications"), 10_000_000),
}  # fmt: skip
"""How far from 0 a number may lie, by the name of its argument, where not as far as all others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for where a signature has a type.

    Parameters
    ----------
    said : str
        In words, as in "alpha must be a number".
    types : tuple of type
        What is taken for it, each by itself.
    many : int, optional
        How many of them in a row; -1 for any number, None where it is no row.
    """

    said: str
    types: tuple[type, ...]
    many: int | None = None

    def meets(self, value: object) -> bool:
        """Whether `value` is what is asked for."""
        if self.many is None:
            # True is an int to Python; NaN alone differs from itself
            flag = isinstance(value, bool) and bool not in self.types
            return isinstance(value, self.types) and not flag and value == value  # noqa: PLR0124
        if isinstance(value, np.ndarray):
            value = value.tolist()
        if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
            return False
        return self.many in (-1, len(value)) and all(map(Wanted(self.said, self.types).meets, value))


WANTED: dict[str, Wanted] = {
    "int": Wanted("a whole number", WHOLE),
    "float": Wanted("a number", NUMBER),
    "bool": Wanted("true or false", (bool, np.bool_)),
    "str": Wanted("text", (str,)),
    "Pair": Wanted("two whole numbers", WHOLE, 2),
    "tuple[int, int]": Wanted("two whole numbers", WHOLE, 2),
    "tuple[float, float]": Wanted("two numbers", NUMBER, 2),
    "tuple[float, float, float, float]": Wanted("four numbers", NUMBER, 4),
    "range | tuple[int, ...]": Wanted("whole numbers in a row", WHOLE, -1),
    "Sequence[float]": Wanted("numbers in a row", NUMBER, -1),
    "Sequence[str]": Wanted("texts in a row", (str,), -1),
}
"""By the type as the signature writes it."""


def asked(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """`function`, refusing single numbers, flags, texts and short rows that are not what its signature says.

    Arrays are the function's own to look at (`as_counts`, `as_floats`): they may be long.

    Raises
    ------
    ValueError
        When called with text, a list, a flag or NaN for a number, a fraction for a whole one, a number too far from 0
        to be reckoned with, a negative seed, or a row of another length or of something else.
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
            if not checked[name].meets(value):
                raise ValueError(f"{name} must be {checked[name].said}, not {value!r}")
            most = MOST.get(name, MOST_COUNTED)
            if checked[name].many is None and isinstance(value, NUMBER) and not abs(value) <= most:  # type: ignore[arg-type]
                raise ValueError(f"{name} must be at most {most:,} from 0, not {value}")
            if name == "seed" and value < 0:  # type: ignore[operator]
                raise ValueError(f"seed must be at least 0, not {value}")
        return function(*args, **kwargs)

    return door
