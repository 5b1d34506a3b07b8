"""How rules and disposals are said in words."""

from __future__ import annotations

from lagesbild.core import retention
from lagesbild.i18n import N_, Message, Translator
from lagesbild.registry.models import Disposal, RetentionRule

SHAPES = {
    Disposal.State.RUNNING: "half",
    Disposal.State.DONE: "full",
    Disposal.State.STOPPED: "cross",
    Disposal.State.FAILED: "broken",
}


def length(months: int) -> Message:
    """A number of months, as years where they are whole."""
    if months % 12 == 0:
        years = months // 12
        return Message(N_("{n} year"), {"n": years}, plural=N_("{n} years"), n=years)
    return Message(N_("{n} month"), {"n": months}, plural=N_("{n} months"), n=months)


def kept(t: Translator, kind: retention.Kind, months: int | None, event: str) -> str:
    """How long rows of a kind are kept, as a sentence."""
    if months is None:
        return t.gettext(N_("Kept for ever."))
    said = kind.events.get(event, event)
    return t.say(Message(N_("Kept for {time} after {event}."), {"time": length(months), "event": Message(said)}))


def of_rule(t: Translator, kind: retention.Kind, rule: RetentionRule | None) -> str:
    """What is said of a kind with or without a rule."""
    if not kind.disposable:
        return t.gettext(N_("Kept for ever."))
    if rule is None:
        return t.gettext(N_("No rule: kept until there is one."))
    return kept(t, kind, rule.months, rule.event)


def suggestion(t: Translator, kind: retention.Kind) -> str:
    """A term that is often sensible, said as the suggestion it is."""
    if kind.suggested is None:
        return ""
    values = {"time": length(kind.suggested.months), "event": Message(kind.events[kind.suggested.event])}
    first = t.say(Message(N_("A suggestion, not law: {time} after {event}"), values))
    return f"{first} – {t.gettext(kind.suggested.why)}."
