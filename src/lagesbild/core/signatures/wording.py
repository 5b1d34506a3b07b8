"""What an electronic signature says, in sentences for people."""

from __future__ import annotations

from django.utils import timezone

from lagesbild.core.signatures.facts import Electronic, Fault, Proof, Trust
from lagesbild.i18n import N_, Message

PROVED = {
    Proof.NONE: Message(N_("Whether the certificate had been revoked is not checked: the file holds no proof of it.")),
    Proof.UNJUDGED: Message(
        N_("The file holds proof of whether the certificate had been revoked, which could not be judged here.")
    ),
    Proof.STOOD: Message(N_("By the proof that the file holds, the certificate had not been revoked.")),
}
"""What is said of revoked certificates: nobody but the file is asked."""
NAMELESS = Message(N_("a certificate without a name"))


def whose(one: Electronic) -> Message:
    """By whom, and as what: a person, or a seal."""
    if one.fault == Fault.UNREAD:
        values = {"written": one.written}
        return Message(N_("It carries an electronic signature of a kind that is not read here ({written})."), values)
    said = {"who": one.whose or NAMELESS, "organisation": one.organisation}
    if not one.personal:
        return Message(N_("Electronically sealed by {who}."), said)
    if one.organisation and one.organisation != one.name:
        return Message(N_("Electronically signed by {who}, {organisation}."), said)
    return Message(N_("Electronically signed by {who}."), said)


def told(one: Electronic) -> list[Message]:
    """What else was found: when, whether it is whole, what the certificate rests on, what was not kept."""
    if one.fault == Fault.UNREAD:
        return [Message(N_("Nothing of it has been checked; the file is kept as an uploaded original."))]
    found = [_when(one)]
    if not one.personal:
        found.append(Message(N_("The seal names no person: who signed stands in the document.")))
    if one.last:
        found.append(Message(N_("The document is unchanged since.")))
    else:
        found.append(Message(N_("What it says is unchanged since; only signatures and filled-in fields came after.")))
    found += [_trust(one), PROVED[one.proof]]
    if one.archived:
        found.append(Message(N_("The file also carries an archive time stamp, which is not checked here.")))
    if one.numbered:
        found.append(
            Message(N_("The certificate holds an identity number. It is noted nowhere here but in the file itself."))
        )
    return found


def refusal(one: Electronic) -> Message | None:
    """Why a file with this signature is not kept as a signed original; None where it may be."""
    values = {"who": one.whose or NAMELESS}
    match one.fault:
        case Fault.ALTERED:
            return Message(
                N_("The document was changed after {who} signed it. Choose the file as it was when it was signed."),
                values,
            )
        case Fault.BROKEN:
            return Message(
                N_(
                    "An electronic signature in the file is broken and proves nothing. "
                    "Choose the file as the signing service delivered it, not printed or saved anew."
                )
            )
        case Fault.REVOKED:
            return Message(
                N_("By the proof that the file holds, the certificate of {who} was revoked when it was used."), values
            )
        case Fault.OUT_OF_TIME:
            return Message(N_("The certificate of {who} did not apply on the day of the signature."), values)
    return None


def _when(one: Electronic) -> Message:
    if one.at is None:
        return Message(N_("It does not say when."))
    values = {"at": timezone.localtime(one.at), "authority": one.stamped_by}
    if one.stamped_by:
        return Message(N_("{at}, by a time stamp from {authority}."), values)
    return Message(N_("{at}, by the clock of whoever signed."), values)


def _trust(one: Electronic) -> Message:
    values = {"issuer": one.issuer or NAMELESS}
    match one.trust:
        case Trust.TRUSTED:
            return Message(
                N_("The certificate, from {issuer}, leads to a root trusted here."),
                values,
            )
        case Trust.UNTRUSTED:
            return Message(N_("The certificate, from {issuer}, leads to no root that is trusted here."), values)
    return Message(N_("The certificate, from {issuer}, is not checked against any trusted list."), values)
