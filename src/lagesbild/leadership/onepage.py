"""The page for leadership on paper: do we keep what we have agreed, what needs support, the year, problem to effect.

It says what the page says to whoever asks for it, in the order in which a meeting goes through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lagesbild.compliance import standing, wording
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.standing import Undertaking
from lagesbild.core.documents.paper import NOTHING, Heading, Paper, Part, Table, Text, heads, paper
from lagesbild.core.web import Here
from lagesbild.i18n import N_, Message, Translator
from lagesbild.leadership import focus, gathering
from lagesbild.leadership.reports import ILL, following_of, line_of
from lagesbild.leadership.wheel import Entry, Stand, wheel, year_of
from lagesbild.organisation.queries import today

STANDS = {
    Stand.DONE: N_("done"),
    Stand.MISSED: N_("missed"),
    Stand.UNKNOWN: N_("not known"),
    Stand.COMES: N_("to come"),
}


def document(here: Here) -> Paper:
    """The page as it stands today."""
    t, now = here.t, today(here.partnership)
    found = standing.undertakings(standing.here_judged(here))
    counts = standing.counts(found)
    each = ", ".join(t.say(wording.counted(status, counts[status])) for status in wording.ORDER if counts[status])
    asof = Message(N_("As of {day}, counted from what is registered."), {"day": now})
    worst = standing.worst_first(found)
    return paper(
        t,
        here.partnership,
        title=t.gettext(N_("Do we keep what we have agreed?")),
        made=now,
        lead=[t.say(wording.answer(counts)), f"{each}." if each else "", t.say(asof)],
        parts=[
            *_commitments(here, N_("Needs the support of leadership"), [one for one in worst if one.status in ILL]),
            *_commitments(
                here, N_("Cannot be judged so far"), [one for one in worst if one.status is Status.CANNOT_TELL]
            ),
            *_areas(t),
            *_year(here),
            *_commitments(here, N_("On track"), [one for one in worst if one.status is Status.ON_TRACK]),
            *_commitments(here, N_("Kept so far"), [one for one in worst if one.status is Status.KEPT]),
        ],
    )


def _commitments(here: Here, name: str, found: Sequence[Undertaking]) -> list[Part]:
    t, record = here.t, standing.here_record(here)
    names = (N_("Status"), N_("Commitment"), N_("Why"), N_("What is next"))
    rows = tuple((*line_of(t, one), following_of(t, record, one.one, one.judgement.next)) for one in found)
    return [Heading(t.gettext(name)), Table("", heads(t, names), rows, (1.7, 4.2, 4.2, 4.2), lead=-1)] if rows else []


def _areas(t: Translator) -> list[Part]:
    """From problem to effect, a table for each focus area."""
    heading = Heading(t.gettext(N_("From problem to effect")))
    names = (N_("Problem"), N_("Measures"), N_("Promise"), N_("Effect"))
    head, areas = heads(t, names), focus.rows()
    if not areas:
        return [heading, Text(t.gettext(N_("No problem has priority")), quiet=True)]
    parts: list[Part] = [heading]
    for area, rows in areas:
        table = tuple(_row(t, row) for row in rows)
        parts.append(Table(area or t.gettext(N_("In no focus area")), head, table, (4, 3.2, 4.6, 2.8), lead=-1))
    return parts


def _row(t: Translator, row: focus.Row) -> tuple[str, ...]:
    done = Message(
        N_("{done} of {n} measure carried through"),
        {"done": row.done, "n": row.whole},
        N_("{done} of {n} measures carried through"),
        row.whole,
    )
    effects = (
        f"{told.promise.title}: {t.say(told.effect[1])}" if len(row.promises) > 1 else t.say(told.effect[1])
        for told in row.promises
        if told.effect
    )
    waiting = sum(told.effect is None for told in row.promises)
    return (
        row.problem.title,
        t.say(done) if row.whole else t.gettext(N_("no measure yet")),
        "\n".join(_promised(t, told) for told in row.promises) or t.gettext(N_("no promise")),
        "\n".join([*effects, *([t.gettext(N_("not evaluated"))] if waiting else [])])
        or t.gettext(N_("nothing to measure")),
    )


def _promised(t: Translator, told: focus.Told) -> str:
    state = t.gettext(told.promise.get_state_display())
    until = t.say(Message(N_("to {day}"), {"day": told.promise.ends}))
    return f"{told.promise.title} ({state}, {until})"


def _year(here: Here) -> list[Part]:
    """The wheel of this year as a list."""
    t, now = here.t, today(here.partnership)
    drawn = wheel(gathering.entries(here.partnership, standing.here_record(here), year_of(now.year)), now.year, now)
    entries = [*(mark.entry for mark in drawn.marks), *(arc.entry for arc in drawn.arcs)]
    rows = tuple(_entry(t, one) for one in sorted(entries, key=lambda one: one.day))
    heading = Heading(f"{t.gettext(N_('The wheel of the year'))} {drawn.year}")
    head = heads(t, (N_("Day"), N_("What"), N_("How it stands")))
    if not rows:
        return [heading, Text(t.gettext(N_("Nothing stands on the wheel of this year.")), quiet=True)]
    return [heading, Table("", head, rows, (2.6, 9, 2), lead=-1), *_often(t, drawn.often)]


def _often(t: Translator, often: Iterable[Entry]) -> list[Part]:
    said = [_what(t, one) for one in often]
    label = t.gettext(N_("Comes so often that it is not on the wheel"))
    return [Text("; ".join(said), label=f"{label}:", quiet=True)] if said else []


def _entry(t: Translator, one: Entry) -> tuple[str, ...]:
    day = f"{t.value(one.day)} –\n{t.value(one.until)}" if one.until else t.value(one.day)
    return day, _what(t, one), t.gettext(STANDS[one.stand])


def _what(t: Translator, one: Entry) -> str:
    return t.value(one.what) or NOTHING
