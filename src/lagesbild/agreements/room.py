"""What this room tells the rooms above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from lagesbild.agreements import actions, documents, policies, wording
from lagesbild.agreements.models import Agreement, Review
from lagesbild.agreements.queries import AgreementQuerySet
from lagesbild.core import access, chain, timeline
from lagesbild.core.actions import Actor
from lagesbild.core.compiled import written_once
from lagesbild.core.models import Audience
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
from lagesbild.meetings.models import AgendaItem, Decision, Task
from lagesbild.meetings.papers import Enclosed
from lagesbild.organisation import mandates
from lagesbild.organisation.queries import today

KIND, REVIEW = "agreements.agreement", "agreements.review"
VERBS = {
    "agreement.drafted": N_("Entered as a draft"),
    "agreement.begun_from": N_("Begun from an example"),
    "agreement.amended": N_("Begun as a new edition"),
    "agreement.changed": N_("Text or term changed"),
    "agreement.shared": N_("Opened to the partnership"),
    "agreement.removed": N_("Draft removed"),
    "agreement.signed": N_("Signed original uploaded"),
    "agreement.unsigned": N_("Signed original taken away"),
    "agreement.in_force": N_("Came into force"),
    "agreement.superseded": N_("Superseded by a new edition"),
    "agreement.notice_given": N_("Notice given"),
    "agreement.notice_taken_back": N_("Notice taken back"),
    "agreement.ended": N_("Ended"),
    "agreement.reviewed": N_("Follow-up noted"),
    "agreement.review_taken_back": N_("Follow-up taken back"),
    "agreement.founded": N_("Bodies and functions founded"),
    "agreement.masked": N_("Words that tell who someone is were masked"),
    "agreement.signatory_added": N_("Signatory added"),
    "agreement.signatory_changed": N_("Signatory changed"),
    "agreement.signatory_moved": N_("Signatory moved"),
    "agreement.signatory_removed": N_("Signatory taken out"),
    "agreement.commitment_added": N_("Commitment added"),
    "agreement.commitment_changed": N_("Commitment changed"),
    "agreement.commitment_moved": N_("Commitment moved"),
    "agreement.commitment_removed": N_("Commitment taken out"),
    "agreement.body_added": N_("Body added"),
    "agreement.body_changed": N_("Body changed"),
    "agreement.body_moved": N_("Body moved"),
    "agreement.body_removed": N_("Body taken out"),
    "agreement.function_added": N_("Function added"),
    "agreement.function_changed": N_("Function changed"),
    "agreement.function_moved": N_("Function moved"),
    "agreement.function_removed": N_("Function taken out"),
    "agreement.annex_added": N_("Annex added"),
    "agreement.annex_changed": N_("Annex changed"),
    "agreement.annex_moved": N_("Annex moved"),
    "agreement.annex_removed": N_("Annex taken out"),
}


IN_SHORT = ("state", "starts", "signed_on", "ends", "term", "notice_months", "follow_up", "until")
"""What has to be known of an agreement to say in a few words how it stands."""


def asks(frame: navigation.Frame) -> Mapping[str, Any]:
    """What `count` needs of the agreement that applies now, or of the draft where none does."""
    told = JSONObject(undertakings="undertakings", **{name: name for name in IN_SHORT})
    return {"shown": Subquery(Agreement.objects.for_list(frame.day).values(told=told)[:1])}


def count(here: Here, found: Mapping[str, Any]) -> Message | None:
    """How the agreement stands that applies now; the draft where none does."""
    shown = found["shown"]
    if shown is None:
        return None
    fields = {field.name: field for field in Agreement._meta.concrete_fields}
    row = Agreement(**{name: fields[name].to_python(shown[name]) for name in IN_SHORT})
    return wording.in_short(row, today(here.partnership), shown["undertakings"])


@written_once
def _in_force(day: dt.date) -> AgreementQuerySet:
    return Agreement.objects.current(day).reviewed()


def to_see_to(here: Here) -> Mapping[str, Any] | None:
    """What is soon to be done with agreements, for those who write them."""
    if not policies.may_write(here.actor):
        return None
    day = today(here.partnership)
    found = []
    for row in _in_force(day):
        following = wording.following(row, day, row.reviewed)
        if following is not None and not row.followed and following.by <= day + wording.SOON:
            found.append((row, wording.coming(row, day, row.reviewed)))
    return {"rows": found} if found else None


def points(here: Here, items: Sequence[AgendaItem]) -> Sequence[Mapping[str, Any]]:
    """What the agenda shows of the agreements that points are about."""
    found = Agreement.objects.reviewed().in_bulk({item.subject_id for item in items if item.subject_id})
    day = today(here.partnership)
    return [_point(found.get(item.subject_id or 0), day) for item in items]


def _point(row: Agreement | None, day: dt.date) -> Mapping[str, Any]:
    if row is None:
        return {"agreement": None}
    return {
        "agreement": row,
        "standing": wording.standing(row, day),
        "coming": wording.coming(row, day, row.reviewed, followed=row.followed),
    }


def _page(number: int) -> tuple[str, Mapping[str, Any]] | None:
    return ("agreements:detail", {"pk": number}) if Agreement.objects.filter(pk=number).exists() else None


def _papers(here: Here, item: AgendaItem) -> Iterable[Enclosed]:
    """The whole text, and what differs from the edition before."""
    row = (
        Agreement.objects.select_related("partnership", "supersedes", "notice_by")
        .filter(pk=item.subject_id or 0)
        .first()
    )
    if row is None:
        return
    day = today(here.partnership)
    of = (row._meta.label_lower, row.pk)
    yield Enclosed(row.title, documents.document(here.t, row, day).pdf(), of)
    if row.supersedes is not None:
        made = documents.difference(here.t, row.supersedes, row, day)
        yield Enclosed(made.title, made.pdf(), of)


def _waits() -> Iterable[int]:
    """Drafts that are to be signed."""
    shared = Agreement.objects.exclude(audience__kind=Audience.OWN).filter(state=Agreement.State.DRAFT)
    return shared.order_by("pk").values_list("pk", flat=True)


def title(number: int) -> str | None:
    """What an agreement is called on an agenda; one that only its own party sees is put on none."""
    shared = Agreement.objects.exclude(audience__kind=Audience.OWN)
    return shared.filter(pk=number).values_list("title", flat=True).first()


def reviewed(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """The meeting has followed the agreement up: what it decided is kept with the agreement."""
    actions.review(
        actor=actor,
        agreement=decision.subject_id or 0,
        held=timezone.localdate(decision.meeting.starts),
        text=decision.text,
        decision=decision,
    )


def not_reviewed(*, actor: Actor, decision: Decision, task: Task | None) -> None:
    """The decision is undone."""
    for number in Review.objects.filter(decision=decision).values_list("pk", flat=True):
        actions.take_back_review(actor=actor, review=number)


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    access.subjects({KIND: N_("Written agreement"), REVIEW: N_("Follow-up of an agreement")})
    agenda.kind(
        KIND,
        N_("The agreement"),
        "agreements/points/agreement.html",
        context=points,
        title=title,
        page=_page,
        waits=_waits,
        papers=_papers,
    )
    mandates.party_kind(actions.SIGN, N_("signing agreements"))
    mandates.kind(REVIEW, N_("the follow-up of the agreement"))
    agenda.resolution(
        REVIEW,
        kind=KIND,
        label=N_("Note that the agreement is followed up"),
        do=reviewed,
        undo=not_reviewed,
        mandate=REVIEW,
    )
    chain.kind(
        KIND,
        N_("Written agreement"),
        N_("agreements"),
        order=5,
        rows=lambda condition: Agreement.objects.filter(condition).order_by("pk"),
        called=lambda row: row.title,
        page=lambda row: ("agreements:detail", {"pk": row.pk}),
    )
    navigation.stop(
        order=70,
        name=N_("Written agreement"),
        url="agreements:list",
        asks=asks,
        count=count,
        visible=policies.may_see,
    )
    navigation.start(order=40, template="agreements/start.html", context=to_see_to)
