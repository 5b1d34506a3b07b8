"""What an uploaded file is, by what it holds."""

from __future__ import annotations

import io
import zipfile

import pytest

from lagesbild.core import files
from lagesbild.errors import InputError
from tests.papers import paper

PDF = paper()
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0 bild \xff\xd9"


def docx(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return kept.getvalue()


WORD = docx("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "media_type"), [(PDF, files.PDF), (PNG, files.PNG), (JPEG, files.JPEG), (WORD, files.WORD)]
)
def test_a_file_is_what_it_holds(content: bytes, media_type: str) -> None:
    assert files.checked(content, files.ANNEXED).media_type == media_type


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, WORD])
def test_what_is_not_whole_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        files.checked(content[:-6], files.ANNEXED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"MZ" + bytes(90),
        b"PK\x03\x04 broken",
        docx("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ],
)
def test_what_is_nothing_that_is_known_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        files.checked(content, files.ANNEXED)


def test_what_can_be_written_in_is_no_signed_original() -> None:
    with pytest.raises(InputError, match="JPEG, PDF, PNG"):
        files.checked(WORD, files.SIGNED)


def test_a_file_has_a_largest_size() -> None:
    with pytest.raises(InputError, match="MB is the most"):
        files.checked(PDF + bytes(files.LARGEST), files.SIGNED)
