"""Answers that may be kept for a while, and that are asked for again by the mark of their content."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

SECONDS = 300
"""How long what was read may be kept: what is taken back is gone from every copy within it."""


def kept(request: HttpRequest, answer: HttpResponse, *, public: bool = True) -> HttpResponse:
    """The answer with a mark of its content, or that nothing has changed.

    `public` says that anybody between us and the reader may keep it; otherwise only whoever asked.
    """
    mark = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    patch_cache_control(answer, max_age=SECONDS, **{"public" if public else "private": True})
    answer.headers["ETag"] = mark
    found = get_conditional_response(request, etag=mark, response=answer)
    assert isinstance(found, HttpResponse)
    return found
