"""A limit holds for those who send at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import RequestFactory

from lagesbild.core.web import limits

N = 6


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_counted_one_by_one() -> None:
    together = Barrier(N)

    def send(_: int) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                together.wait()
                request = RequestFactory().post("/p/alfa/", REMOTE_ADDR="192.0.2.77")
                limits.within(request, "together", most=2, seconds=3600)
                cursor.execute("SELECT pg_sleep(0.05)")
        except limits.TooMany:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(N) as pool:
        assert sum(pool.map(send, range(N))) == 2
