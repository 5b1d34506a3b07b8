"""The sheet of a promise: one page for a citizen, out of what is published and nothing else.

    sheet(t, partnership, publication, promise, address)  ->  PDF/UA-1

What stands there was masked when it was published. Where it is more than a page holds, the least needed goes first,
and the page says so; the address with all of it stands at the foot, also as a square that a phone reads.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from lagesbild.core.colours import readable
from lagesbild.core.documents import typeset
from lagesbild.core.models import Partnership
from lagesbild.core.squares import square
from lagesbild.i18n import N_, Message, Translator
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import PublicPromise, Status, Words

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"


@dataclass(frozen=True, slots=True)
class Level:
    """How much is told: letters of a text, and how many measures, milestones and lines of what was done."""

    letters: int
    measures: int
    milestones: int = 0
    log: int = 0


LEVELS = (Level(4000, 8, 6, 4), Level(1500, 6, 4, 2), Level(900, 4, 2, 1), Level(500, 3), Level(260, 2), Level(160, 0))
"""The most first; the page takes the first that it holds."""
LONGEST = 220
"""Letters of a line in a list."""


def sheet(t: Translator, partnership: Partnership, row: Publication, it: PublicPromise, address: str) -> bytes:
    """The page; the same content and address give the same bytes.

    Raises
    ------
    LayoutError
        The typesetter refuses or warns: a fault in this package.

    """
    over = it.ends < it.on
    said = {
        "language": t.language,
        "subject": t.say(Message(N_("Promise to the citizens: {title}"), {"title": _cut(it.title, 100)})),
        "title": t.gettext(N_("Promise to the citizens")),
        "kicker": t.gettext(N_("A promise to you who live here")),
        "owner": partnership.name,
        "accent": readable(partnership.accent),
        "notices": [t.gettext(N_("Invented example data"))] if partnership.invented else [],
        "page": t.gettext(N_("Page {n} of {total}")),
        "ten": [_cutting(one) for one in _ten(t, it, over)],
        "levels": [_level(t, it, level) for level in LEVELS],
        "follow": t.gettext(N_("Follow the promise, and read all that stands behind it:")),
        "address": address,
        "shown": address.partition("://")[2].rstrip("/"),
        "square": t.say(Message(N_("A square that a phone reads: {address}"), {"address": address})),
        "asof": t.say(
            Message(
                N_("How it stood on {day}. Published {at}, edition {n}."),
                {"day": it.on, "at": timezone.localdate(row.at), "n": row.number},
            )
        ),
    }
    return _set(json.dumps(said, sort_keys=True), address, timezone.localdate(row.at))


@lru_cache(maxsize=128)
def _set(said: str, address: str, made: dt.date) -> bytes:
    """Anybody may ask for a sheet, so one that was just made is not made again."""
    return typeset(TEMPLATE, json.loads(said), made=made, drawings={"square.svg": square(address).decode()})


def _ten(t: Translator, it: PublicPromise, over: bool) -> Iterator[dict[str, Any]]:
    """The four things that are seen within ten seconds."""
    yield _fact(t.gettext(N_("Who promises")), _all_of(t, it.who))
    if over:
        days = Message(N_("{starts} to {ends}"), {"starts": it.starts, "ends": it.ends})
        yield _fact(t.gettext(N_("It was for")), t.say(days))
    else:
        since = t.say(Message(N_("from {day}"), {"day": it.starts}))
        yield _fact(t.gettext(N_("Until when")), t.value(it.ends), since)
    how = t.gettext(N_("How it went") if over else N_("How it goes"))
    yield _fact(how, _word(t, it.status), *(_said(t, it.status.why) or _held(t, it)))
    helps = t.gettext(N_("Did it help?") if over else N_("Does it help?"))
    yield _fact(helps, _word(t, it.effect.status), *_said(t, (*it.effect.status.why, *it.effect.lines[:1])))


def _level(t: Translator, it: PublicPromise, level: Level) -> dict[str, Any]:
    """Title and sections, with so much told of each."""
    over, letters = it.ends < it.on, level.letters
    place = f"{t.gettext(N_('Where?'))} {it.where}" if it.where else ""
    goal = f"{t.gettext(N_('Goal.'))} {it.goal}" if it.goal else ""
    promise = [_cut(text, letters) for text in (it.text or it.title, place, goal) if text]
    done = [f"{one.what}: {_word(t, one.status).lower()} ({one.who})" for one in it.measures]
    steps = [f"{one.what}: {_word(t, one.status).lower()}, {t.value(one.done_on or one.due)}" for one in it.milestones]
    told = [f"{t.value(one.day)}: {one.text}" for one in it.log]
    sections = [
        _section(t, N_("What we promised") if over else N_("What we promise"), "\n".join(promise)),
        _section(t, N_("How it went"), _cut(it.outcome, letters)),
        _listed(t, N_("What was to be done") if over else N_("What we do"), done, level.measures, it.unnamed),
        _listed(t, N_("What is to have happened when"), steps, level.milestones),
        _listed(t, N_("This is what we have done"), told, level.log),
    ]
    return {
        "title": _cut(it.title, max(letters // 3, 90)),
        "sections": [one for one in sections if one["text"] or one["items"]],
    }


def _section(t: Translator, heading: str, text: str) -> dict[str, Any]:
    return {"heading": t.gettext(heading), "text": text, "items": [], "rest": ""}


def _listed(t: Translator, heading: str, texts: Sequence[str], most: int, unnamed: int = 0) -> dict[str, Any]:
    """A section with the first of some lines, and how many more there are."""
    n = len(texts[most:]) + unnamed
    more = Message(N_("{n} more is not shown here."), {"n": n}, N_("{n} more are not shown here."), n)
    items = [_cut(text, LONGEST) for text in texts[:most]]
    return {**_section(t, heading, ""), "items": items, "rest": t.say(more) if n else ""}


def _held(t: Translator, it: PublicPromise) -> list[str]:
    """How many of the occasions until now were held, where there were any."""
    due = [one for one in it.occasions if one.mark != "ahead"]
    if not due:
        return []
    values = {"all": len(due), **{mark: sum(one.mark == mark for one in due) for mark in ("held", "unsaid")}}
    if values["unsaid"]:
        return [t.say(Message(N_("{held} of {all} occasions held, {unsaid} not told of"), values))]
    return [t.say(Message(N_("{held} of {all} occasions held"), values))]


def _fact(label: str, text: str, *more: str) -> dict[str, Any]:
    return {"label": label, "text": text, "more": list(more)}


def _cutting(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "text": _cut(one["text"], 160), "more": [_cut(line, LONGEST) for line in one["more"][:3]]}


def _word(t: Translator, status: Status) -> str:
    return status.word.say(t.language)


def _said(t: Translator, words: Sequence[Words]) -> list[str]:
    return [one.say(t.language) for one in words]


def _all_of(t: Translator, names: Sequence[str]) -> str:
    *first, last = names or ("",)
    return f"{', '.join(first)} {t.gettext(N_('and'))} {last}" if first else last


def _cut(text: str, most: int) -> str:
    """The text, ended at a word where it is longer than so many letters."""
    if len(text) <= most:
        return text
    whole = text[: most - 1].rsplit(None, 1)
    return f"{whole[0] if len(whole) > 1 else text[: most - 1]}…"
