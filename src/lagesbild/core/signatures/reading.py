"""Reads electronic signatures with pyHanko, which is loaded only when a file carries one.

Nothing is fetched. Certificates come from the file and from the operator's anchors; whether one was revoked is judged
by the lists and answers that the file itself encloses (DSS of PAdES-LT, or the attribute that Adobe writes).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import logging
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lagesbild.core import guard
from lagesbild.core.signatures.facts import Electronic, Fault, Proof, Trust
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.sign.validation import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

READ = frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/PBAD.PAdES"})
"""How a signature can be written so that it can be read here."""
LONGEST = 200
TOLERANCE = dt.timedelta(minutes=5)
"""How far the clock of a signer may go wrong against the certificate."""
NO_ANCHORS = Message(
    N_("The trusted roots (LAGESBILD_TRUST) cannot be read. Until then nothing signed comes in. Tell the operator.")
)
log = logging.getLogger(__name__)


def read(content: bytes, written: tuple[str, ...]) -> tuple[Electronic, ...]:
    """Each electronic signature of a PDF, in the order in which they were made.

    Parameters
    ----------
    content : bytes
        A PDF that was looked through (`pdfs.looked_through`).
    written : tuple of str
        How its signatures are written, as was seen there.

    Raises
    ------
    InputError
        The operator's anchors cannot be read.

    """
    unread = tuple(Electronic(fault=Fault.UNREAD, written=one[1:][:LONGEST]) for one in written if one not in READ)
    if len(unread) == len(written):
        return unread
    roots = anchors()
    try:
        found = asyncio.run(_read(content, roots))
    except Exception as error:  # a reader of strangers' bytes fails in as many ways as there are bytes
        log.info("an electronic signature could not be read: %s", type(error).__name__)
        found = []
    lost = len(written) - len(unread) - len(found)
    return (*found, *(Electronic(fault=Fault.BROKEN),) * max(lost, 0), *unread)


async def _read(content: bytes, roots: list[x509.Certificate]) -> list[Electronic]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation import EmbeddedPdfSignature

    reader = PdfFileReader(io.BytesIO(content))
    if reader.encrypted:
        # whoever may open it without a password may read it; what needs one was refused before
        reader.decrypt("")
    held = [
        EmbeddedPdfSignature(reader, field, name)
        for name, value, field in enumerate_sig_fields(reader, filled_status=True)
        if str(value.get_object().get("/SubFilter", "")) in READ
    ]
    judged = [await _judged(one, roots) for one in sorted(held, key=lambda one: one.signed_revision)]
    return [replace(one, archived=bool(reader.embedded_timestamp_signatures)) for one in judged]


async def _judged(held: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> Electronic:
    """What a signature says, and whether it holds."""
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    said = _said(held.signer_cert)
    try:
        status = await async_validate_pdf_signature(
            held, ValidationContext(trust_roots=[], allow_fetching=False), key_usage_settings=usage
        )
    except Exception as error:  # as in `read`: whatever cannot be judged does not hold
        log.info("an electronic signature could not be judged: %s", type(error).__name__)
        return replace(said, fault=Fault.BROKEN)
    stamp = status.timestamp_validity
    at = stamp.timestamp if stamp else status.signer_reported_dt
    enclosed = _enclosed(held)
    said = replace(
        said,
        at=at,
        proof=Proof.UNJUDGED if any(enclosed.values()) else Proof.NONE,
        stamped_by=_said(stamp.signing_cert).whose if stamp else "",
        last=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        fault=_fault(status, held.signer_cert, at),
    )
    if said.fault or not roots:
        return said
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at)
    status = await async_validate_pdf_signature(held, context, key_usage_settings=usage, skip_diff=True)
    said = replace(said, trust=Trust.TRUSTED if _leads_to_root(status) else Trust.UNTRUSTED)
    if said.proof is Proof.NONE or said.trust is not Trust.TRUSTED:
        return said
    context = ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        moment=at,
        # what was enclosed when it was signed is often dated a moment later, and speaks of the moment before
        retroactive_revinfo=True,
        revocation_mode="require",
        crls=enclosed["crls"],
        ocsps=enclosed["ocsps"],
    )
    status = await async_validate_pdf_signature(held, context, key_usage_settings=usage, skip_diff=True)
    if status.revoked:
        return replace(said, fault=Fault.REVOKED)
    return replace(said, proof=Proof.STOOD) if _leads_to_root(status) else said


def _enclosed(held: EmbeddedPdfSignature) -> dict[str, list[Any]]:
    """The lists and answers on revoked certificates that the file encloses, for the signature or for all of it."""
    from pyhanko.sign.general import MultivaluedAttributeError, NonexistentAttributeError, find_unique_cms_attribute
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError

    found: dict[str, list[Any]] = {"crls": [], "ocsps": []}
    try:
        store = DocumentSecurityStore.read_dss(held.reader)
        found["crls"] += [one.get_object().data for one in store.crls]
        found["ocsps"] += [one.get_object().data for one in store.ocsps]
    except NoDSSFoundError:
        pass
    try:
        own = find_unique_cms_attribute(held.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        found["crls"] += list(own["crl"] or ())
        found["ocsps"] += list(own["ocsp"] or ())
    except (NonexistentAttributeError, MultivaluedAttributeError):
        pass
    return found


def _fault(status: PdfSignatureStatus, certificate: x509.Certificate, at: dt.datetime | None) -> Fault:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    stamp = status.timestamp_validity
    if not status.intact:
        return Fault.ALTERED
    if not status.valid or (stamp is not None and not (stamp.valid and stamp.intact)):
        return Fault.BROKEN
    whole = status.coverage is not None and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    if not whole or not status.docmdp_ok:
        return Fault.ALTERED
    if at and not certificate.not_valid_before - TOLERANCE <= at <= certificate.not_valid_after + TOLERANCE:
        return Fault.OUT_OF_TIME
    return Fault.NONE


def _leads_to_root(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return bool(status.trusted and (stamp is None or stamp.trusted))


def anchors() -> list[x509.Certificate]:
    """The roots that the operator trusts; none where no file is named (`LAGESBILD_TRUST`).

    Raises
    ------
    InputError
        The file that is named cannot be read, or holds no certificate.

    """
    if not settings.TRUST_ANCHORS:
        return []
    from pyhanko.keys import load_certs_from_pemder_data

    try:
        found = list(load_certs_from_pemder_data(Path(settings.TRUST_ANCHORS).read_bytes()))
    except (OSError, ValueError) as error:
        raise InputError(NO_ANCHORS) from error
    if not found:
        raise InputError(NO_ANCHORS)
    return found


def _said(certificate: x509.Certificate) -> Electronic:
    """Who a certificate is of. Its number (personnummer, organisationsnummer) is not read, only that there is one."""
    subject = certificate.subject.native
    texts = {name: _text(subject.get(name)) for name in ("common_name", "organization_name", "given_name", "surname")}
    name = texts["common_name"] or f"{texts['given_name']} {texts['surname']}".strip()
    issuer = certificate.issuer.native
    return Electronic(
        name=guard.mask(name)[0],
        organisation=guard.mask(texts["organization_name"])[0],
        issuer=guard.mask(_text(issuer.get("common_name")) or _text(issuer.get("organization_name")))[0],
        personal=bool(texts["given_name"] or texts["surname"]),
        numbered=bool(subject.get("serial_number")) or any(guard.find(one) for one in texts.values()),
    )


def _text(value: object) -> str:
    """A value of a certificate on one line; the first where there are several."""
    one = value[0] if isinstance(value, list) and value else value
    if not isinstance(one, str):
        return ""
    seen = "".join(" " if unicodedata.category(each)[0] == "C" else each for each in one)
    return " ".join(seen.split())[:LONGEST]
