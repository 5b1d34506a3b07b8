"""Beginning from an agreement of the library, and founding the bodies and functions that an agreement names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from lagesbild.agreements import cadence, library
from lagesbild.agreements.actions.common import locked, record
from lagesbild.agreements.actions.drafting import Wording, draft
from lagesbild.agreements.actions.parts import Enclosure, Post, Signs, There, Undertaking, add_part
from lagesbild.agreements.models import AgreedBody, AgreedFunction, Agreement
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Audience, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Charter
from lagesbild.organisation.models import Body, Function
from lagesbild.organisation.policies import may_arrange
from lagesbild.organisation.queries import today


def begin(
    *,
    actor: Actor,
    name: str,
    parties: Mapping[str, int],
    party: int,
    readers: str = Audience.PARTNERSHIP,
    days: bool = False,
) -> Agreement:
    """Begin a draft from an entry of the library: its whole text, with the partnership's own parties beside it.

    `parties` says which party of the partnership stands for each of the entry's (“kommun”, “polis”). The words of the
    text are kept as they are; with `days`, so are its days.

    Raises
    ------
    Denied
        The actor may not write agreements, or not for the party.
    InputError
        There is no such entry, or a party of it has none here.

    """
    if name not in library.names():
        raise InputError(Message(N_("There is no such example.")))
    entry = library.entry(name)
    if set(parties) != set(entry.parties):
        raise InputError(Message(N_("Say which party stands for each of the example's.")))
    texts: dict[str, Any] = dict(entry.fields)
    when: dict[str, Any] = {name: getattr(entry, name) for name in ("starts", "ends", "follow_up", "place")}
    wording = Wording(title=entry.title, subject=entry.subject, term=entry.term, **texts, **(when if days else {}))
    with acting(actor):
        row = draft(actor=actor, wording=wording, party=party, readers=readers)
        called = {one.pk: one.name for one in Party.objects.filter(pk__in=parties.values())}
        for one in entry.signatories:
            part = Signs(of_party=parties[one.party], party_name=called[parties[one.party]], function=one.function)
            add_part(actor=actor, agreement=row.pk, part=part)
        annexes = {
            title: add_part(actor=actor, agreement=row.pk, part=Enclosure(title=title, text=text)).pk
            for title, text in entry.annexes.items()
        }
        for said in entry.undertakings:
            add_part(
                actor=actor,
                agreement=row.pk,
                part=Undertaking(
                    text=said.text,
                    number=said.number,
                    heading=said.heading,
                    responsible=parties.get(said.by),
                    responsible_text=said.who,
                    cadence=said.cadence,
                    annex=annexes.get(said.annex),
                ),
            )
        for body in entry.bodies:
            seats = tuple({**seat, "party": called[parties[seat["party"]]]} for seat in body.seats)
            add_part(
                actor=actor,
                agreement=row.pk,
                part=There(
                    name=body.name,
                    kind=body.kind,
                    seats=seats,
                    reports_to=body.reports_to,
                    convener=called[parties[body.convener]] if body.convener else "",
                    cadence=body.cadence,
                    text=body.text,
                ),
            )
        for post in entry.functions:
            of = parties[post.party]
            part_of = Post(name=post.name, kind=post.kind, of_party=of, party_name=called[of])
            add_part(actor=actor, agreement=row.pk, part=part_of)
        record(actor, "agreement.begun_from", row, example=name)
    return row


def found(*, actor: Actor, agreement: int, bodies: Collection[int] = (), functions: Collection[int] = ()) -> int:
    """Found bodies that the agreement names, with their seats, and the functions; how many.

    Where the partnership has a body or a function of the same name, that one is taken and nothing is added to it. What
    is founded can be changed in the organisation like any other.

    Raises
    ------
    Denied
        The actor may not arrange the organisation.
    InputError
        Nothing is chosen, or a name does not hold there.

    """
    with acting(actor):
        row = locked(agreement)
        require(may_arrange(actor))
        agreed = list(row.bodies.in_order().filter(pk__in=list(bodies), body__isnull=True))
        posts = list(row.functions.in_order().filter(pk__in=list(functions), function__isnull=True))
        if not agreed and not posts:
            raise InputError(Message(N_("Choose at least one.")))
        parties = {one.name.casefold(): one.pk for one in Party.objects.order_by("pk")}
        first = row.signatories.in_order().filter(of_party__isnull=False).values_list("of_party", flat=True).first()
        usual = first or row.party_id
        for one in agreed:
            one.body = _body(actor, one, parties, usual)
            one.save(update_fields=["body"])
        _report(actor, row, agreed)
        for post in posts:
            post.function = _function(actor, post, usual)
            post.save(update_fields=["function"])
        record(
            actor,
            "agreement.founded",
            row,
            bodies=[one.body_id for one in agreed],
            functions=[post.function_id for post in posts],
        )
    return len(agreed) + len(posts)


def _body(actor: Actor, agreed: AgreedBody, parties: Mapping[str, int], usual: int) -> Body:
    known = Body.objects.filter(name__iexact=agreed.name, until__isnull=True).first()
    if known is not None:
        return known
    times, per = cadence.read(agreed.cadence)
    convener = parties.get(agreed.convener.casefold(), usual)
    charter = Charter(name=agreed.name, kind=agreed.kind, convener=convener, times=times, per=per)
    made = organisation.create_body(actor=actor, charter=charter)
    for seat in agreed.seats:
        organisation.add_seat(
            actor=actor,
            body=made.pk,
            title=seat["title"],
            party=parties.get(seat["party"].casefold(), convener),
            leads=seat["leads"],
            opposition=seat["opposition"],
        )
    return made


def _report(actor: Actor, row: Agreement, agreed: Collection[AgreedBody]) -> None:
    """Let what was founded report to the body that the agreement names, where that is one of it."""
    known = {one.name.casefold(): one.body for one in row.bodies.select_related("body") if one.body is not None}
    for one in agreed:
        above = known.get(one.reports_to.casefold())
        body = one.body
        if above is None or body is None or body.reports_to is not None or above.pk == body.pk:
            continue
        charter = Charter(
            name=body.name,
            kind=body.kind,
            convener=body.convener_id,
            reports_to=above.pk,
            reports_since=max(body.since, above.since),
            times=body.times,
            per=body.per,
            mandate=body.mandate,
            minutes=body.minutes,
        )
        organisation.change_body(actor=actor, body=body.pk, charter=charter)


def _function(actor: Actor, agreed: AgreedFunction, usual: int) -> Function:
    party = agreed.of_party_id or usual
    known = Function.objects.filter(name__iexact=agreed.name, party=party).on(today(agreed.partnership)).first()
    if known is not None:
        return known
    return organisation.create_function(actor=actor, name=agreed.name, kind=agreed.kind, party=party)
