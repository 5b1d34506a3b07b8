"""The mark that every form carries, by which one that is sent twice is known."""

from __future__ import annotations

import hashlib
import secrets

from django.http import HttpRequest

FIELD = "once"
PASSED_OVER = (FIELD, "csrfmiddlewaretoken")


def new_mark() -> str:
    """A mark for one drawing of a form."""
    return secrets.token_urlsafe(12)


def key_of(request: HttpRequest) -> bytes | None:
    """What tells this sending from every other: the mark and all that was filled in; None for a request without one.

    Sent again as it was it is the same; gone back to and filled in anew it is another. Parts of pages that htmx asks
    for say how things stand and not what is to be added.
    """
    mark = request.POST.get(FIELD) if request.method == "POST" else None
    if not mark or request.headers.get("HX-Request") == "true":
        return None
    digest = hashlib.sha256()

    def add(part: str | bytes) -> None:
        said = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(said).to_bytes(8, "big") + said)

    add(mark)
    add(request.get_full_path())
    for name, values in sorted(request.POST.lists()):
        if name not in PASSED_OVER:
            for part in (name, *values):
                add(part)
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            add(name)
            for chunk in file.chunks():
                add(chunk)
            file.seek(0)
    return digest.digest()
