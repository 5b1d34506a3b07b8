"""What is sent is packed lightly: a page full of drawings takes a quarter of the time, for a twelfth more bytes."""

from __future__ import annotations

import gzip
import secrets
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL = 4
"""Of zlib. Django's own middleware knows no other than 6."""
WORTH = 10_000
"""Bytes; the level matters for nothing less."""


class LightlyPacked(GZipMiddleware):
    """Django's, but for what is large."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack the answer, where the browser takes it so."""
        if (
            not isinstance(response, HttpResponse)
            or len(response.content) < WORTH
            or response.has_header("Content-Encoding")
            or not re_accepts_gzip.search(request.headers.get("Accept-Encoding", ""))
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        packed = _packed(response.content, self.max_random_bytes)
        if len(packed) >= len(response.content):
            return response
        response.content = packed
        response["Content-Length"] = str(len(packed))
        response["Content-Encoding"] = "gzip"
        if (mark := response.get("ETag", "")).startswith('"'):
            response["ETag"] = f"W/{mark}"
        return response


def _packed(content: bytes, most: int) -> bytes:
    # the name is there for its length: what cannot be measured tells nothing of what is secret in the page (BREACH)
    name = secrets.token_hex(most)[: secrets.randbelow(most) + 1]
    into = BytesIO()
    with gzip.GzipFile(name, "wb", LEVEL, into, mtime=0) as file:
        file.write(content)
    return into.getvalue()
