"""The record of a partnership, made from what every room holds (`gathering`).

Names stand in a record only where everyone in the partnership may read the row: a reason says them to all. Other rows
count in the same way and are called by their number.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from lagesbild.agreements import terms
from lagesbild.compliance.gathering import Row, Rows, day_of, gather
from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.record import (
    Artefact,
    Attestation,
    Body,
    Effort,
    Measure,
    Meeting,
    Office,
    Party,
    Policy,
    Problem,
    Promise,
    Record,
    Service,
    Source,
    Stretch,
)
from lagesbild.core.models import Audience, Partnership
from lagesbild.i18n import N_, Message, known, translator
from lagesbild.organisation.queries import today

PRIORITISE, DEPRIORITISE = "problems.prioritise", "problems.deprioritise"
IN_FORCE = "agreement.in_force"
SILENT = frozenset({"agreement.reviewed", "statistics"})
"""What comes about without telling that anything of the work is written down."""
DIALOGUES = {"public": "dialogue.citizens", "staff": "dialogue.staff", "walk": "dialogue.walk"}
UNNAMED = {
    "dialogue": N_("dialogue no. {n}"),
    "problem": N_("problem no. {n}"),
    "plan": N_("plan no. {n}"),
    "measure": N_("measure no. {n}"),
    "promise": N_("promise no. {n}"),
    "agreement": N_("agreement no. {n}"),
}
MARKED = {
    "problem": ("problems.problem", "number"),
    "plan": ("plans.plan", "plan"),
    "measure": ("plans.plan", "plan"),
    "promise": ("promises.promise", "number"),
    "agreement": ("agreements.agreement", "number"),
}
"""Of which record the name of a row is, and the column that holds its number; a measure is in the words of its plan."""


def record(partnership: Partnership) -> Record:
    """All facts of a partnership; whoever asks, they are the same."""
    return compose(gather(partnership), partnership)


def compose(rows: Rows, partnership: Partnership) -> Record:
    """The record that rows make."""
    return _Composed(rows, partnership).record()


class _Composed:
    """Rows on their way to a record."""

    def __init__(self, rows: Rows, partnership: Partnership) -> None:
        self.rows = rows
        self.today = today(partnership)
        self.words = translator(known(partnership.language))
        self.marked = {(one["kind"], one["number"]) for one in rows["marked"]}
        self.met = {one["number"]: _known(one["day"]) for one in rows["meetings"]}
        self.happened = {(one["verb"], one["number"]): _known(one["day"]) for one in rows["happened"]}
        self.editions = {one["number"]: self._decided(one) for one in rows["editions"]}
        self.published: dict[tuple[str, int], Row] = {}
        for one in rows["publications"]:
            self.published.setdefault((one["kind"], one["subject"]), one)

    def record(self) -> Record:
        meetings = tuple(self._meetings())
        artefacts = tuple(self._artefacts())
        promises = tuple(self._promises())
        services = tuple(self._services())
        return Record(
            begins=self._begins(meetings, artefacts, promises, services),
            parties=tuple(Party(one["number"], one["name"]) for one in self.rows["parties"]),
            bodies=tuple(
                Body(one["number"], one["name"], one["kind"], _stretch(one), one["convener"])
                for one in self.rows["bodies"]
            ),
            offices=tuple(self._offices()),
            meetings=meetings,
            artefacts=artefacts,
            problems=tuple(self._problems()),
            measures=tuple(self._measures()),
            promises=promises,
            services=services,
            policies=tuple(self._policies()),
            attestations=tuple(
                Attestation(
                    one["number"],
                    one["rule"],
                    _known(one["day"]),
                    one["kept"],
                    Period(_known(one["first"]), _known(one["last"])),
                    one["function"] or one["person"],
                    one["reason"],
                )
                for one in self.rows["attestations"]
            ),
            efforts=tuple(
                Effort(one["number"], one["rule"], _known(one["day"]), one["text"]) for one in self.rows["efforts"]
            ),
        )

    def _begins(
        self,
        meetings: Iterable[Meeting],
        artefacts: Iterable[Artefact],
        promises: Iterable[Promise],
        services: Iterable[Service],
    ) -> dt.date:
        """The first day of an agreement, or of anything that was done; where there is neither, of the timeline.

        An agreement is a fact as others are: since its first day, what was agreed and is not in the record did not
        happen. Otherwise those who enter nothing could never be judged.
        """
        first = min(
            chain(
                (one.day for one in meetings if one.noted),
                (one.opens or one.day for one in artefacts if one.kind not in SILENT),
                (one.joint for one in promises if one.joint),
                (day for one in services for day in one.hours),
                (_known(one["day"]) for one in self.rows["begun"]),
            ),
            default=self.today,
        )
        return min(first, self.today)

    def _called(self, what: str, one: Row) -> str:
        """The name of a row that everyone may read; of another, and of what bears a secrecy mark, its number."""
        kind, column = MARKED.get(what, ("", "number"))
        if one["seen"] in Audience.SHARED and (kind, one[column]) not in self.marked:
            return str(one["name"])
        return self.words.say(Message(UNNAMED[what], {"n": one.get("count", one["number"])}))

    def _decided(self, one: Row) -> dt.date:
        """When an edition was decided: the day of the meeting, where one did."""
        return self.met.get(one["meeting"]) or _known(one["day"])

    def _offices(self) -> Iterator[Office]:
        held: dict[tuple[str, int], list[Stretch]] = defaultdict(list)
        for one in self.rows["holders"]:
            key = ("seat", one["seat"]) if one["seat"] else ("function", one["function"])
            held[key].append(_stretch(one))
        for one in self.rows["functions"]:
            stretches = tuple(held["function", one["number"]])
            yield Office(one["number"], one["name"], one["kind"], one["party"], _stretch(one), stretches)
        for one in self.rows["seats"]:
            stretches = tuple(held["seat", one["number"]])
            works = _stretch(one)
            yield Office(one["number"], one["name"], "", one["party"], works, stretches, one["body"], one["senior"])

    def _meetings(self) -> Iterator[Meeting]:
        decided = {one["item"] for one in self.rows["decisions"]}
        listed: dict[int, set[str]] = defaultdict(set)
        handled: dict[int, set[str]] = defaultdict(set)
        for one in self.rows["items"]:
            listed[one["meeting"]].add(one["kind"])
            if one["handled"] or one["number"] in decided:
                handled[one["meeting"]].add(one["kind"])
        for one in self.rows["meetings"]:
            number, day = one["number"], self.met[one["number"]]
            planned = self.happened.get(("meeting.planned", number))
            yield Meeting(
                number,
                one["body"],
                day,
                day if one["state"] in ("held", "approved") else None,
                one["state"] == "cancelled",
                frozenset(listed[number]),
                frozenset(handled[number]),
                # entered when it was over: nobody can tell when it was put on the calendar
                planned if planned is not None and planned <= day else None,
                self.happened.get(("meeting.cancelled", number)) if one["state"] == "cancelled" else None,
            )

    def _artefacts(self) -> Iterator[Artefact]:
        yield from self._of_pictures()
        yield from self._of_plans()
        yield from self._of_agreements()
        yield from self._of_publications()
        for one in self.rows["dialogues"]:
            name = self._called("dialogue", one)
            yield Artefact(
                DIALOGUES[one["kind"]], Source("dialogues.dialogue", one["number"]), name, _known(one["day"])
            )
        for one in self.rows["readings"]:
            yield Artefact("statistics", Source("indicators.reading", one["number"]), "", _known(one["day"]))
        for one in self.rows["decisions"]:
            if one["act"] == PRIORITISE:
                source = Source("problems.problem", one["subject"])
                yield Artefact("problems.prioritised", source, "", _known(one["day"]))
        for one in self.rows["noted"]:
            covers = _period(one["first"], one["last"])
            source = Source("compliance.noted", one["number"])
            yield Artefact(one["kind"], source, "", _known(one["day"]), covers, one["party"])

    def _of_pictures(self) -> Iterator[Artefact]:
        for one in self.rows["editions"]:
            covers = Period(_known(one["start"]), _known(one["end"]) - DAY)
            source = Source("picture.edition", one["number"])
            yield Artefact(f"picture.{one['kind']}", source, "", self.editions[one["number"]], covers)

    def _of_plans(self) -> Iterator[Artefact]:
        for one in self.rows["plans"]:
            covers = Period(_known(one["starts"]), _known(one["ends"]))
            source, name = Source("plans.plan", one["plan"]), self._called("plan", {**one, "count": one["plan"]})
            yield Artefact("plan.adopted", source, name, day_of(one["day"]) or _known(one["at"]), covers)
        for one in self.rows["own_decisions"]:
            covers = Period(_known(one["starts"]), _known(one["ends"]))
            source, name = Source("plans.plan", one["plan"]), self._called("plan", {**one, "count": one["plan"]})
            yield Artefact("plan.own_decision", source, name, _known(one["day"]), covers, one["party"])
        for one in self.rows["measures"]:
            source = Source("plans.measure", one["number"])
            if one["reactive"]:
                yield Artefact("measure.immediate", source, self._called("measure", one), _known(one["day"]))
        for one in self.rows["doses"]:
            source = Source("plans.measure", one["measure"])
            yield Artefact("presence.held", source, "", _known(one["day"]), party=one["party"])

    def _of_agreements(self) -> Iterator[Artefact]:
        for one in self.rows["agreements"]:
            term = terms.Term(
                **{name: one[name] for name in ("notice_months",)},
                kind=one["term"],
                starts=_known(one["starts"]),
                ends=_known(one["ends"]),
                follow_up=day_of(one["follow_up"]),
                until=day_of(one["until"]),
            )
            last = None if terms.goes_on(term) else terms.last_day(term, self.today)
            covers = Period(term.starts, max(term.starts, last or dt.date.max))
            source, name = Source("agreements.agreement", one["number"]), self._called("agreement", one)
            signed = day_of(one["signed_on"]) or term.starts
            gone = None if last is None else last + DAY
            yield Artefact(IN_FORCE, source, name, signed, covers, gone=gone, opens=term.starts)
        for one in self.rows["reviews"]:
            source = Source("agreements.agreement", one["agreement"])
            yield Artefact("agreement.reviewed", source, "", _known(one["day"]))

    def _of_publications(self) -> Iterator[Artefact]:
        for (kind, _), one in self.published.items():
            if kind == "news":
                source = Source("publishing.publication", one["number"])
                yield Artefact("news", source, one["name"], _known(one["day"]))

    def _problems(self) -> Iterator[Problem]:
        caused = _earliest(
            (one["problem"], self.happened.get(("cause.added", one["number"]))) for one in self.rows["causes"]
        )
        evidence = self.rows["evidence"]
        pictured = _earliest(
            (one["problem"], self.editions.get(one["edition"])) for one in evidence if one["kind"] == "finding"
        )
        heard = _earliest((one["problem"], _known(one["day"])) for one in evidence if one["kind"] == "dialogue")
        planned = _earliest((one["problem"], _known(one["day"])) for one in self.rows["measures"] if one["plan"])
        decided = defaultdict(list)
        for one in self.rows["decisions"]:
            if one["act"] in (PRIORITISE, DEPRIORITISE):
                decided[one["subject"]].append((_known(one["day"]), one["act"]))
        for one in self.rows["problems"]:
            number = one["number"]
            yield Problem(
                number,
                self._called("problem", one),
                _prioritised(decided[number], day_of(one["closed"])),
                caused.get(number),
                pictured.get(number),
                heard.get(number),
                planned.get(number),
            )

    def _measures(self) -> Iterator[Measure]:
        for one in self.rows["measures"]:
            yield Measure(
                one["number"],
                self._called("measure", one),
                _known(one["day"]),
                one["party"],
                one["person"] is not None,
                day_of(one["due"]),
                one["problem"],
                day_of(one["done"])
                if one["state"] == "done"
                else day_of(one["stopped"])
                if one["state"] == "stopped"
                else None,
                one["state"] == "done",
            )

    def _promises(self) -> Iterator[Promise]:
        promisers = _grouped(self.rows["promisers"], "promise", "party")
        problems = _grouped(self.rows["promised"], "promise", "problem")
        bound = _latest_of_each(self.rows["party_decisions"])
        signed = _latest_of_each(self.rows["signatures"])
        evaluated = _earliest((one["promise"], _known(one["day"])) for one in self.rows["evaluations"])
        for one in self.rows["promises"]:
            number, parties = one["number"], frozenset(promisers[one["number"]])
            published = self.published.get(("promise", number))
            gone = self.happened.get(("promise.withdrawn", number)) if one["state"] == "withdrawn" else None
            yield Promise(
                number,
                self._called("promise", one),
                Period(_known(one["starts"]), _known(one["ends"])),
                day_of(one["joint"]),
                _when_all(parties, bound[number]),
                _when_all(parties, signed[number]),
                _known(published["day"]) if published else None,
                evaluated.get(number),
                gone,
                parties,
                tuple(sorted({problem for problem in problems[number] if problem is not None})),
                one["body"],
                tuple(sorted((party, day) for party, day in bound[number].items())),
            )

    def _services(self) -> Iterator[Service]:
        hours: dict[int, dict[dt.date, float]] = defaultdict(dict)
        for one in self.rows["sessions"]:
            day = _known(one["day"])
            hours[one["service"]][day] = hours[one["service"]].get(day, 0.0) + one["hours"]
        for one in self.rows["services"]:
            held = hours[one["number"]]
            yield Service(one["number"], one["name"], _stretch(one), held, day_of(one["evaluated"]))

    def _policies(self) -> Iterator[Policy]:
        editions: dict[int, dict[dt.date, dt.date | None]] = defaultdict(dict)
        for one in self.rows["policy_editions"]:
            editions[one["policy"]][_known(one["decided"])] = day_of(one["revise_by"])
        for one in self.rows["policies"]:
            decided = editions[one["number"]]
            latest = max(decided, default=None)
            yield Policy(
                one["number"],
                one["name"],
                one["kind"],
                one["owner"] or one["owner_text"],
                tuple(sorted(decided)),
                decided[latest] if latest else None,
                day_of(one["until"]),
                {day: by for day, by in decided.items() if by},
            )


def _known(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _stretch(one: Row) -> Stretch:
    return Stretch(_known(one["since"]), day_of(one["until"]))


def _period(first: str | None, last: str | None) -> Period | None:
    return Period(_known(first), _known(last)) if first and last else None


def _earliest(pairs: Iterable[tuple[int, dt.date | None]]) -> dict[int, dt.date]:
    found: dict[int, dt.date] = {}
    for number, day in pairs:
        if day is not None and (number not in found or day < found[number]):
            found[number] = day
    return found


def _grouped(rows: Iterable[Row], by: str, what: str) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for one in rows:
        found[one[by]].append(one[what])
    return found


def _latest_of_each(rows: Iterable[Row]) -> Mapping[int, dict[int, dt.date]]:
    """By promise and party, the day of the one written last."""
    found: dict[int, dict[int, dt.date]] = defaultdict(dict)
    for one in rows:
        found[one["promise"]][one["party"]] = _known(one["day"])
    return found


def _when_all(parties: frozenset[int], days: Mapping[int, dt.date]) -> dt.date | None:
    """The day on which the last of them had done it; none while one has not."""
    if not parties or parties - days.keys():
        return None
    return max(days[one] for one in parties)


def _prioritised(decided: list[tuple[dt.date, str]], closed: dt.date | None) -> Stretch | None:
    """From the first meeting that gave priority, to the last day before it was taken away or the problem was closed."""
    since: dt.date | None = None
    until: dt.date | None = None
    for day, act in decided:
        if act == PRIORITISE:
            since, until = since or day, None
        elif since is not None and until is None:
            until = max(since, day - DAY)
    if since is None:
        return None
    if until is None and closed is not None:
        until = max(since, closed)
    return Stretch(since, until)
