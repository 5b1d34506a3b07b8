"""What rooms further down do when an agreement gets a secrecy mark. They register in `ready`.

secret.then(fn(actor=…, agreement=…))
"""

from __future__ import annotations

from typing import Protocol

from lagesbild.core.actions import Actor


class Marked(Protocol):
    """What is done inside the transaction that marks the agreement; an `InputError` refuses the mark."""

    def __call__(self, *, actor: Actor, agreement: int) -> None:
        """Do it."""


_then: list[Marked] = []


def then(do: Marked) -> None:
    """Say what is done when an agreement gets a secrecy mark."""
    if do not in _then:
        _then.append(do)


def marked(*, actor: Actor, agreement: int) -> None:
    """Let every room do what it does."""
    for do in _then:
        do(actor=actor, agreement=agreement)
