"""Answers that anybody may keep for a while, and that are asked for again by the mark of their content."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

SECONDS = 300
"""How long what was read may be kept: what is taken back is gone from every copy within it."""


def kept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with a mark of its content, or that nothing has changed."""
    mark = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    patch_cache_control(answer, public=True, max_age=SECONDS)
    answer.headers["ETag"] = mark
    found = get_conditional_response(request, etag=mark, response=answer)
    assert isinstance(found, HttpResponse)
    return found
