"""Certificates and signed PDFs made here, by the library that signing services themselves could use."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache

from asn1crypto import crl, ocsp
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp as x509_ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = dt.timedelta(days=1)
NUMBER = "197001019286"
"""The number of a person who does not exist, by the tax agency's list of such for tests."""
NAMES = {
    "cn": NameOID.COMMON_NAME,
    "o": NameOID.ORGANIZATION_NAME,
    "given": NameOID.GIVEN_NAME,
    "surname": NameOID.SURNAME,
    "serial": NameOID.SERIAL_NUMBER,
}
KEYS = {
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "encipher_only": False,
    "decipher_only": False,
}

Held = tuple[x509.Certificate, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey]


def certificate(
    by: Held | None = None,
    *,
    begins: dt.datetime | None = None,
    ends: dt.datetime | None = None,
    stamps: bool = False,
    answers: bool = False,
    **names: str,
) -> Held:
    """A certificate with its key; one that signs others where nobody issues it. `answers`: it says who is asked."""
    # the library's own time stamper signs with RSA alone
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NAMES[name], value) for name, value in names.items()])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[0].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or now - 400 * DAY)
        .not_valid_after(ends or now + 400 * DAY)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=by is not None,
                content_commitment=by is not None,
                key_cert_sign=by is None,
                crl_sign=by is None,
                **KEYS,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by:
        issuing = x509.AuthorityKeyIdentifier.from_issuer_public_key(by[1].public_key())
        made = made.add_extension(issuing, critical=False)
    if answers:
        where = x509.UniformResourceIdentifier("http://ocsp.exempel.se")
        asked = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)
        made = made.add_extension(x509.AuthorityInformationAccess([asked]), critical=False)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(by[1] if by else key, hashes.SHA256()), key


@cache
def root() -> Held:
    return certificate(cn="Påhittad rot", o="Påhittade Certifikat AB")


@cache
def anna() -> Held:
    return certificate(root(), cn="Anna Ek", given="Anna", surname="Ek", serial=NUMBER, o="Exempels kommun")


@cache
def bo() -> Held:
    return certificate(root(), cn="Bo Alm", given="Bo", surname="Alm", o="Polismyndigheten")


@cache
def lisa() -> Held:
    """Whose certificate says who answers whether it was revoked; of others no answer is looked at."""
    return certificate(root(), answers=True, cn="Lisa Berg", given="Lisa", surname="Berg", o="Exempels kommun")


@cache
def service() -> Held:
    return certificate(root(), cn="Påhittade Signaturtjänsten AB", o="Påhittade Signaturtjänsten AB")


def pem(held: Held) -> bytes:
    return held[0].public_bytes(serialization.Encoding.PEM)


def revoked(*held: Held, since: dt.datetime | None = None) -> bytes:
    """The list of the root that some certificates are revoked, since a day ago where nothing else is said."""
    now = dt.datetime.now(dt.UTC)
    issuer, key = root()
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now - DAY)
        .next_update(now + 30 * DAY)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for certificate, _ in held:
        row = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number)
        made = made.add_revoked_certificate(row.revocation_date(since or now - DAY).build())
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def answered(
    held: Held, *, revoked: dt.datetime | None = None, by: Held | None = None, made: dt.datetime | None = None
) -> bytes:
    """The answer (OCSP) on one certificate, of the root where nobody else gives it: it stands, or is revoked since."""
    now = made or dt.datetime.now(dt.UTC)
    responder, key = by or root()
    status = x509_ocsp.OCSPCertStatus.REVOKED if revoked else x509_ocsp.OCSPCertStatus.GOOD
    answer = x509_ocsp.OCSPResponseBuilder().add_response(
        cert=held[0],
        issuer=root()[0],
        algorithm=hashes.SHA256(),
        cert_status=status,
        this_update=now - DAY,
        next_update=now + DAY,
        revocation_time=revoked,
        revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
    )
    whole = answer.responder_id(x509_ocsp.OCSPResponderEncoding.HASH, responder).certificates([responder])
    return whole.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def with_proof(content: bytes, *revocations: bytes, answers: tuple[bytes, ...] = ()) -> bytes:
    """The signed PDF with lists of revoked certificates, and answers, in its security store, as PAdES-LT has them."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        crls=[crl.CertificateList.load(one) for one in revocations],
        ocsps=[ocsp.OCSPResponse.load(one) for one in answers],
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archived(content: bytes) -> bytes:
    """The PDF with a time stamp over all of it, as PAdES-LTA has it."""
    out = io.BytesIO()
    signers.PdfTimeStamper(_stamper()).timestamp_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), "sha256", output=out
    )
    return out.getvalue()


def signed(content: bytes, by: Held, *, field: str = "Underskrift", stamped: bool = False) -> bytes:
    """The PDF with one more signature (PAdES)."""
    registry = SimpleCertificateStore()
    registry.register(_asn1(root()))
    signer = signers.SimpleSigner(signing_cert=_asn1(by), signing_key=_key(by), cert_registry=registry)
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    out = io.BytesIO()
    signers.sign_pdf(
        writer,
        signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"),
        signer=signer,
        timestamper=_stamper() if stamped else None,
        output=out,
    )
    return out.getvalue()


@cache
def _stamper() -> DummyTimeStamper:
    held = certificate(root(), stamps=True, cn="Påhittad tidsstämpel")
    return DummyTimeStamper(tsa_cert=_asn1(held), tsa_key=_key(held))


def changed_afterwards(content: bytes) -> bytes:
    """The signed PDF with its page written anew in a revision of its own, as someone who cheats would do it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    from pyhanko.pdf_utils import generic

    page = writer.root["/Pages"]["/Kids"][0]
    page[generic.NameObject("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"% other words"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _asn1(held: Held) -> asn1.Certificate:
    return asn1.Certificate.load(held[0].public_bytes(serialization.Encoding.DER))


def _key(held: Held) -> asn1_keys.PrivateKeyInfo:
    plain = serialization.NoEncryption()
    return asn1_keys.PrivateKeyInfo.load(
        held[1].private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    )
