"""The worker: does what the outbox asks for, and takes over what others that were killed had begun."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress

import psycopg
from asgiref.sync import async_to_sync, sync_to_async
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, transaction
from procrastinate import RetryStrategy, exceptions, jobs
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from lagesbild.core import once

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS, SILENT_SECONDS = 5.0, 30.0
"""A worker that has not said anything for `SILENT_SECONDS` is taken for dead, and its jobs are done again."""
REAP_SECONDS = 15.0
MOST_ATTEMPTS = 12
"""A job that was begun this many times and never ended is given up: it may be what kills the workers."""
KEEP_HOURS = 24 * 14
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
GRACE_SECONDS = 8.0
"""How long a job that can be interrupted is left alone once the worker is told to end."""
AWAY = RetryStrategy(max_attempts=MOST_ATTEMPTS, linear_wait=5, retry_exceptions=[OperationalError, InterfaceError])
"""For about five minutes: restarting or moving a database takes less."""
LOCK = 4_711_2024
"""Advisory lock: of two workers that reap at once, the second is to see what the first put back."""


async def work(*, name: str, jobs: int) -> None:
    """Work until SIGINT or SIGTERM; a second signal ends at once. A database that goes away is waited for."""
    stop = asyncio.Event()

    def told() -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told)
    away = 0
    while not stop.is_set():
        try:
            await _until(stop, name, jobs)
            away = 0
        except (exceptions.ConnectorException, psycopg.OperationalError, OSError) as error:
            # the pool's own timeout is an OperationalError that no connector wraps
            logger.warning("The database does not answer: %s", error.__cause__ or error)
        if not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSES[min(away, len(PAUSES) - 1)])
            away += 1


async def _until(stop: asyncio.Event, name: str, concurrency: int) -> None:
    """Work until told to stop; returns or raises earlier when the connection is lost."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    be_patient()
    with app.replace_connector(connector.get_worker_connector()) as working:
        async with working.open_async():
            worker = asyncio.create_task(
                working.run_worker_async(
                    name=name,
                    concurrency=concurrency,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=SILENT_SECONDS,
                    shutdown_graceful_timeout=GRACE_SECONDS,
                    install_signal_handlers=False,
                )
            )
            reaper, stopped = asyncio.create_task(_reap_for_ever()), asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({worker, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (worker, reaper, stopped):
                    task.cancel()
                await asyncio.gather(reaper, stopped, return_exceptions=True)
            with suppress(asyncio.CancelledError):
                await worker


def be_patient() -> None:
    """Try every job again that fails because the database went away; tasks with a rule of their own keep it."""
    for task in app.tasks.values():
        if task.retry_strategy is None:
            task.retry_strategy = AWAY


async def _reap_for_ever() -> None:
    while True:
        try:
            await sync_to_async(_reap_once, thread_sensitive=False)()
        except (DatabaseError, exceptions.ConnectorException):
            logger.warning("Jobs of workers that are gone could not be looked for.")
        await asyncio.sleep(REAP_SECONDS)


def _reap_once() -> None:
    close_old_connections()
    try:
        put_back = reap()
        if put_back:
            logger.warning("%d jobs of workers that are gone were put back into the queue.", put_back)
    finally:
        connection.close()


def reap() -> int:
    """Put the jobs of dead workers back into the queue, forget what was done long ago; how many were put back."""
    manager = JobManager(DjangoConnector())
    put_back = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        for job in async_to_sync(manager.get_stalled_jobs)(seconds_since_heartbeat=SILENT_SECONDS):
            if job.id is None:
                continue
            if job.attempts + 1 >= MOST_ATTEMPTS:
                logger.error("Job %d (%s) was begun %d times and never ended.", job.id, job.task_name, MOST_ATTEMPTS)
                async_to_sync(manager.finish_job_by_id_async)(job.id, status=jobs.Status.FAILED, delete_job=False)
            else:
                async_to_sync(manager.retry_job)(job)
                put_back += 1
        async_to_sync(manager.delete_old_jobs)(nb_hours=KEEP_HOURS)
        once.forget()
    return put_back
