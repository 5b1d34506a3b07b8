"""An agreement as the public reads it: its words, who the parties are, and functions in the place of names."""

from __future__ import annotations

from django.utils import timezone

from lagesbild.agreements.models import Agreement
from lagesbild.agreements.wording import standing
from lagesbild.core import registry
from lagesbild.core.actions import Actor
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.publishing.public import PublicAgreement, Signed, Undertaking, Words


def build(actor: Actor, pk: int) -> PublicAgreement:
    """The agreement as it stands.

    Raises
    ------
    InputError
        It is a draft.

    """
    row = Agreement.objects.get(pk=pk)
    if row.draft:
        raise InputError(Message(N_("An agreement is published when it is in force.")))
    noted = registry.of("agreements.agreement", pk)
    return PublicAgreement(
        title=row.title,
        summary=row.subject,
        purpose=row.purpose,
        method=row.method,
        economy=row.economy,
        duration=row.duration,
        text=row.text,
        starts=row.starts,
        ends=row.until or row.ends,
        standing=Words.of(standing(row, timezone.localdate())),
        signed_on=row.signed_on,
        place=row.place,
        dnr=noted.dnr if noted else "",
        parties=tuple(Signed(one.party_name, one.function) for one in row.signatories.order_by("position", "pk")),
        commitments=tuple(
            Undertaking(
                one.number,
                one.text,
                one.responsible_text or (one.responsible.name if one.responsible else ""),
                one.cadence,
            )
            for one in row.commitments.select_related("responsible").order_by("position", "pk")
        ),
        bodies=tuple(row.bodies.order_by("position", "pk").values_list("name", flat=True)),
    )
