"""What is sent is packed where the browser takes it so, and is the same when it is unpacked."""

from __future__ import annotations

import gzip
import random

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lagesbild.core.web.packing import WORTH, LightlyPacked

PAGE = b"<p>en rad till</p>" * WORTH


def sent(content: bytes, *, takes: str = "gzip, br", **headers: str) -> HttpResponse:
    """What reaches a browser that takes what it is said to take."""
    middleware = LightlyPacked(lambda request: HttpResponse(content, headers=headers))
    answer = middleware(RequestFactory().get("/", headers={"Accept-Encoding": takes}))
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("content", [PAGE, PAGE[:1000]], ids=["large", "small"])
def test_a_page_is_packed_and_the_same_when_unpacked(content: bytes) -> None:
    answer = sent(content, ETag='"abc"')
    assert gzip.decompress(answer.content) == content
    assert int(answer["Content-Length"]) == len(answer.content) < len(content)
    assert (answer["Content-Encoding"], answer["Vary"], answer["ETag"]) == ("gzip", "Accept-Encoding", 'W/"abc"')


def test_a_browser_that_takes_nothing_packed_gets_it_plain() -> None:
    answer = sent(PAGE, takes="")
    assert answer.content == PAGE
    assert not answer.has_header("Content-Encoding")
    assert answer["Vary"] == "Accept-Encoding"


def test_what_is_packed_already_is_left() -> None:
    packed = gzip.compress(PAGE * 40, 1)
    assert sent(packed, **{"Content-Encoding": "gzip"}).content == packed


def test_what_grows_when_it_is_packed_is_sent_as_it_is() -> None:
    noise = random.Random(1).randbytes(2 * WORTH)
    answer = sent(noise)
    assert answer.content == noise
    assert not answer.has_header("Content-Encoding")
    assert answer["Vary"] == "Accept-Encoding"


def test_how_long_a_packed_page_is_tells_nothing() -> None:
    assert len({len(sent(PAGE).content) for _ in range(40)}) > 10
