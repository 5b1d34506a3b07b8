"""What the worker does for agreements: lets those be ended whose last day has passed."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from lagesbild.agreements.actions import end_those_past
from lagesbild.core.system import worker


@app.periodic(cron="17 * * * *")
@app.task(name="agreements.end_past", queueing_lock="agreements.end_past")
def end_past(timestamp: int) -> None:
    """Every hour, since midnight is not the same everywhere: end what is past."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partnership FROM agreements_past()")
        known = [int(one) for (one,) in cursor.fetchall()]
    for partnership in known:
        end_those_past(actor=worker(partnership))
