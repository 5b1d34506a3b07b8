"""From problems to promises: what was prioritised, why it arises, what is done, what was promised, and how it went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from lagesbild.core.scope import scope
from lagesbild.demo.cast.bodies import BODIES
from lagesbild.demo.cast.stories import ENDED, FOCUS, KEPT, OPEN, RUNNING, SET_ASIDE, Act, Story, Vow
from lagesbild.demo.fill.here import Here
from lagesbild.demo.fill.meetings import adjust
from lagesbild.demo.fill.paper import signed_original
from lagesbild.demo.towns.export import degrees
from lagesbild.evaluation import actions as evaluation
from lagesbild.incidents.models import Category
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.models import Body
from lagesbild.plans import actions as plans
from lagesbild.plans.models import Dose, Measure, Plan
from lagesbild.problems import actions as problems
from lagesbild.problems.models import Criterion, Problem
from lagesbild.promises import actions as promises
from lagesbild.promises.models import Milestone, Promise

NEAR, FAR = 300, 1_500
"""Metres around a place within which incidents belong to a problem; the second where the first holds none."""
FRIDAY = 4
BEFORE_PERIOD, BEFORE_PROMISE = dt.timedelta(days=60), dt.timedelta(days=24)
MISSED = frozenset({3, 11, 19})
"""Which of the planned evenings were not held."""
VALUING = frozenset({"member", "coordinator", "leader"})
NEAREST = {"steering": 0, "project": 1}
"""Kinds of body that decide on problems, plans and promises, the first where there is one."""


@dataclass(frozen=True, slots=True)
class Half:
    """A half-year that promises are made for: its first and last day."""

    first: dt.date
    last: dt.date


def halves(today: dt.date) -> tuple[Half, Half]:
    """The half-year that is over, and the one that runs: April to September, October to March."""
    if 4 <= today.month <= 9:
        runs = Half(dt.date(today.year, 4, 1), dt.date(today.year, 9, 30))
        return Half(dt.date(today.year - 1, 10, 1), dt.date(today.year, 3, 31)), runs
    autumn = today.year if today.month >= 10 else today.year - 1
    runs = Half(dt.date(autumn, 10, 1), dt.date(autumn + 1, 3, 31))
    return Half(dt.date(autumn, 4, 1), dt.date(autumn, 9, 30)), runs


def before(half: Half) -> Half:
    """The half-year before one."""
    last = half.first - dt.timedelta(days=1)
    first = dt.date(last.year if last.month == 9 else last.year - 1, 4 if last.month == 9 else 10, 1)
    return Half(first, last)


def told(here: Here) -> bool:
    """Whether there are problems."""
    return Problem.objects.filter(partnership_id=here.partnership).exists()


def tell(here: Here) -> None:
    """Tell all of it, or nothing."""
    with scope(here.system.scope()):
        chain = Chain(here)
        # most of it is the coordinator's to do, whose walls are then opened once
        with scope(chain.coordinator.scope()):
            chain.tell()


class Chain:
    """What is put into one municipality."""

    def __init__(self, here: Here) -> None:
        self.here = here
        self.coordinator = here.actor("coordinator")
        self.body = self._body()

    def tell(self) -> None:
        """Every story, the oldest first."""
        ended, runs = halves(self.here.today)
        focus = problems.add_focus_area(
            actor=self.coordinator, name=FOCUS[0], description=FOCUS[1], since=ended.first - dt.timedelta(days=365)
        )
        winter = before(ended) if ended.first.month == 4 else before(before(ended))
        self._promised(KEPT, winter, focus.pk)
        self._promised(ENDED, ended, focus.pk)
        self._promised(RUNNING, runs, focus.pk)
        self._value(self._problem(OPEN, self.here.today, None))
        aside = self._problem(SET_ASIDE, self.here.today, None)
        self._value(aside)
        self._meet(
            runs.first - BEFORE_PERIOD + dt.timedelta(days=7),
            "problems.problem",
            aside.pk,
            SET_ASIDE.decided,
            "problems.deprioritise",
        )

    def _promised(self, story: Story, period: Half, focus: int) -> None:
        problem = self._problem(story, period.first - BEFORE_PERIOD, focus)
        self._value(problem)
        self._meet(period.first - BEFORE_PERIOD, "problems.problem", problem.pk, story.decided, "problems.prioritise")
        measures = self._plan(story, problem, period)
        assert story.vow is not None
        self._promise(story, story.vow, problem, period, measures)

    def _problem(self, story: Story, day: dt.date, focus: int | None) -> Problem:
        spot = self.here.spot(story.spot)
        lon, lat = degrees(np.array([[spot.x, spot.y]]))[0].tolist()
        row = problems.open_problem(
            actor=self.coordinator,
            told=problems.Told(
                title=story.title.format(spot=spot.name),
                what=story.what,
                where=story.where.format(spot=spot.name),
                when=story.when,
                who=story.who,
                focus_area=focus,
                lon=lon,
                lat=lat,
                metres=NEAR,
                place=spot.name,
            ),
        )
        self._rest_on(row, story, day)
        problems.add_note(actor=self.coordinator, problem=row.pk, text=story.note)
        for why in story.causes:
            said = problems.Because(side=why.side, text=why.text, basis=why.basis, confidence=why.confidence)
            problems.add_cause(actor=self.coordinator, problem=row.pk, said=said)
        return row

    def _rest_on(self, row: Problem, story: Story, day: dt.date) -> None:
        """The incidents of the year before, near the place; further off where there are none."""
        first = day - dt.timedelta(days=365)
        for metres in (NEAR, FAR, None):
            chosen = problems.Chosen(
                first=first,
                last=day - dt.timedelta(days=1),
                start=self.here.moment(first, 0),
                end=self.here.moment(day, 0),
                categories=self._categories(story),
                lon=row.lon if metres else None,
                lat=row.lat if metres else None,
                metres=metres,
            )
            if chosen.found().exists():
                problems.add_incidents(actor=self.coordinator, problem=row.pk, chosen=chosen)
                return

    def _value(self, problem: Problem) -> None:
        """Those who stand for a party value, one for each; they do not agree about everything."""
        criteria = list(Criterion.objects.active().order_by("position"))
        seen: set[str] = set()
        for key, one in self.here.cast.items():
            place = next(place for place in one.places if place.slug == self.here.slug)
            if place.party in seen or not VALUING & set(place.roles):
                continue
            seen.add(place.party)
            shift = len(seen) + problem.number
            scores = [
                problems.Scored(criterion.pk, 2 + (3 * i + shift * (i + 1)) % 4) for i, criterion in enumerate(criteria)
            ]
            problems.value(
                actor=self.here.actor(key),
                problem=problem.pk,
                of_party=self.here.parties[place.party],
                scores=scores,
            )

    def _plan(self, story: Story, problem: Problem, period: Half) -> list[int]:
        plan = plans.create_plan(
            actor=self.coordinator,
            told=plans.PlanTold(
                name=f"Handlingsplan {period.first:%Y-%m}–{period.last:%Y-%m}",
                starts=period.first,
                ends=period.last,
                body=self.body.pk,
            ),
        )
        rows = list(problem.causes.order_by("position", "pk"))
        measures = [
            (self._measure(act, plan, problem, cause.pk, period), act)
            for why, cause in zip(story.causes, sorted(rows, key=lambda row: row.pk), strict=True)
            for act in why.acts
        ]
        self._meet(period.first - BEFORE_PROMISE, "plans.plan", plan.pk, "Handlingsplanen antas.", "plans.adopt")
        plans.decide_party(
            actor=self.coordinator,
            plan=plan.pk,
            binding=plans.Binding(
                party=self.here.parties["kommun"],
                how="body",
                by="Kommunstyrelsen",
                date=period.first - BEFORE_PROMISE + dt.timedelta(days=6),
                dnr=f"KS {period.first.year}/{60 + 11 * plan.pk % 300}",
            ),
        )
        for row, act in measures:
            self._carry_out(row, act, period)
        return [row.pk for row, _ in measures]

    def _measure(self, act: Act, plan: Plan, problem: Problem, cause: int, period: Half) -> Measure:
        person, party = self._who(act.person, act.party)
        told = plans.Told(
            what=act.what,
            kind=act.kind,
            technique=act.technique,
            responsible=party,
            person=person,
            cause=cause,
            starts=period.first,
            due=period.last,
            goal=act.goal,
            indicator=act.indicator,
            unit=act.unit,
            baseline=0.0 if act.target is not None else None,
            target=act.target,
            lon=problem.lon,
            lat=problem.lat,
            place=problem.place,
        )
        return plans.create_measure(
            actor=self.coordinator, told=told, whose=plans.Whose(plan=plan.pk, problem=problem.pk)
        )

    def _carry_out(self, row: Measure, act: Act, period: Half) -> None:
        over = period.last < self.here.today
        plans.report(actor=self.coordinator, measure=row.pk, state=Measure.State.UNDER_WAY)
        if act.evenings:
            self._evenings(row, period)
        if over:
            on = period.last if act.state == Measure.State.DONE else None
            plans.report(actor=self.coordinator, measure=row.pk, state=act.state, text=act.report, on=on)

    def _evenings(self, row: Measure, period: Half) -> None:
        first = period.first + dt.timedelta(days=(FRIDAY - period.first.weekday()) % 7)
        days = [first + dt.timedelta(weeks=week) for week in range((period.last - first).days // 7 + 1)]
        evening = plans.DoseTold(of_party=row.responsible_id, starts=dt.time(20), ends=dt.time(23), unit="kvällar")
        plans.plan_doses(actor=self.coordinator, measure=row.pk, days=days, told=evening)
        past = Dose.objects.filter(measure=row, planned=True, day__lt=self.here.today).order_by("day")
        for i, dose in enumerate(past):
            if i in MISSED:
                plans.cancel_dose(actor=self.coordinator, dose=dose.pk, note="Personal saknades.")
            else:
                plans.hold_dose(actor=self.coordinator, dose=dose.pk)

    def _promise(self, story: Story, vow: Vow, problem: Problem, period: Half, measures: list[int]) -> None:
        assert problem.lon is not None
        assert problem.lat is not None
        parties = [self.here.parties["kommun"], self.here.parties["polis"]]
        row = promises.create(
            actor=self.coordinator,
            said=promises.Said(
                promises.Words(
                    title=vow.title.format(spot=problem.place),
                    text=vow.text,
                    where=problem.place,
                    focus=FOCUS[0],
                    goal=vow.goal,
                    rhythm=vow.rhythm,
                ),
                starts=period.first,
                ends=period.last,
                parties=parties,
                measures=measures,
                within=promises.Within(
                    position=promises.Position(problem.lon, problem.lat, NEAR), categories=self._categories(story)
                ),
            ),
        )
        reached = [
            (
                promises.add_milestone(actor=self.coordinator, promise=row.pk, what=what, due=self._day(period, days)),
                was,
            )
            for what, days, was in vow.milestones
        ]
        adopted = period.first - BEFORE_PROMISE + dt.timedelta(days=1)
        self._meet(adopted, "promises.promise", row.pk, "Gruppen ställer sig bakom löftet.", "promises.adopt")
        self._sign(row, adopted)
        for milestone, was in reached:
            self._reach(milestone, was)
        for days, text in vow.told:
            day = self._day(period, days)
            if day < self.here.today:
                promises.follow_up(actor=self.coordinator, promise=row.pk, day=day, text=text)
        if period.last < self.here.today:
            self._conclude(row, vow)

    def _sign(self, row: Promise, adopted: dt.date) -> None:
        """Each party decides for itself, and signs."""
        chairs = {"kommun": ("chair", "Kommunstyrelsens ordförande"), "polis": ("chief", "Lokalpolisområdeschef")}
        for i, (party, (key, function)) in enumerate(chairs.items()):
            number = self.here.parties[party]
            actor = self.here.actor(key) if key in self.here.people else self.coordinator
            promises.decide_party(
                actor=actor,
                promise=row.pk,
                binding=promises.Binding(
                    party=number,
                    how="body" if party == "kommun" else "delegate",
                    by="Kommunstyrelsen" if party == "kommun" else "Lokalpolisområdeschef",
                    delegation="" if party == "kommun" else "Arbetsordningen",
                    date=adopted + dt.timedelta(days=5),
                    dnr=f"{'KS' if party == 'kommun' else 'A'} {adopted.year}/{100 + 7 * row.pk % 800 + i}",
                ),
            )
            signatory = self.here.cast[key].name if key in self.here.cast else "Namn saknas"
            promises.sign(
                actor=actor,
                promise=row.pk,
                signed=promises.Signed(
                    party=number,
                    signatory=signatory,
                    function=function,
                    date=adopted + dt.timedelta(days=10),
                    name=f"lofte-{row.pk}-{party}.pdf",
                    content=signed_original(),
                ),
            )

    def _reach(self, milestone: Milestone, was: bool) -> None:
        if milestone.due >= self.here.today:
            return
        promises.change_milestone(
            actor=self.coordinator,
            milestone=milestone.pk,
            state=Milestone.State.DONE if was else Milestone.State.NOT_DONE,
            done_on=milestone.due if was else None,
            reason="" if was else "Lokalen blev inte klar i tid.",
        )

    def _conclude(self, row: Promise, vow: Vow) -> None:
        made = evaluation.evaluate(actor=self.coordinator, promise=row.pk)
        evaluation.decide(actor=self.coordinator, evaluation=made.pk)
        promises.conclude(actor=self.coordinator, promise=row.pk, kept=vow.kept, reason=vow.reason, effect=made.verdict)

    def _meet(self, day: dt.date, kind: str, subject: int, text: str, act: str) -> None:
        """A meeting of the body that decides, on a working day of its own, with one thing that acts."""
        met = set(Meeting.objects.filter(body=self.body).values_list("starts__date", flat=True))
        while day.weekday() > FRIDAY or day in met:
            day += dt.timedelta(days=1)
        starts = self.here.moment(day, 13)
        hours = meetings.Hours(starts=starts, ends=starts + dt.timedelta(hours=2), place="Kommunhuset")
        meeting = meetings.plan(actor=self.coordinator, body=self.body.pk, hours=hours)
        item = meetings.add_item(actor=self.coordinator, meeting=meeting.pk, kind=kind, subject=subject)
        meetings.hold(actor=self.coordinator, meeting=meeting.pk)
        meetings.attend_all(actor=self.coordinator, meeting=meeting.pk)
        meetings.decide(actor=self.coordinator, item=item.pk, text=text, act=act)
        if kind == "promises.promise":
            meetings.open_item(actor=self.coordinator, item=item.pk, public=True)
        adjust(self.here, meeting)
        meetings.approve(actor=self.coordinator, meeting=meeting.pk)

    def _body(self) -> Body:
        """The body that decides: the steering group, or the one that comes nearest to it."""
        nearest = min(BODIES[self.here.slug], key=lambda plan: NEAREST.get(plan.kind, len(NEAREST)))
        return Body.objects.get(partnership_id=self.here.partnership, name=nearest.name)

    def _who(self, key: str, party: str) -> tuple[int, int]:
        """Person and party, of the coordinator where the municipality has no such person."""
        wanted = key if key in self.here.cast else "coordinator"
        places = [place for place in self.here.cast[wanted].places if place.slug == self.here.slug]
        own = places[0].party
        return self.here.people[wanted], self.here.parties[own]

    def _categories(self, story: Story) -> tuple[int, ...]:
        known = dict(Category.objects.filter(active=True).values_list("name", "pk"))
        return tuple(known[name] for name in story.kinds if name in known)

    @staticmethod
    def _day(period: Half, days: int) -> dt.date:
        return min(period.first + dt.timedelta(days=days), period.last)
