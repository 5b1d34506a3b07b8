"""Files that do something by themselves when they are opened, and what a scanner says, never come in."""

from __future__ import annotations

import io
import socketserver
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from pikepdf import Array, Dictionary, Name, Pdf

from lagesbild.core import files, pdfs, scanning
from lagesbild.core.web.forms import Form
from lagesbild.errors import InputError
from tests.papers import paper


def with_(change: Callable[[Pdf], None], **saved: Any) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        change(pdf)
        pdf.save(held, **saved)
    return held.getvalue()


def script_at_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def script_by_name(pdf: Pdf) -> None:
    held = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", held])))


def script_deep_in_a_page(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], AA=Dictionary(E=Dictionary(JS="x")))
    pdf.pages[0].Annots = Array([note])


def starting_a_program(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Launch, F="cmd.exe")


def sending_a_form(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.SubmitForm, F="https://example.org")]))


def film(pdf: Pdf) -> None:
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(Subtype=Name.RichMedia, Rect=[0, 0, 9, 9]))])


def form_that_runs(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def enclosed(pdf: Pdf) -> None:
    pdf.attachments["lista.xlsm"] = b"PK"


ACTIVE = [
    (script_at_opening, "script"),
    (script_by_name, "script"),
    (script_deep_in_a_page, "script"),
    (starting_a_program, "starts a program"),
    (sending_a_form, "sends"),
    (film, "film"),
    (form_that_runs, "film, sound or a form"),
    (enclosed, "enclosed"),
]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize(("change", "said"), ACTIVE, ids=[change.__name__ for change, _ in ACTIVE])
def test_an_active_pdf_is_refused_with_what_it_does(change: Callable[[Pdf], None], said: str, packed: bool) -> None:
    streams = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pytest.raises(InputError, match=said):
        files.checked(with_(change, object_stream_mode=streams), files.ANNEXED)


def test_a_name_written_in_another_way_is_the_same_name() -> None:
    hidden = with_(starting_a_program, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pytest.raises(InputError, match="starts a program"):
        files.checked(hidden.replace(b"/Launch", b"/L#61unc#68"), files.ANNEXED)


def test_a_link_and_a_bookmark_do_nothing_by_themselves(tmp_path: Path) -> None:
    def linked(pdf: Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))
        link = Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI="https://example.org"))
        pdf.pages[0].Annots = Array([link])

    assert files.checked(with_(linked), files.ANNEXED).media_type == files.PDF


def test_a_locked_pdf_is_refused_and_one_that_is_only_protected_against_change_is_read() -> None:
    def nothing(pdf: Pdf) -> None:
        pass

    with pytest.raises(InputError, match="locked with a password"):
        files.signed(with_(nothing, encryption=pikepdf.Encryption(owner="a", user="b")))
    assert files.signed(with_(nothing, encryption=pikepdf.Encryption(owner="a", user=""))).electronic == ()


def test_what_unpacks_to_far_too_much_is_refused_before_it_does() -> None:
    packed = zlib.compress(b"1 0 " + b" " * 8 * pdfs.UNPACKED + b"<<>>", 9)
    start = b"%PDF-1.7\n"
    held = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = start + held + packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 0), (2, 2, 0), (1, len(start), 0), (1, len(body), 0)]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([last]) for kind, at, last in rows)
    end = b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    bomb = body + end + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
    assert len(bomb) < files.LARGEST
    with pytest.raises(InputError, match="cannot be read"):
        files.checked(bomb, files.ANNEXED)


def test_the_largest_file_is_taken_and_one_byte_more_is_not() -> None:
    whole = paper()
    filled = whole[: whole.rindex(b"startxref")] + b"%" + b"x" * (files.LARGEST - len(whole) - 2) + b"\n"
    largest = filled + whole[whole.rindex(b"startxref") :]
    assert len(largest) == files.LARGEST
    assert files.signed(largest).electronic == ()
    with pytest.raises(InputError, match="20 MB is the most"):
        files.signed(largest + b"\n")


class Clamd(socketserver.StreamRequestHandler):
    """Answers as clamd does to INSTREAM, and remembers what it was given."""

    answer = b"stream: OK\0"
    got: list[bytes] = []  # noqa: RUF012 - shared on purpose, read by the test

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        Clamd.got.append(content)
        self.wfile.write(Clamd.answer)


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[type[Clamd]]:
    with socketserver.UnixStreamServer(str(tmp_path / "clamd"), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.SCANNER = f"unix://{tmp_path / 'clamd'}"
        Clamd.answer, Clamd.got = b"stream: OK\0", []
        yield Clamd
        server.shutdown()
        thread.join()


def test_all_bytes_reach_the_scanner(clamd: type[Clamd]) -> None:
    content = bytes(range(256)) * 700
    scanning.scanned([content[:70_000], b"", content[70_000:]])
    assert clamd.got == [content]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "found something"),
        (b"INSTREAM size limit exceeded. ERROR\0", "could not"),
    ],
)
def test_what_the_scanner_finds_or_cannot_look_at_does_not_come_in(
    clamd: type[Clamd], answer: bytes, said: str
) -> None:
    clamd.answer = answer
    with pytest.raises(InputError, match=said):
        scanning.scanned([b"x"])


@pytest.mark.parametrize("where", ["unix:///nowhere/clamd", "tcp://127.0.0.1:1", "clamd"])
def test_a_scanner_that_is_away_lets_nothing_in(settings: Any, where: str) -> None:
    settings.SCANNER = where
    with pytest.raises(InputError, match="could not be checked"):
        scanning.scanned([b"x"])


class Upload(Form):
    file = forms.FileField(label="File")


def test_every_form_asks_the_scanner_and_the_file_is_read_from_its_beginning_after(clamd: type[Clamd]) -> None:
    form = Upload({}, MultiValueDict({"file": [SimpleUploadedFile("a.pdf", b"bytes")]}))
    assert form.is_valid()
    assert form.cleaned_data["file"].read() == b"bytes"
    assert clamd.got == [b"bytes"]
    clamd.answer = b"stream: Worm FOUND\0"
    assert not Upload({}, MultiValueDict({"file": [SimpleUploadedFile("a.pdf", b"bytes")]})).is_valid()


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    settings.SCANNER = ""
    scanning.scanned([b"x"])
