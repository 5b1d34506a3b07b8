"""Kinds that mostly come to light through checks: told apart, since more of them can mean more checks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.setting import Setting

CHECKED = Message(
    N_("Incidents of this kind mostly come to light through checks by police or guards: more can mean more checks.")
)


def checked(events: Events, kinds: frozenset[str]) -> NDArray[np.bool_]:
    """Which incidents are of such a kind, (n,)."""
    labels = events.records.category
    codes = [code for code, name in enumerate(labels.names) if name in kinds]
    return np.isin(labels.codes, codes)


def told_apart(setting: Setting) -> list[Message]:
    """How many of the period they are, and how many the others: both figures, or nothing where there are none."""
    events = setting.events
    now = events.within(setting.period)
    mine = now & checked(events, setting.found_by_checks)
    if not mine.any():
        return []
    labels = events.records.category
    names = sorted({labels.names[code] for code in labels.codes[mine]})
    n, total = int(mine.sum()), int(now.sum())
    return [
        Message(
            N_(
                "One of {total} incidents is of a kind that mostly comes to light through checks by police or guards "
                "({kinds}). More of them can mean more checks. The others are {rest}."
            ),
            {"n": n, "total": total, "rest": total - n, "kinds": ", ".join(names)},
            N_(
                "{n} of {total} incidents are of kinds that mostly come to light through checks by police or guards "
                "({kinds}). More of them can mean more checks. The others are {rest}."
            ),
            n,
        )
    ]
