"""A plan as a document: as it was decided in an edition, or as it stands, which is a draft and says so.

    document(t, plan, content, edition).pdf()
    parts(t, content)                              its parts alone, for documents that a plan is a part of

Problems with their causes come first, then what is done about each: what, by whom, when, and what tells that it is
done. It says what an edition says, so that a problem which not all readers may read is a number here too.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from lagesbild.core import registry
from lagesbild.core.documents.paper import Facts, Heading, Paper, Part, Table, Text, heads, paper
from lagesbild.i18n import N_, Message, Translator
from lagesbild.plans import editions
from lagesbild.plans.editions import Against, Content, Kept
from lagesbild.plans.models import PartyDecision, Plan, PlanEdition

HEAD = (N_("Measure"), N_("Responsible"), N_("When"), N_("What tells that it is done"))
WIDTHS = (4.8, 2.7, 2.1, 2.8)


def document(t: Translator, plan: Plan, content: Content, edition: PlanEdition | None) -> Paper:
    """The plan; without an edition it is what it says today, decided by nobody.

    Expects partnership, and of an edition decision, meeting and body at hand.
    """
    decided = timezone.localdate(edition.at) if edition else None
    lead = [t.say(Message(N_("Applies from {starts} to {ends}."), _days(content.starts, content.ends)))]
    if edition is None:
        lead.append(t.gettext(N_("It has not been decided as it stands here.")))
    else:
        values = {"number": edition.number, "day": decided}
        lead.append(t.say(Message(N_("Edition {number}, decided {day}."), values)))
    facts = [(t.gettext(N_("Whose it is")), content.body)] if content.body else []
    if edition is not None and edition.decision is not None:
        meeting = edition.decision.meeting
        by = f"{meeting.body.name}, {t.value(timezone.localdate(meeting.starts))}"
        facts.append((t.gettext(N_("Decided by")), by))
    return paper(
        t,
        plan.partnership,
        title=t.gettext(N_("Action plan")),
        about=content.name,
        made=decided or timezone.localdate(),
        registered=registry.of("plans.plan", plan.pk),
        draft="" if edition else t.gettext(N_("Draft: not decided")),
        lead=lead,
        parts=[
            Facts(tuple(facts)),
            *([Heading(t.gettext(N_("What the plan is for"))), Text(content.purpose)] if content.purpose else ()),
            *parts(t, content),
            *_own(t, edition),
        ],
    )


def parts(t: Translator, content: Content, level: int = 1) -> list[Part]:
    """Problems, causes and measures; their headings at the level and below."""
    found: list[Part] = []
    for problem in content.problems:
        found += _problem(t, content, problem, level)
    if rest := content.without_problem():
        rows = tuple(_row(t, one) for one in rest)
        found += [Heading(t.gettext(N_("Against no problem here")), level), Table("", heads(t, HEAD), rows, WIDTHS)]
    if not found:
        found.append(Text(t.gettext(N_("No measure stands in the plan.")), quiet=True))
    return found


def _problem(t: Translator, content: Content, problem: Against, level: int) -> list[Part]:
    called = problem.title or t.gettext(N_("A problem that not all may read"))
    none = t.gettext(N_("no cause named"))
    rows: list[tuple[str, ...]] = []
    for cause in problem.causes:
        against = content.of_cause(problem.number, cause.number)
        nothing = (cause.text, t.gettext(N_("No measure yet")), "", "", "")
        rows += [(cause.text, *_row(t, one)) for one in against] or [nothing]
    rows += [(none, *_row(t, one)) for one in content.unnamed(problem)]
    head = heads(t, (N_("Cause"), *HEAD))
    return [Heading(f"{problem.called}. {called}", level), Table("", head, tuple(rows), (3.2, *WIDTHS), lead=1)]


def _row(t: Translator, one: Kept) -> tuple[str, ...]:
    return _what(t, one), _who(one), _when(t, one), _told(t, one)


def _what(t: Translator, one: Kept) -> str:
    more = [
        (N_("Stopped"), t.gettext(N_("yes")) if one.stopped else ""),
        (N_("Method"), one.method),
        (N_("Goal"), one.goal),
        (N_("Place"), one.place),
        (N_("Resources"), one.resources),
        (N_("Handed over to"), one.hands_over_to),
    ]
    return _lines(one.what, *(f"{t.gettext(label)}: {text}" for label, text in more if text))


def _who(one: Kept) -> str:
    return _lines(one.responsible, one.person)


def _when(t: Translator, one: Kept) -> str:
    if one.starts and one.due:
        return f"{one.starts} –\n{one.due}"
    if one.due:
        return t.say(Message(N_("by {day}"), {"day": editions.day(one.due)}))
    if one.starts:
        return t.say(Message(N_("from {day}"), {"day": editions.day(one.starts)}))
    return t.gettext(N_("no day given"))


def _told(t: Translator, one: Kept) -> str:
    if not one.indicator:
        return ""
    values = {"unit": one.unit, "baseline": one.baseline, "target": one.target}
    if one.target is None:
        return one.indicator
    aim = N_("from {baseline} to {target} {unit}") if one.baseline is not None else N_("to {target} {unit}")
    return _lines(one.indicator, t.say(Message(aim, values)).strip())


def _own(t: Translator, edition: PlanEdition | None) -> Sequence[Part]:
    """Each party's own decision on the edition."""
    if edition is None:
        return ()
    found = {one.of_party_id: one for one in PartyDecision.objects.filter(edition=edition).latest_last()}
    if not found:
        return ()
    facts = tuple((one.of_party.name, _decided(t, one)) for one in found.values())
    return (Heading(t.gettext(N_("Each party's own decision"))), Facts(facts))


def _decided(t: Translator, one: PartyDecision) -> str:
    said = [one.by, t.value(one.date)]
    if one.delegation:
        said.append(t.say(Message(N_("by delegation {where}"), {"where": one.delegation})))
    if one.dnr:
        said.append(t.say(Message(N_("diary number {dnr}"), {"dnr": one.dnr})))
    return ", ".join(said)


def _days(starts: str | None, ends: str | None) -> dict[str, object]:
    return {"starts": editions.day(starts), "ends": editions.day(ends)}


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
