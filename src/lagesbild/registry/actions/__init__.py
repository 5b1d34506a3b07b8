"""Every change of this room."""

from lagesbild.registry.actions.disposing import fail, order, reapply, run, stop
from lagesbild.registry.actions.noting import note
from lagesbild.registry.actions.ruling import Term, set_rule

__all__ = ["Term", "fail", "note", "order", "reapply", "run", "set_rule", "stop"]
