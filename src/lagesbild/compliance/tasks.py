"""What the worker does for commitments: judges them, early each day and soon after something has happened."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from lagesbild.compliance.actions import judge_partnership
from lagesbild.core.system import worker


@app.task(name="compliance.judge")
def judge(partnership: int) -> None:
    """Judge a partnership's commitments."""
    judge_partnership(actor=worker(partnership))


@app.periodic(cron="*/10 * * * *")
@app.task(name="compliance.judge_waiting", queueing_lock="compliance.judge_waiting")
def judge_waiting(timestamp: int) -> None:
    """Judge every partnership in which something has happened since, or a day has begun; days missed are caught up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partnership FROM compliance_waiting()")
        waiting = [int(one) for (one,) in cursor.fetchall()]
    for partnership in waiting:
        judge_partnership(actor=worker(partnership))
