"""What is said of an agreement's term: how it stands, what happens next, and when notice can be given."""

from __future__ import annotations

import datetime as dt

from lagesbild.agreements import terms
from lagesbild.agreements.models import Agreement
from lagesbild.agreements.terms import What
from lagesbild.i18n import N_, Message

SOON = dt.timedelta(days=90)
"""How long before a day it is told of on the start page."""


def standing(row: Agreement, day: dt.date) -> Message:
    """How it stands on the day."""
    term = row.said
    if row.draft:
        return Message(N_("A draft: it applies to nobody until it is signed and brought into force."))
    if term is None:
        return Message(N_("It has no first or no last day."))
    end = terms.last_day(term, day)
    values = {"starts": term.starts, "ends": end}
    if end < term.starts:
        return Message(N_("It never applied: a newer edition took its place before it began."))
    if row.state == Agreement.State.ENDED:
        return Message(N_("It applied from {starts} to {ends}."), {"starts": term.starts, "ends": _end(term)})
    if day < term.starts:
        return Message(N_("It begins on {starts} and applies until {ends}."), values)
    if day > end:
        return Message(N_("It ran out on {ends}."), values)
    if terms.goes_on(term):
        return Message(
            N_("It is in force until {ends}, and then a calendar year at a time until someone gives notice."), values
        )
    return Message(N_("It is in force until {ends}."), values)


def coming(row: Agreement, day: dt.date, reviewed: dt.date | None, *, followed: bool = False) -> Message | None:
    """What happens next, for one in force; `followed`: a newer edition takes over when it ends."""
    found = following(row, day, reviewed)
    if found is None:
        return None
    values = {"by": found.by}
    match found.what:
        case What.REVISION:
            return Message(N_("It is to be revised before the new year, by {by} at the latest."), values)
        case What.FOLLOW_UP if found.by < day:
            return Message(N_("It was to be followed up by {by}, and no follow-up is noted."), values)
        case What.FOLLOW_UP:
            return Message(N_("It is to be followed up by {by}."), values)
        case What.ENDS | What.OVER if followed:
            return Message(N_("A newer edition applies from {first}."), {"first": found.by + terms.DAY})
        case What.ENDS:
            return Message(N_("What is to apply after {by} has to be agreed before that day."), values)
        case What.OVER:
            return Message(N_("Nothing applies after {by} unless there is another agreement."), values)
    return None


def following(row: Agreement, day: dt.date, reviewed: dt.date | None) -> terms.Next | None:
    """What happens next with one in force."""
    if row.state != Agreement.State.IN_FORCE or row.said is None:
        return None
    return terms.following(row.said, day, reviewed=reviewed)


def notice(row: Agreement, day: dt.date) -> Message | None:
    """When notice can be given, for one in force that somebody may end."""
    term = row.said
    if row.state != Agreement.State.IN_FORCE or term is None:
        return None
    by = terms.latest_notice(term, day)
    if by is None:
        return None
    if term.kind == terms.ROLLING:
        return Message(
            N_("Whoever wants it to end with {ends} gives notice by {by}."),
            {"ends": terms.stretch_ends(term, day), "by": by},
        )
    if term.notice_months is None:
        return Message(N_("Either party may give notice. The text names no time of notice."))
    if term.notice_months == 0:
        return Message(N_("Either party may give notice. It ends on that day."))
    return Message(
        N_("Either party may give notice. It ends {n} month later."),
        {"n": term.notice_months},
        N_("Either party may give notice. It ends {n} months later."),
        term.notice_months,
    )


def in_short(row: Agreement, day: dt.date, undertakings: int) -> Message:
    """How it stands, in a few words."""
    term = row.said
    if row.draft or term is None:
        return Message(N_("a draft"))
    end = terms.last_day(term, day)
    if row.state == Agreement.State.ENDED or day > end:
        return Message(N_("ran out {ends}"), {"ends": _end(term)})
    if day < term.starts:
        return Message(N_("begins {starts}"), {"starts": term.starts})
    if not terms.goes_on(term):
        return Message(N_("until {ends}"), {"ends": end})
    return Message(N_("{n} commitment"), {"n": undertakings}, N_("{n} commitments"), undertakings)


def _end(term: terms.Term) -> dt.date:
    """The last day of one that has ended."""
    if term.until is None:
        return term.ends
    return term.until if term.kind == terms.ROLLING else min(term.until, term.ends)
