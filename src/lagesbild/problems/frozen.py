"""What a piece of evidence says: built once from what it is about, sealed, and the same ever after.

The content is plain data: sentences and limits in both languages, figures, the period, and people's own words under
`WORDS`. The digest is over all of it but the words, where a keyed digest of each stands (`seals`), so that a word can
be masked later and the rest be proved all the same. In sentences about a finding marks stand for names of places, as
in its edition (`picture.names`); they are named when they are shown.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.crypto import salted_hmac

from lagesbild.dialogues.models import Dialogue
from lagesbild.dialogues.results import summary
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Message, Translator, capital, translator
from lagesbild.incidents.models import Category
from lagesbild.indicators import frozen as statistics
from lagesbild.indicators.models import Series
from lagesbild.picture.found import Kind
from lagesbild.picture.model import Unit, Verdict
from lagesbild.picture.models import Edition, Finding
from lagesbild.picture.wording import counts, where

WORDS = ("text", "place")
"""Names under which people's own words stand."""
SALT = "lagesbild.problems.evidence"
SHIFTS = 4
"""Night, morning, afternoon and evening: six hours each."""
Said = Callable[[Translator], str]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Content with the numbers of the incidents behind it, and what it suggests of a problem.

    Parameters
    ----------
    content : dict
    incidents : tuple of int
    title, place : str
        With marks where names stand.
    lon, lat : float or None
        Where it is, as far as the picture says.
    """

    content: dict[str, Any]
    incidents: tuple[int, ...] = ()
    title: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None


def content(
    *,
    sentences: Sequence[Said],
    limits: Sequence[Said] = (),
    figures: Mapping[str, Any] | None = None,
    period: tuple[dt.date | str, dt.date | str] | None = None,
    **words: Any,
) -> dict[str, Any]:
    """Content as it is kept. `period` is the first day and the day after the last; `words` are people's own."""
    made: dict[str, Any] = {
        "sentences": _in_both(sentences),
        "limits": _in_both(limits),
        "figures": dict(figures or {}),
        "period": None if period is None else {"start": str(period[0]), "end": str(period[1])},
        **words,
    }
    made["seals"] = {name: _keyed(str(made[name])) for name in WORDS if made.get(name)}
    return made


def digest(kind: str, kept: Mapping[str, Any], incidents: Sequence[int]) -> str:
    """SHA-256 over what is kept, without the words and with their seals."""
    said = {name: value for name, value in kept.items() if name not in kept["seals"]}
    text = json.dumps(
        [kind, said, list(incidents)], ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def message(text: str, **values: Any) -> Said:
    """A sentence of ours, marked with `N_`."""
    return lambda t: t.say(Message(text, values))


def of_finding(finding: Finding, edition: Edition) -> Frozen:
    """A finding as its edition has it.

    Raises
    ------
    InputError
        It is about the source, or the edition has no such row.
    """
    figures = edition.figures
    rows: Mapping[str, Callable[[], Sequence[Any]]] = {
        Kind.DEVIATION: lambda: figures["deviations"],
        Kind.PLACE: lambda: figures["places"]["rows"],
        Kind.CHAIN: lambda: figures["chains"]["rows"],
        Kind.REPEAT: lambda: figures["repeats"]["categories"],
    }
    made: Mapping[str, Callable[[Any, Edition, tuple[int, ...]], Frozen]] = {
        Kind.DEVIATION: _deviation,
        Kind.PLACE: _place,
        Kind.CHAIN: _chain,
        Kind.REPEAT: _repeat,
    }
    if finding.kind not in rows:
        raise InputError(Message(N_("A change in the source is not a problem of the place. Look at the source first.")))
    found = rows[finding.kind]()
    if finding.index >= len(found):
        raise InputError(Message(N_("The edition does not have this finding.")))
    return made[finding.kind](found[finding.index], edition, tuple(int(pk) for pk in finding.numbers))


def of_dialogue(dialogue: Dialogue) -> Frozen:
    """What was said in a dialogue, as it stands today. Questions are people's words, and are sealed with the counts."""
    found = summary(dialogue)
    made: dict[str, Any] = {
        "sentences": {language: list(said) for language, said in found.sentences.items()},
        "limits": {language: list(said) for language, said in found.limits.items()},
        "figures": dict(found.figures),
        "period": {"start": str(found.period[0]), "end": str(found.period[1])},
    }
    kept: dict[str, Any] = json.loads(json.dumps(made))
    kept["seals"] = {name: _keyed(json.dumps(kept[name], ensure_ascii=False)) for name in ("sentences", "figures")}
    return Frozen(kept)


def of_series(series: Series) -> Frozen | None:
    """A series of statistics with its source and coverage, as it stands today; None where it has no figures.

    What an indicator is called and what changed in its source are people's words, and are sealed with the figures.
    """
    made = statistics.of_series(series)
    if made is None:
        return None
    kept: dict[str, Any] = json.loads(json.dumps(made))
    kept["seals"] = {
        name: _keyed(json.dumps(kept[name], ensure_ascii=False)) for name in ("sentences", "limits", "figures")
    }
    return Frozen(kept)


def _deviation(one: Mapping[str, Any], edition: Edition, numbers: tuple[int, ...]) -> Frozen:
    row, tests = one["row"], edition.figures["tests"]
    area = row["group"] if one["kind"] == "category in area" else ""

    def name(t: Translator) -> str:
        return t.gettext("{category} in {area}").format(category=row["name"], area=area) if area else row["name"]

    sentences: list[Said] = [lambda t: f"{name(t)}: {_against(t, row)}."]
    sentences += [_both(said) for said in one["gathered"]]
    if one["one_in"]:
        unit = Unit(edition.figures["period"]["unit"])
        sentences.append(lambda t: counts.chance(t, float(one["one_in"]), unit))
    limits = [_both(one["doubt"])] if one["doubt"] else []
    limits.append(
        message(
            N_(
                "{n} series were tested; of deviations like this one, at most {wrong} in 100 are expected to be chance."
            ),
            n=tests["tested"],
            wrong=round(100 * tests["alpha"]),
        )
    )
    kinds = [(row["name"], row["count"])] if one["kind"] != "area" else []
    made = content(
        sentences=sentences,
        limits=limits,
        figures=_figures(row, kinds),
        period=(edition.start, edition.end),
    )
    return Frozen(made, numbers, name(translator("sv")), area or (row["name"] if one["kind"] == "area" else ""))


def _place(row: Mapping[str, Any], edition: Edition, numbers: tuple[int, ...]) -> Frozen:
    shown: Any = SimpleNamespace(categories=row["categories"], count=row["count"], clock=row["clock"])
    sentences: list[Said] = [
        lambda t: f"{row['name']}: {_against(t, row)}.",
        lambda t: f"{where.categories(t, shown)}.",
    ]
    if row["clock"]:
        sentences.append(lambda t: f"{capital(where.busiest(t, shown))}.")
    surely: Any = SimpleNamespace(sure=row["sure"])
    limits: list[Said] = [
        lambda t: t.gettext("How surely the place belongs among the ranked: {sure}.").format(
            sure=where.sureness(t, surely)
        )
    ]
    if row["dump"]:
        limits.append(message(N_("A point where the source puts what it cannot place.")))
    over = edition.figures["places"]["over"]
    made = content(
        sentences=sentences,
        limits=limits,
        figures={**_figures(row, row["categories"]), "clock": row["clock"] or None},
        period=(over["start"], over["end"]),
    )
    most = next((name for name, n in row["categories"] if n), "")
    title = f"{most}, {row['name']}" if most else row["name"]
    return Frozen(made, numbers, title, row["name"], row["lon"], row["lat"])


def _chain(row: Mapping[str, Any], edition: Edition, numbers: tuple[int, ...]) -> Frozen:
    said = message(
        N_("{n} incidents of {category} close to each other in space and time: perhaps a series."),
        n=row["count"],
        category=row["category"],
    )
    limits = [message(N_("Closeness says nothing of who did it, and a busy place makes series by itself."))]
    made = content(
        sentences=[said],
        limits=limits,
        figures=_figures(row, [(row["category"], row["count"])]),
        period=(row["start"], dt.date.fromisoformat(row["end"][:10]) + dt.timedelta(days=1)),
    )
    return Frozen(made, numbers, f"{row['category']}, {row['name']}", row["name"], row["lon"], row["lat"])


def _repeat(name: str, edition: Edition, numbers: tuple[int, ...]) -> Frozen:
    said = message(
        N_("{category}: soon after one, another happens nearby more often than chance gives."), category=name
    )
    limits = [message(N_("A place that is in use for only part of the time looks like repetition."))]
    made = content(
        sentences=[said],
        limits=limits,
        figures={"n": None, "categories": _numbered([(name, None)])},
        period=(edition.start, edition.end),
    )
    return Frozen(made, numbers, name)


def _figures(row: Mapping[str, Any], kinds: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Count, what was expected, and how many of each category, with the numbers of those that are known here."""
    expected = row.get("expected")
    return {
        "n": row["count"],
        "expected": [expected["low"], expected["high"]] if expected else None,
        "verdict": row.get("verdict"),
        "categories": _numbered(kinds),
    }


def _numbered(kinds: Sequence[Sequence[Any]]) -> list[list[Any]]:
    known = dict(Category.objects.values_list("name", "pk"))
    return [[known.get(name), name, n] for name, n in kinds]


def _against(t: Translator, row: Mapping[str, Any]) -> str:
    """The count with what it is compared to, and what may be said of it."""
    expected = row.get("expected")
    verdict = Verdict(row["verdict"])
    shown: Any = SimpleNamespace(
        count=row["count"], expected=SimpleNamespace(**expected) if expected else None, verdict=verdict
    )
    return f"{counts.against(t, shown)}, {counts.verdict(t, verdict)}"


def _both(said: Mapping[str, str]) -> Said:
    """A message that the edition keeps in both languages."""
    return lambda t: said[t.language]


def _in_both(said: Sequence[Said]) -> dict[str, list[str]]:
    return {language: [one(translator(language)) for one in said] for language in LANGUAGES}


def _keyed(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
