"""A partnership in the shape of one of the five texts, and what people do in it during a year: all of it by actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from lagesbild.accounts.models import Role
from lagesbild.agreements import actions as agreements
from lagesbild.compliance import actions, founding, loading, standing
from lagesbild.compliance.actions import Decided, Happened, Judgings, Offered, Owner, Word
from lagesbild.compliance.models import Policy, Rule, Service
from lagesbild.compliance.rules.judging import Judgement
from lagesbild.compliance.rules.record import Record
from lagesbild.compliance.standing import Read
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.demo.cast.bodies import BODIES, FUNCTIONS
from lagesbild.demo.cast.undertakings import UNDERTAKINGS
from lagesbild.dialogues import actions as dialogues
from lagesbild.evaluation import actions as evaluation
from lagesbild.i18n import translator
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import Meeting
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body, Function, Holder
from lagesbild.picture.actions import decide, make_edition
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import PlanTold, Whose
from lagesbild.plans.actions import Told as Measured
from lagesbild.problems import actions as problems
from lagesbild.promises import actions as promises
from lagesbild.promises.periods import Period
from lagesbild.publishing import actions as publishing
from lagesbild.publishing import kinds as public
from tests.agreements.table import PDF, wording
from tests.clock import ZONE, Clock
from tests.organisation.house import House, build, everything
from tests.promises.vow import category, incidents

DAY = dt.timedelta(days=1)
BEFORE, FIRST, LAST = dt.date(2025, 12, 8), dt.date(2026, 1, 1), dt.date(2026, 12, 31)
"""When it was signed and entered, and the year that is played: one with 53 weeks."""
SWEDISH = translator("sv")


@dataclass
class Stage:
    """The partnership of one municipality of the demonstration, with its bodies, functions and agreement."""

    slug: str
    house: House
    clock: Clock
    bodies: dict[str, Body] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    holders: dict[str, Holder] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    """Numbers of what the story made, by what it calls it."""

    def party(self, key: str) -> int:
        """The municipality, the police, and one for all others."""
        house = self.house
        return {"kommun": house.municipality, "polis": house.police}.get(key, house.housing).pk

    def found(self) -> None:
        """Bodies, seats and functions as the demonstration has them; a person without an account holds each."""
        carl = self.house.carl
        for plan in BODIES[self.slug]:
            charter = Charter(
                name=plan.name,
                kind=plan.kind,
                convener=self.party("kommun"),
                reports_to=self.bodies[plan.reports_to].pk if plan.reports_to else None,
                times=plan.times,
                per=plan.per,
                may=everything(),
            )
            body = self.bodies[plan.key] = organisation.create_body(actor=carl, charter=charter, since=BEFORE)
            for one in plan.seats:
                seat = organisation.add_seat(
                    actor=carl,
                    body=body.pk,
                    title=one.title,
                    party=self.party(one.party),
                    leads=one.leads,
                    since=BEFORE,
                )
                who = Appointment(name=f"Innehavare av {one.title}"[:60], since=BEFORE)
                self.holders[one.title] = organisation.seat_person(actor=carl, seat=seat.pk, who=who)
        for said in FUNCTIONS[self.slug]:
            row = organisation.create_function(
                actor=carl, name=said.name, kind=said.kind, party=self.party(said.party), since=BEFORE
            )
            self.functions[said.name] = row
            person = self.house.people["Carl"].pk if said.party == "kommun" else None
            who = Appointment(person=person, name="" if person else "Pia Lind", since=BEFORE)
            self.holders[said.name] = organisation.fill_function(actor=carl, function=row.pk, who=who)

    def agree(self) -> None:
        """The agreement, signed before the year it begins in, and how its commitments are checked."""
        carl = self.house.carl
        draft = wording(starts=FIRST, ends=dt.date(2027, 12, 31))
        row = agreements.draft(actor=carl, wording=draft, party=self.party("kommun"))
        signing = [
            agreements.add_part(
                actor=carl,
                agreement=row.pk,
                part=agreements.Signs(of_party=self.party(key), function=function, mandate="Delegationsordningen 4.2"),
            ).pk
            for key, function in (("kommun", "kommunchef"), ("polis", "lokalpolisområdeschef"))
        ]
        for n, one in enumerate(UNDERTAKINGS[self.slug], 1):
            part = agreements.Undertaking(
                text=one.text, number=str(n), cadence=one.often, responsible_text="Parterna gemensamt"
            )
            agreements.add_part(actor=carl, agreement=row.pk, part=part)
        agreements.sign(actor=carl, agreement=row.pk, signatories=signing, signed_on=BEFORE, original=PDF)
        row = agreements.enter_force(actor=carl, agreement=row.pk)
        with scope(carl.scope()):
            offers = founding.for_agreement(row, as_read={one.text: one.key for one in UNDERTAKINGS[self.slug]})
        assert all(one.whole for one in offers), [one.lacks for one in offers]
        actions.accept(actor=carl, proposals=[one.proposed for one in offers])

    # what people do

    def plan(self, key: str, days: Iterable[dt.date], also: str = "", but: dt.date | None = None) -> None:
        """Put meetings of a body on the calendar; on the agenda of all but one a point of the kind `also`."""
        for day in days:
            starts = dt.datetime.combine(day, dt.time(9), ZONE)
            hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
            row = meetings.plan(actor=self.house.carl, body=self.bodies[key].pk, hours=hours)
            self.known[f"{key} {day}"] = row.pk
            if also:
                self._stands(row.pk, also, day != but)

    def _stands(self, meeting: int, kind: str, on: bool) -> None:
        """Let a point stand on the agenda or not: what is agreed stands there by itself until somebody takes it off."""
        carl = self.house.carl
        with scope(carl.scope()):
            there = list(Meeting.objects.get(pk=meeting).items.filter(kind=kind))
        if on and not there:
            meetings.add_item(actor=carl, meeting=meeting, kind=kind)
        for item in [] if on else there:
            meetings.remove_item(actor=carl, item=item.pk)

    def meet(self, key: str, day: dt.date, *, without: str = "", acts: Iterable[tuple[str, int, str]] = ()) -> None:
        """Hold the meeting of the day, planned or not; every point but those of the kind `without` is gone through."""
        carl, name = self.house.carl, f"{key} {day}"
        if name not in self.known:
            self.plan(key, [day])
        row = self.known[name]
        self.clock.to(day, 9)
        meetings.hold(actor=carl, meeting=row)
        with scope(carl.scope()):
            items = list(Meeting.objects.get(pk=row).items.order_by("position"))
        for item in items:
            if item.kind not in (without, "picture.week"):
                meetings.note_item(actor=carl, item=item.pk, note="", done=True)
        for kind, subject, act in acts:
            put = meetings.add_item(actor=carl, meeting=row, kind=kind, subject=subject)
            meetings.decide(actor=carl, item=put.pk, text="Så beslutas.", act=act)

    def call_off(self, key: str, day: dt.date) -> None:
        """Cancel a meeting that was planned."""
        meetings.cancel(actor=self.house.carl, meeting=self.known[f"{key} {day}"])

    def leave(self, post: str, until: dt.date) -> None:
        """Whoever holds a seat or a function leaves it."""
        organisation.vacate(actor=self.house.carl, holder=self.holders[post].pk, until=until)

    def fill(self, post: str, since: dt.date) -> None:
        """Somebody else takes it."""
        who = Appointment(name="Ny Efterträdare", since=since)
        old = self.holders[post]
        if old.seat_id is not None:
            self.holders[post] = organisation.seat_person(actor=self.house.carl, seat=old.seat_id, who=who)
        else:
            assert old.function_id is not None
            self.holders[post] = organisation.fill_function(actor=self.house.carl, function=old.function_id, who=who)

    def service(self, name: str, since: dt.date) -> None:
        """A joint service."""
        row = actions.add_service(actor=self.house.carl, offered=Offered(name=name, since=since))
        self.known[name] = row.pk

    def open_for(self, name: str, day: dt.date, hours: float) -> None:
        """It was open."""
        actions.note_session(actor=self.house.carl, service=self.known[name], day=day, hours=hours)

    def evaluated(self, name: str, day: dt.date) -> None:
        """It was evaluated."""
        with scope(self.house.carl.scope()):
            row = Service.objects.get(pk=self.known[name])
        told = Offered(name=name, since=row.since, evaluated=day, evaluation="Besöken är fler än väntat.")
        actions.change_service(actor=self.house.carl, service=row.pk, offered=told)

    def document(self, name: str, kind: str) -> None:
        """A document that somebody owns."""
        row: Policy = actions.add_policy(
            actor=self.house.carl, owner=Owner(name=name, kind=kind, owner_text="Säkerhetschefen")
        )
        self.known[name] = row.pk

    def edition(self, name: str, decided: dt.date, revise_by: dt.date | None) -> None:
        """It was decided."""
        actions.note_edition(
            actor=self.house.carl,
            policy=self.known[name],
            decided=Decided(decided=decided, revise_by=revise_by, dnr="KS 2026/7"),
        )

    def note(self, kind: str, day: dt.date) -> None:
        """Something came about that no room holds."""
        actions.note(actor=self.house.carl, happened=Happened(kind=kind, day=day))

    def picture(self, monday: dt.date) -> None:
        """Something happens in the week that begins on a Monday, and its picture is made and decided."""
        incidents(self.house, Period(monday, monday + 6 * DAY), 1, category(self.house))
        row = make_edition(actor=worker(self.house.partnership.pk), start=monday)
        decide(actor=self.house.carl, edition=row.pk)

    def walk(self, day: dt.date) -> None:
        """A safety walk."""
        told = dialogues.Told(kind="walk", title="Trygghetsvandring", opens=day, closes=day, place="Torget")
        row = dialogues.create(actor=self.house.carl, told=told, party=self.party("kommun"))
        dialogues.open_(actor=self.house.carl, dialogue=row.pk)

    def ask_staff(self, opens: dt.date, closes: dt.date) -> None:
        """A dialogue with those who work there."""
        told = dialogues.Told(kind="staff", title="Vad ser du i ditt arbete?", opens=opens, closes=closes)
        row = dialogues.create(actor=self.house.carl, told=told, party=self.party("kommun"))
        asked = dialogues.Asked(text="Var behövs vi mest?", kind="text")
        dialogues.add_question(actor=self.house.carl, dialogue=row.pk, asked=asked)
        dialogues.open_(actor=self.house.carl, dialogue=row.pk)

    def problem(self, title: str) -> int:
        """A problem."""
        row = problems.open_problem(actor=self.house.carl, told=problems.Told(title=title))
        self.known[title] = row.pk
        return row.pk

    def cause(self, title: str) -> None:
        """A cause of it."""
        because = problems.Because(side="place", text="Mörkt efter stängning")
        problems.add_cause(actor=self.house.carl, problem=self.known[title], said=because)

    def measure(self, title: str, key: str, starts: dt.date, ends: dt.date, due: dt.date) -> None:
        """A plan of a body with a measure against it that the police answer for."""
        carl = self.house.carl
        told = PlanTold(
            name=f"Plan: {title}", purpose="Tryggare kvällar", starts=starts, ends=ends, body=self.bodies[key].pk
        )
        plan = plans.create_plan(actor=carl, told=told)
        measured = Measured(
            what="Vuxna på plats",
            kind="situational",
            responsible=self.party("polis"),
            person=self.house.person("Paula", self.house.police, Role.MEMBER).pk,
            due=due,
        )
        row = plans.create_measure(actor=carl, told=measured, whose=Whose(plan=plan.pk, problem=self.known[title]))
        self.known |= {f"plan {title}": plan.pk, f"measure {title}": row.pk}

    def promise(self, title: str, problem: str, starts: dt.date, ends: dt.date) -> int:
        """A promise of the municipality and the police, still a draft."""
        said = promises.Said(
            words=promises.Words(title=title, text="Vi är där klockan 19 till 23."),
            starts=starts,
            ends=ends,
            parties=(self.party("kommun"), self.party("polis")),
            measures=(self.known[f"measure {problem}"],),
        )
        row = promises.create(actor=self.house.carl, said=said)
        self.known[title] = row.pk
        return row.pk

    def bind(self, title: str, day: dt.date) -> None:
        """Both parties decide and sign it."""
        for key, by in (("kommun", "Kommunstyrelsen"), ("polis", "Lokalpolisområdeschefen")):
            binding = promises.Binding(party=self.party(key), how="body", by=by, date=day, dnr="KS 2026/12")
            promises.decide_party(actor=self.house.carl, promise=self.known[title], binding=binding)
            signed = promises.Signed(
                party=self.party(key), signatory="Siv Skog", function=by, date=day, name="lofte.pdf", content=PDF
            )
            promises.sign(actor=self.house.carl, promise=self.known[title], signed=signed)

    def publish(self, title: str) -> None:
        """A promise is published."""
        publishing.publish(actor=self.house.carl, kind="promise", subject=self.known[title], checked=public.CHECKS)

    def tell(self, title: str, day: dt.date) -> None:
        """News is published."""
        told = publishing.Told(
            title=title, day=day, happened="Det var otryggt vid torget.", done="Nu är vuxna där varje fredag."
        )
        row = publishing.write_news(actor=self.house.carl, told=told)
        publishing.publish(actor=self.house.carl, kind="news", subject=row.pk, checked=public.CHECKS)

    def evaluate(self, title: str) -> None:
        """A promise that has ended is evaluated."""
        row = evaluation.evaluate(actor=self.house.carl, promise=self.known[title])
        evaluation.decide(actor=self.house.carl, evaluation=row.pk)

    def presence(self, title: str, key: str, day: dt.date) -> None:
        """Presence at a place, by a measure of its own."""
        told = Measured(what=title, kind="presence", responsible=self.party("polis"))
        row = plans.create_measure(actor=self.house.carl, told=told, whose=Whose(body=self.bodies[key].pk))
        self.known[title] = row.pk
        self.held(title, day)

    def held(self, title: str, day: dt.date) -> None:
        """It was held on a day."""
        told = plans.DoseTold(unit="kvällar", starts=dt.time(19), ends=dt.time(23))
        plans.add_held(actor=self.house.carl, measure=self.known[title], day=day, told=told)

    def attest(self, number: str, *, kept: bool, first: dt.date, last: dt.date, reason: str) -> None:
        """Whoever answers for a commitment says whether it was kept."""
        with scope(self.house.carl.scope()):
            rule = Rule.objects.get(commitment__number=number, kind="attestation")
        word = Word(kept=kept, first=first, last=last, reason=reason)
        actions.attest(actor=self.house.carl, rule=rule.pk, word=word)

    # what is said of it

    @cached_property
    def rules(self) -> list[Rule]:
        """How it is checked, in the order of the text."""
        with scope(self.house.carl.scope()):
            return list(Rule.objects.judged().with_what())

    @cached_property
    def reads(self) -> dict[int, Read]:
        """The same, as they are judged."""
        return {rule.pk: standing.read(rule) for rule in self.rules}

    def record(self) -> Record:
        """What is known now."""
        with scope(self.house.carl.scope()):
            return loading.record(self.house.partnership)

    def judge(self, day: dt.date) -> Judgings:
        """Judge all of it, as the worker does."""
        return actions.judge_partnership(actor=worker(self.house.partnership.pk), on=day)

    def judged(self, record: Record, day: dt.date) -> list[Judgement]:
        """How each rule stands."""
        return [self.judged_rule(record, rule, day) for rule in self.rules]

    def judged_rule(self, record: Record, rule: Rule, day: dt.date) -> Judgement:
        """How one stands."""
        return self.reads[rule.pk].judge(record, day)

    def line(self, rule: Rule, judgement: Judgement, record: Record, day: dt.date) -> str:
        """A judgement as the year's book has it: day, number, status, why; what is next, by when and by whom."""
        assert rule.commitment is not None
        said = f"{day} {rule.commitment.number} {rule.kind}: {judgement.status.value}. {SWEDISH.say(judgement.reason)}"
        following = judgement.next
        if following is None:
            return said
        by = f" senast {following.by}" if following.by else ""
        who = standing.who_is_next(rule, following, record)
        return f"{said} » {SWEDISH.say(following.what)}{by}{f' ({who})' if who else ''}"


def raised(slug: str, partnership: int, clock: Clock) -> Stage:
    """The partnership of a municipality, on the day its agreement was signed."""
    clock.to(BEFORE)
    house = build(partnership)
    assert house.carl
    stage = Stage(slug, house, clock)
    stage.found()
    return stage
