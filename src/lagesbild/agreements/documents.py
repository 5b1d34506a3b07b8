"""An agreement as a document, whole and in its own words, and the annex that says what is done in a year.

    document(t, agreement, day).pdf()        the text, what follows from its term, and where it is signed
    difference(t, old, new, day).word()      what differs between two editions, side by side
    annex(t, agreement, year, day).word()    problems, causes and measures of the plans of the year, as decided

The agreement is frozen once it is in force, so that its document says the same for as long as it applies. What is
decided from year to year is an annex of its own, and of it only what the whole partnership may read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lagesbild.agreements import differences
from lagesbild.agreements.models import AgreedBody, Agreement, Commitment, Signatory
from lagesbild.core import registry
from lagesbild.core.documents.paper import (
    Facts,
    Heading,
    Items,
    Page,
    Paper,
    Part,
    Place,
    Places,
    Table,
    Text,
    heads,
    paper,
)
from lagesbild.core.models import Audience
from lagesbild.i18n import N_, Message, Translator
from lagesbild.plans import documents as plans
from lagesbild.plans.editions import Content
from lagesbild.plans.models import Plan, PlanEdition

BEFORE = (("background", N_("Background")), ("purpose", N_("Purpose")), ("method", N_("Method")))
AFTER = (
    ("economy", N_("Economy")),
    ("duration", N_("Term")),
    ("review", N_("Follow-up and revision")),
    ("text", N_("What else is agreed")),
)
"""Texts of an agreement, before and after what is undertaken."""
SIDES = (N_("As it was"), N_("As it becomes"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan of the year: as decided, or None where nothing of it has been."""

    plan: Plan
    edition: PlanEdition | None


def document(t: Translator, row: Agreement, day: dt.date) -> Paper:
    """The whole agreement as it stands on the day.

    Expects partnership and notice_by at hand (`views.page.agreement_of`).
    """
    signatories = list(row.signatories.in_order().select_related("of_party"))
    commitments = list(row.commitments.for_page().defer("annex__content"))
    return paper(
        t,
        row.partnership,
        title=t.gettext(N_("Agreement on cooperation")),
        about=row.title,
        made=row.signed_on or day,
        registered=registry.of("agreements.agreement", row.pk),
        draft=t.gettext(N_("Draft: not in force")) if row.draft else "",
        parts=[
            Heading(t.gettext(N_("Parties"))),
            Items(tuple(parties(signatories))) if signatories else _none(t),
            *_texts(t, row, BEFORE),
            Heading(t.gettext(N_("Commitments"))),
            *(_commitments(t, [one for one in commitments if one.annex_id is None]) or [_none(t)]),
            *_bodies(t, row),
            *_texts(t, row, AFTER),
            *_term(t, row),
            *_annexes(t, row, commitments),
            *_signatures(t, row, signatories),
        ],
    )


def difference(t: Translator, old: Agreement | None, new: Agreement, day: dt.date) -> Paper:
    """What differs between two editions: passages as they were and as they become, side by side.

    Expects the partnership of the newer one at hand.
    """
    sections = differences.compare(old, new) if old is not None else []
    if old is None:
        lead = t.gettext(N_("This one supersedes nothing."))
    elif sections:
        lead = t.say(Message(N_("The earlier one: {title}"), {"title": old.title}))
    else:
        lead = t.gettext(N_("It says what the earlier one says."))
    return paper(
        t,
        new.partnership,
        title=t.gettext(N_("What differs from the earlier one")),
        about=new.title,
        made=day,
        registered=registry.of("agreements.agreement", new.pk),
        draft=t.gettext(N_("Draft: not in force")) if new.draft else "",
        lead=[lead],
        parts=[
            Table(t.gettext(one.label), heads(t, SIDES), tuple(_sides(t, one, each) for each in one.changes), (1, 1))
            for one in sections
        ],
    )


def _sides(t: Translator, section: differences.Section, change: differences.Change) -> tuple[str, str]:
    was, becomes = change.was, change.becomes
    if section.ours:
        was, becomes = (t.gettext(one) if one else "" for one in (was, becomes))
    return was or "–", becomes or "–"


def annex(t: Translator, row: Agreement, year: int, day: dt.date) -> Paper:
    """What is done about which problem in a year: the plans that apply in it, each as last decided."""
    drawn = of_year(year)
    decided = [one for one in drawn if one.edition is not None]
    waiting = [one.plan.name for one in drawn if one.edition is None]
    values = {"title": row.title}
    lead = [t.say(Message(N_("Annex to {title}."), values)), t.say(Message(N_("As of {day}."), {"day": day}))]
    if not decided:
        lead.append(t.say(Message(N_("No plan that all may read has been decided for {year}."), {"year": str(year)})))
    parts: list[Part] = []
    for one in decided:
        assert one.edition is not None
        content = Content.of_json(one.edition.content)
        at = {"number": one.edition.number, "starts": dt.date.fromisoformat(content.starts)}
        said = N_("Edition {number}. Applies from {starts} to {ends}.")
        parts += [
            Heading(content.name),
            Text(t.say(Message(said, at | {"ends": dt.date.fromisoformat(content.ends)})), quiet=True),
            Text(content.purpose),
            *plans.parts(t, content, level=2),
        ]
    if waiting:
        parts += [Heading(t.gettext(N_("Not decided, and so not in the annex"))), Items(tuple(waiting))]
    title = t.say(Message(N_("Annex 1: action plan {year}"), {"year": str(year)}))
    noted = registry.of("agreements.agreement", row.pk)
    return paper(t, row.partnership, title=title, made=day, lead=lead, parts=parts, registered=noted)


def of_year(year: int) -> list[Drawn]:
    """Plans that apply in a year and that the whole partnership reads, those that begin first first."""
    open_ = Plan.objects.filter(audience__kind__in=Audience.SHARED)
    rows = list(open_.filter(starts__lte=dt.date(year, 12, 31), ends__gte=dt.date(year, 1, 1)).order_by("starts", "pk"))
    newest: dict[int, PlanEdition] = {}
    for edition in PlanEdition.objects.filter(plan__in=rows).latest_first().defer("sealed"):
        newest.setdefault(edition.plan_id, edition)
    return [Drawn(plan, newest.get(plan.pk)) for plan in rows]


def years(row: Agreement, day: dt.date) -> list[int]:
    """Years of the term that an annex can be asked for: from its first to this one, the latest first, at most five."""
    if row.starts is None:
        return [day.year]
    last = min(row.until or dt.date.max, day) if row.state != Agreement.State.DRAFT else day
    return list(range(max(last.year, row.starts.year), row.starts.year - 1, -1))[:5]


def _none(t: Translator) -> Text:
    return Text(t.gettext(N_("none named yet")), quiet=True)


def parties(signatories: Iterable[Signatory]) -> list[str]:
    """The parties, each once, as the text calls them."""
    found: dict[object, str] = {}
    for one in signatories:
        found.setdefault(one.of_party_id or one.party_name.casefold(), one.party_name)
    return list(found.values())


def _texts(t: Translator, row: Agreement, which: Sequence[tuple[str, str]]) -> list[Part]:
    said = [(label, getattr(row, name)) for name, label in which]
    return [part for label, text in said if text.strip() for part in (Heading(t.gettext(label)), Text(text))]


def _commitments(t: Translator, rows: Sequence[Commitment]) -> list[Part]:
    """What is undertaken; who is responsible is said once where it is the same of all."""
    whose = {_whose(one) for one in rows}
    found: list[Part] = []
    if len(rows) > 1 and len(whose) == 1 and whose != {""}:
        found.append(Text(_answers(t, whose.pop()), quiet=True))
    for one in rows:
        if one.heading:
            found.append(Heading(one.heading, 2))
        found.append(Text(one.text, label=numbered(one.number)))
        often = f"{t.gettext(N_('How often or by when'))}: {one.cadence}" if one.cadence else ""
        said = [_answers(t, _whose(one)) if whose and _whose(one) else "", often]
        found.append(Text(" · ".join(line for line in said if line), quiet=True))
    return found


def _whose(one: Commitment) -> str:
    return one.responsible.name if one.responsible else one.responsible_text


def _answers(t: Translator, whose: str) -> str:
    return f"{t.gettext(N_('Responsible'))}: {whose}"


def numbered(number: str) -> str:
    """A number or a letter as it stands before a paragraph."""
    return f"{number}." if number.isalnum() and len(number) < 4 else number


def _bodies(t: Translator, row: Agreement) -> list[Part]:
    found: list[Part] = []
    for one in row.bodies.in_order():
        facts = (
            (t.gettext(N_("Meets")), one.cadence),
            (t.gettext(N_("Convened by")), one.convener),
            (t.gettext(N_("Reports to")), one.reports_to),
            (t.gettext(N_("Seats")), ", ".join(_seats(t, one))),
        )
        told = tuple((label, text) for label, text in facts if text)
        found += [Heading(one.name, 2), Text(one.text), *([Facts(told)] if told else ())]
    functions = [f"{one.name}, {one.party_name}" if one.party_name else one.name for one in row.functions.in_order()]
    if functions:
        found += [Heading(t.gettext(N_("Functions that are kept filled")), 2), Items(tuple(functions))]
    return [Heading(t.gettext(N_("Bodies and functions"))), *found] if found else []


def _seats(t: Translator, body: AgreedBody) -> Iterable[str]:
    for seat in body.seats:
        title = f"{seat['title']} ({seat['party']})" if seat.get("party") else seat["title"]
        yield f"{title}, {t.gettext(N_('leads'))}" if seat.get("leads") else title


def _term(t: Translator, row: Agreement) -> list[Part]:
    """What has been entered of its term: the days that follow from the text."""
    kind = t.gettext(row.get_term_display())
    first = t.value(row.starts) if row.starts else t.gettext(N_("the day it is signed"))
    facts = [
        (t.gettext(N_("How long it applies")), kind),
        (t.gettext(N_("First day")), first),
        (t.gettext(N_("Last day")), t.value(row.ends) if row.ends else t.gettext(N_("not given yet"))),
    ]
    if row.follow_up:
        facts.append((t.gettext(N_("To be followed up by")), t.value(row.follow_up)))
    if row.notice_months is not None:
        months = Message(N_("{n} month"), {"n": row.notice_months}, N_("{n} months"), row.notice_months)
        facts.append((t.gettext(N_("Time of notice")), t.say(months)))
    if row.until:
        facts.append((t.gettext(N_("Ends early, after")), t.value(row.until)))
    return [Heading(t.gettext(N_("Days that follow from the term"))), Facts(tuple(facts))]


def _annexes(t: Translator, row: Agreement, commitments: Sequence[Commitment]) -> list[Part]:
    rows = list(row.annexes.light().in_order())
    found: list[Part] = [Heading(t.gettext(N_("Annexes"))), Items(tuple(one.title for one in rows))] if rows else []
    for one in rows:
        own = [each for each in commitments if each.annex_id == one.pk]
        if not one.text and not own and not one.digest:
            continue
        found += [Page(), Heading(one.title), Text(one.text)]
        if one.digest:
            found.append(Text(t.gettext(N_("The annex is a file of its own, which is kept with the agreement."))))
        found += _commitments(t, own)
    return found


def _signatures(t: Translator, row: Agreement, signatories: Sequence[Signatory]) -> list[Part]:
    if not signatories:
        return []
    lines = (t.gettext(N_("Place and date")), t.gettext(N_("Signature and name in print")))
    places = tuple(
        Place(
            one.party_name,
            ", ".join(text for text in (one.function, one.name) if text),
            t.say(Message(N_("Mandate: {words}"), {"words": one.mandate})) if one.mandate else "",
            _signed(t, row, one),
            lines,
        )
        for one in signatories
    )
    return [Heading(t.gettext(N_("Signatures"))), Places(places)]


def _signed(t: Translator, row: Agreement, one: Signatory) -> str:
    """That a signed original is kept, for one whose original is; never more than that."""
    if one.signed_on is None:
        return ""
    values = {"day": one.signed_on, "place": row.place}
    if row.place:
        return t.say(Message(N_("Signed {day} in {place}. The signed original is kept."), values))
    return t.say(Message(N_("Signed {day}. The signed original is kept."), values))
