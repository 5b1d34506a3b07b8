"""Links with a secret in them, as they are shown once: as text, and as a square that a phone reads."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from lagesbild.accounts.tokens import Token
from lagesbild.core.squares import square


@dataclass(frozen=True, slots=True)
class Link:
    """An address and its picture."""

    address: str
    square: str
    """Data of an SVG image."""


def link(request: HttpRequest, name: str, token: Token) -> Link:
    """The link of the page `name` for a token, on the address that this page was asked for at."""
    address = request.build_absolute_uri(reverse(name, kwargs={"token": str(token)}))
    return Link(address, _square(address))


def _square(text: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(square(text)).decode()
