"""Disposal: a person orders what a dry run has shown, the worker carries it out in batches.

Each batch is one transaction: what is kept of the rows is counted, they go, their numbers go into the journal, and the
batch is noted. Killed at any moment, it goes on where it was; done again, it finds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lagesbild.core import journal, outbox, retention, timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.retention import DUE_AT
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.registry import policies
from lagesbild.registry.foreseen import foreseen
from lagesbild.registry.models import Disposal, Disposed, RetentionRule

BATCH = 2000
"""Rows that go in one transaction."""
SALT = "lagesbild.disposal"
State = Disposal.State


class Otherwise(InputError):
    """What would go is not what whoever orders it was shown, or typed."""


def order(*, actor: Actor, kind: str, typed: int | None) -> Disposal:
    """Order that rows whose time is over go, by typing how many they are. It cannot be taken back.

    Raises
    ------
    Denied
        The actor is no registrator.
    WrongState
        Rows of the kind are being disposed of already.
    Otherwise
        As many as were typed is not how many there are now.
    InputError
        No decided rule says that they go, or none has had its time.

    """
    said = _named(kind)
    with acting(actor):
        require(policies.may_dispose(actor))
        rule = RetentionRule.objects.select_for_update().filter(kind=kind).first()
        if rule is None or rule.months is None or not rule.decided:
            raise InputError(
                Message(N_("No rule with a decision says that these go. Note the rule and its decision first."))
            )
        if Disposal.objects.running().of_kind(kind).exists():
            raise WrongState(Message(N_("This is being done already.")))
        now = foreseen(actor.partnership, said, rule)
        if not now.n:
            raise InputError(Message(N_("Nothing has had its time. There is nothing to dispose of.")))
        if typed != now.n:
            raise Otherwise(
                Message(N_("There are {n} now. Look again at what goes, and type that number."), {"n": now.n})
            )
        row = Disposal.objects.create(
            partnership_id=actor.partnership,
            party_id=actor.parties[0],
            kind=kind,
            event=rule.event,
            months=rule.months,
            before=now.before,
            body=rule.body,
            decided_on=rule.decided_on,
            dnr=rule.dnr,
            expected=now.n,
            person_id=actor.person,
        )
        outbox.add("registry.dispose", partnership=actor.partnership, disposal=row.pk)
        _record(actor, "retention.ordered", row, n=now.n)
    return row


def stop(*, actor: Actor, disposal: int) -> Disposal:
    """Stop between two batches: what has gone has gone, the rest stays.

    Raises
    ------
    Denied
        The actor is no registrator.
    WrongState
        It has ended.

    """
    with acting(actor):
        require(policies.may_dispose(actor))
        row = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal)
        if row.state != State.RUNNING:
            raise WrongState(Message(N_("It has ended already.")))
        row.stop = True
        row.save(update_fields=["stop"])
        # a worker that has given it up does not come back by itself; one that is at it finds it ended
        outbox.add("registry.dispose", partnership=actor.partnership, disposal=row.pk)
        _record(actor, "retention.stop_asked", row)
    return row


def run(*, actor: Actor, disposal: int) -> Disposal:
    """Carry out what was ordered, from where it was left; what has ended stays as it is.

    Raises
    ------
    Denied
        Only the system sees every party's rows.

    """
    require(policies.may_run(actor))
    while _batch(actor, disposal):
        pass
    with acting(actor):
        row = Disposal.objects.get(pk=disposal)
        gone = _gone(row)
    if row.state != State.RUNNING:
        return row
    # dear, and done again it does nothing: in transactions of its own
    retention.finished(_named(row.kind), actor, gone)
    return _end(actor, disposal)


def fail(*, actor: Actor, disposal: int) -> None:
    """Say that it could not be carried through; what went before that has gone."""
    require(policies.may_run(actor))
    _end(actor, disposal, State.FAILED)


def reapply(*, actor: Actor, lines: Iterable[Mapping[str, Any]]) -> int:
    """Dispose again, in a backup that was read back, of what was disposed of after it was made; how many rows.

    `lines` are those of the journal. Only rows that went, by number, and whose event lies before the limit they went by
    are taken: a number that another row has got since takes nothing that is younger.

    Raises
    ------
    Denied
        Only the system sees every party's rows.

    """
    require(policies.may_run(actor))
    limits: dict[tuple[str, str, str], list[list[int]]] = {}
    for line in lines:
        limits.setdefault((line["disposed"], line["event"], line["before"]), []).extend(line["ranges"])
    n = 0
    for (name, event, before), stretches in sorted(limits.items()):
        kind = retention.named(name)
        if kind is not None and kind.disposable and event in kind.events:
            n += _again(actor, kind, event, dt.datetime.fromisoformat(before), stretches)
    return n


def _again(actor: Actor, kind: retention.Kind, event: str, before: dt.datetime, stretches: retention.Ranges) -> int:
    assert kind.due is not None
    gone: list[int] = []
    with acting(actor):
        rows = kind.due(event, before).order_by(DUE_AT, "pk").values_list("pk", flat=True)
        wanted = retention.within(rows, stretches)
    for batch in batched(wanted, BATCH):
        with acting(actor):
            gone += kind.dispose(actor, batch)
    retention.finished(kind, actor, stretches)
    if gone:
        with acting(actor):
            row = Disposal.objects.create(
                partnership_id=actor.partnership,
                party_id=actor.parties[0],
                kind=kind.name,
                event=event,
                months=1,
                before=before,
                state=State.DONE,
                expected=len(gone),
                done=len(gone),
                again=True,
                digest=_digest(retention.ranges(gone)),
                person_id=actor.person,
                ended=timezone.now(),
            )
            _note(row, 1, gone)
            _record(actor, "retention.disposed_again", row, n=row.done, digest=row.digest)
    return len(gone)


def batched(numbers: Sequence[int], n: int) -> Iterator[Sequence[int]]:
    """Numbers in pieces of at most `n`."""
    for at in range(0, len(numbers), n):
        yield numbers[at : at + n]


def _batch(actor: Actor, disposal: int) -> bool:
    """Dispose of one batch; whether there may be more."""
    with acting(actor):
        row = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal)
        if row.state != State.RUNNING or row.stop:
            return False
        kind = _named(row.kind)
        assert kind.due is not None
        found = dict(kind.due(row.event, row.before).order_by(DUE_AT, "pk").values_list("pk", DUE_AT)[:BATCH])
        if not found:
            return False
        went = list(kind.dispose(actor, list(found)))
        if not went:
            raise InputError(Message(N_("None of the rows could be disposed of.")))
        times = [found[pk] for pk in went if pk in found]
        row.oldest = min([*times, *filter(None, [row.oldest])], default=None)
        row.youngest = max([*times, *filter(None, [row.youngest])], default=None)
        row.done += len(went)
        row.save(update_fields=["oldest", "youngest", "done"])
        number = (row.batches.aggregate(last=Max("number"))["last"] or 0) + 1
        batch = _note(row, number, went)
        # before the commit: what cannot be remembered for backups is not done
        journal.append(
            [
                {
                    "partnership": actor.partnership,
                    "disposed": row.kind,
                    "event": row.event,
                    "before": row.before.astimezone(dt.UTC).isoformat(),
                    "ranges": batch.ranges,
                }
            ]
        )
    return True


def _note(row: Disposal, number: int, went: Sequence[int]) -> Disposed:
    return Disposed.objects.create(
        partnership_id=row.partnership_id,
        disposal=row,
        number=number,
        ranges=retention.ranges(went),
        n=len(went),
    )


def _gone(row: Disposal) -> list[list[int]]:
    """Numbers of all that went, in stretches."""
    return [stretch for ranges in row.batches.order_by("number").values_list("ranges", flat=True) for stretch in ranges]


def _end(actor: Actor, disposal: int, state: str = "") -> Disposal:
    with acting(actor):
        row = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal)
        if row.state != State.RUNNING:
            return row
        row.state = state or (State.STOPPED if row.stop else State.DONE)
        row.digest, row.ended = _digest(_gone(row)), timezone.now()
        row.save(update_fields=["state", "digest", "ended"])
        _record(
            actor,
            f"retention.{row.state}",
            row,
            n=row.done,
            before=row.before.astimezone(dt.UTC).date().isoformat(),
            digest=row.digest,
        )
    return row


def _digest(stretches: retention.Ranges) -> str:
    """A digest with a key that does not lie in the database: it tells of no row, and shows that no other went."""
    return salted_hmac(SALT, str([list(one) for one in stretches]), algorithm="sha256").hexdigest()


def _named(kind: str) -> retention.Kind:
    said = retention.named(kind)
    if said is None or not said.disposable:
        raise Http404
    return said


def _record(actor: Actor, verb: str, row: Disposal, **detail: timeline.Plain) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=row, kind=row.kind, **detail)
