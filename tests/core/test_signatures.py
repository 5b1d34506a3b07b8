"""What electronic signatures say, and which files are refused for them."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from lagesbild.core import files, signatures
from lagesbild.core.signatures import Electronic, Fault, Proof, Trust, wording
from lagesbild.errors import InputError
from lagesbild.i18n import Message, translator
from tests.core import signing
from tests.core.signing import anna, bo, changed_afterwards, lisa, root, service, signed
from tests.papers import paper

SWEDISH = translator("sv")


@cache
def one_signed() -> bytes:
    return signed(paper("agreed"), anna())


def outcome(content: bytes) -> tuple[Electronic, ...] | Message:
    """What the file says, or why it is refused."""
    try:
        return files.signed(content).electronic
    except InputError as error:
        return error.message


def said(one: Electronic) -> str:
    return " ".join(SWEDISH.say(each) for each in [wording.whose(one), *wording.told(one)])


def test_a_whole_signature_says_who_when_and_that_nothing_came_after() -> None:
    (one,) = files.signed(signed(paper(), anna())).electronic
    assert (one.name, one.organisation, one.issuer, one.personal) == (
        "Anna Ek",
        "Exempels kommun",
        "Påhittad rot",
        True,
    )
    assert one.at is not None
    assert abs(dt.datetime.now(dt.UTC) - one.at) < dt.timedelta(minutes=5)
    assert (one.stamped_by, one.last, one.fault) == ("", True, Fault.NONE)


def test_without_anchors_it_is_said_that_nothing_was_checked() -> None:
    (one,) = files.signed(signed(paper(), anna())).electronic
    assert one.trust == Trust.UNASKED
    assert "inte kontrollerat mot någon lista" in said(one)


def test_with_the_operators_anchors_it_is_told_whether_the_chain_leads_there(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.TRUST_ANCHORS = str(tmp_path / "roots.pem")
    other = signing.certificate(cn="En annan rot")
    for anchor, trust in ((root(), Trust.TRUSTED), (other, Trust.UNTRUSTED)):
        (tmp_path / "roots.pem").write_bytes(signing.pem(anchor))
        (one,) = files.signed(signed(paper(), anna(), stamped=True)).electronic
        assert one.trust == trust


def test_proof_in_the_file_of_revoked_certificates_is_judged_where_there_is_a_root_to_judge_it_by(
    settings: LazySettings, tmp_path: Path
) -> None:
    whole = one_signed()
    listed = signing.with_proof(whole, signing.revoked(bo()))
    (unjudged,) = files.signed(listed).electronic
    assert (unjudged.proof, unjudged.fault) == (Proof.UNJUDGED, Fault.NONE)
    assert "kunde inte bedömas" in said(unjudged)
    settings.TRUST_ANCHORS = str(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_bytes(signing.pem(root()))
    assert [one.proof for one in files.signed(whole).electronic] == [Proof.NONE]
    (stood,) = files.signed(listed).electronic
    assert (stood.trust, stood.proof) == (Trust.TRUSTED, Proof.STOOD)
    with pytest.raises(InputError, match="was revoked when it was used"):
        files.signed(signing.with_proof(whole, signing.revoked(anna())))
    later = dt.datetime.now(dt.UTC) + signing.DAY
    (after,) = files.signed(signing.with_proof(whole, signing.revoked(anna(), since=later))).electronic
    assert after.fault == Fault.NONE


NOW = dt.datetime.now(dt.UTC)


@cache
def answering() -> bytes:
    return signed(paper("agreed"), lisa())


@pytest.mark.parametrize(
    ("answer", "proof"),
    [
        (lambda: signing.answered(lisa()), Proof.STOOD),
        # a day after the signature, of another certificate, of long before, and given by whoever signed
        (lambda: signing.answered(lisa(), revoked=NOW + signing.DAY, made=NOW + 2 * signing.DAY), Proof.UNJUDGED),
        (lambda: signing.answered(bo()), Proof.UNJUDGED),
        (lambda: signing.answered(lisa(), made=NOW - 90 * signing.DAY), Proof.UNJUDGED),
        (lambda: signing.answered(lisa(), by=lisa()), Proof.UNJUDGED),
    ],
    ids=["stands", "revoked later", "of another", "too old", "by oneself"],
)
def test_an_answer_that_the_file_encloses_is_judged_as_of_the_signature(
    settings: LazySettings, tmp_path: Path, answer: Callable[[], bytes], proof: Proof
) -> None:
    settings.TRUST_ANCHORS = str(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_bytes(signing.pem(root()))
    (one,) = files.signed(signing.with_proof(answering(), answers=(answer(),))).electronic
    assert (one.trust, one.proof, one.fault) == (Trust.TRUSTED, proof, Fault.NONE)


def test_an_answer_that_the_certificate_was_revoked_refuses_the_file(settings: LazySettings, tmp_path: Path) -> None:
    settings.TRUST_ANCHORS = str(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_bytes(signing.pem(root()))
    answer = signing.answered(lisa(), revoked=NOW - signing.DAY)
    with pytest.raises(InputError, match="was revoked when it was used"):
        files.signed(signing.with_proof(answering(), answers=(answer,)))


def test_a_stamp_over_the_whole_archive_is_told_of_and_said_to_be_unchecked(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.TRUST_ANCHORS = str(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_bytes(signing.pem(root()))
    listed = signing.with_proof(answering(), answers=(signing.answered(lisa()),))
    (one,) = files.signed(signing.archived(listed)).electronic
    assert (one.name, one.proof, one.fault, one.archived) == ("Lisa Berg", Proof.STOOD, Fault.NONE, True)
    assert "arkivtidsstämpel, som inte prövas här" in said(one)
    assert "arkivtidsstämpel" not in said(files.signed(answering()).electronic[0])


def test_without_proof_in_the_file_it_is_said_that_revocation_is_not_checked() -> None:
    (one,) = files.signed(one_signed()).electronic
    assert "är inte kontrollerat: filen bär inget bevis" in said(one)


def test_a_time_stamp_is_named_and_goes_before_the_signers_clock() -> None:
    (one,) = files.signed(signed(paper(), anna(), stamped=True)).electronic
    assert one.stamped_by == "Påhittad tidsstämpel"
    assert "tidsstämpel" in said(one)


def test_the_number_in_a_certificate_is_told_of_and_never_kept() -> None:
    (one,) = files.signed(signed(paper(), anna())).electronic
    assert one.numbered
    assert signing.NUMBER not in str(signatures.kept([one]))


def test_nothing_of_the_certificate_reaches_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    files.signed(signed(paper(), anna()))
    assert "Anna Ek" not in capfd.readouterr().err


@pytest.mark.parametrize("number", ["19700101-9286", "700101-9286", signing.NUMBER])
def test_a_number_in_the_name_itself_is_masked(number: str) -> None:
    held = signing.certificate(root(), cn=f"Anna Ek {number}", surname="Ek")
    (one,) = files.signed(signed(paper(), held)).electronic
    assert one.name == "Anna Ek ▮▮▮"
    assert one.numbered


def test_the_seal_of_a_service_names_no_person_and_is_said_to() -> None:
    (one,) = files.signed(signed(paper(), service())).electronic
    assert not one.personal
    assert "ingen person" in said(one)


def test_two_signatures_are_told_in_their_order_and_the_first_is_whole_still() -> None:
    twice = signed(signed(paper(), bo(), field="Polisen"), anna(), field="Kommunen")
    first, second = files.signed(twice).electronic
    assert (first.name, second.name) == ("Bo Alm", "Anna Ek")
    assert (first.last, second.last) == (False, True)


def test_what_is_changed_after_signing_is_refused_and_says_whose_signature_it_breaks() -> None:
    with pytest.raises(InputError, match="changed after Anna Ek signed it"):
        files.signed(changed_afterwards(signed(paper(), anna())))


def test_a_changed_byte_is_refused() -> None:
    whole = signed(paper("agreed words"), anna())
    with pytest.raises(InputError, match="changed after Anna Ek"):
        files.signed(whole.replace(b"agreed words", b"other words!"))


def test_a_signature_that_is_damaged_itself_is_refused() -> None:
    whole = one_signed()
    held = re.search(rb"/Contents\s*<([0-9a-fA-F]+?)0*>", whole)
    assert held is not None
    last = held.end(1) - 16
    with pytest.raises(InputError, match="broken and proves nothing"):
        files.signed(whole[:last] + b"0123456789abcdef" + whole[last + 16 :])


def test_a_certificate_that_had_expired_when_it_was_used_is_refused() -> None:
    now = dt.datetime.now(dt.UTC)
    old = signing.certificate(root(), cn="Anna Ek", surname="Ek", begins=now - 90 * signing.DAY, ends=now - signing.DAY)
    with pytest.raises(InputError, match="did not apply on the day"):
        files.signed(signed(paper(), old))


def test_an_unsigned_paper_and_a_picture_of_one_say_nothing_and_are_kept() -> None:
    assert files.signed(paper()).electronic == ()
    png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
    assert files.signed(png).electronic == ()


def test_a_seal_of_a_kind_that_cannot_be_read_is_kept_and_said_to_be_unchecked() -> None:
    sealed = signed(paper(), service()).replace(b"/ETSI.CAdES.detached", b"/GTTS.KeylessSign   ")
    (one,) = files.signed(sealed).electronic
    assert one.fault == Fault.UNREAD
    assert "GTTS.KeylessSign" in said(one)
    assert "Ingenting i den är kontrollerat" in said(one)


def test_evidence_that_a_service_encloses_comes_in_with_a_signature_and_not_without() -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        pdf.attachments["bevis.html"] = b"<p>logg</p>"
        pdf.save(held)
    assert files.signed(signed(held.getvalue(), service())).electronic[0].fault == Fault.NONE
    for refused in (files.signed, lambda content: files.checked(content, files.ANNEXED)):
        with pytest.raises(InputError, match="enclosed"):
            refused(held.getvalue())


def test_what_is_kept_reads_back_as_it_was() -> None:
    found = files.signed(signed(signed(paper(), bo(), field="a"), anna(), field="b", stamped=True)).electronic
    assert tuple(signatures.from_kept(signatures.kept(found))) == found


def test_a_file_of_anchors_that_is_missing_is_no_silent_yes(settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    for name in ("gone.pem", "empty.pem"):
        settings.TRUST_ANCHORS = str(tmp_path / name)
        with pytest.raises(InputError, match="LAGESBILD_TRUST"):
            files.signed(one_signed())


@bounds(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_done_to_the_bytes_they_are_refused_in_words_or_say_what_is_whole(data: st.DataObject) -> None:
    whole = bytearray(one_signed())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 2))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    found = outcome(bytes(whole))
    assert isinstance(found, Message) or all(one.fault in {Fault.NONE, Fault.UNREAD} for one in found)


@bounds(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_between_the_ends_of_a_pdf_are_refused_in_words_or_kept(middle: bytes) -> None:
    found = outcome(b"%PDF-1.7\n" + middle + b"\n%%EOF")
    assert SWEDISH.say(found) if isinstance(found, Message) else found == ()
