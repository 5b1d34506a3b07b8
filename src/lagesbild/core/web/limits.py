"""How often something may be sent from one address without signing in: people, and no machine.

Counted in the cache that all processes share. The address is not kept: what is counted under is a keyed digest of it,
which is another for every stretch of time.
"""

from __future__ import annotations

import ipaddress
from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

SALT = "lagesbild.limits"
NETWORK = 64
"""Bits of an address of the sixth version that are one household's."""


class TooMany(InputError):
    """More has come from an address than people send."""

    status = 429

    def __init__(self) -> None:
        super().__init__(Message(N_("Much has come from where you are in a short time. Send it again in an hour.")))


def within(request: HttpRequest, what: str, *, most: int, seconds: int) -> None:
    """Count one more of `what` from where the request comes, of at most `most` in each stretch of `seconds`.

    Called inside a transaction.

    Raises
    ------
    TooMany
        It would be more; nothing is counted.

    """
    stretch = int(time() // seconds)
    said = f"{what} {stretch} {_network(get_adapter().get_client_ip(request))}"
    key = f"limit-{salted_hmac(SALT, said, algorithm='sha256').hexdigest()}"
    # of those that come at the same moment each waits until the one before has been counted
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    n = cache.get(key, 0) + 1
    if n > most:
        raise TooMany
    # not `incr`: it would let the count be forgotten after the cache's own time, shorter than the stretch
    cache.set(key, n, seconds)


def whence(request: HttpRequest) -> str:
    """The address that a request comes from, for the log; a dash where there is none."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "-"


def _network(address: str) -> str:
    """The address, or the network that one household has whole."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((parsed, NETWORK), strict=False).network_address)
    return str(parsed)
