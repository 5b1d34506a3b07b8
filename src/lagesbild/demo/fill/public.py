"""What the public reads and is asked: the site opened, dialogues, news, and what has been decided, published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from lagesbild.agreements.models import Agreement
from lagesbild.core import partnerships, registry
from lagesbild.core.actions import Actor
from lagesbild.core.scope import scope
from lagesbild.core.web.public import partnership_at, visitor
from lagesbild.demo.cast import told as cast
from lagesbild.demo.cast.told import Ask, Asking
from lagesbild.demo.events.model import last_monday
from lagesbild.demo.fill.here import Here
from lagesbild.demo.fill.paper import paper
from lagesbild.demo.towns.export import degrees
from lagesbild.dialogues import actions as dialogues
from lagesbild.dialogues.models import Dialogue, Question
from lagesbild.i18n import capital
from lagesbild.picture import actions as pictures
from lagesbild.picture.models import Edition
from lagesbild.promises.models import Promise
from lagesbild.publishing import actions, kinds, minuted
from lagesbild.publishing.models import Publication

SPOTS = ("square", "underpass", "park", "school", "station")
SMALL = 20
"""Reports a week below which a municipality is small, and fewer answer."""
MEETINGS = 3
"""Of which the decisions are published, the latest."""
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


def told(here: Here) -> bool:
    """Whether anything is published."""
    return Publication.objects.filter(partnership_id=here.partnership).exists()


def tell(here: Here) -> None:
    """Tell all of it, or nothing."""
    with scope(here.system.scope()):
        Telling(here).tell()


class Telling:
    """What the public of one municipality is told and asked."""

    def __init__(self, here: Here) -> None:
        self.here = here
        self.coordinator = here.actor("coordinator")
        self.registrator = here.actor("registrator" if "registrator" in here.cast else "coordinator")
        self.names = {kind: here.spot(kind).name for kind in SPOTS} | {"name": here.shape.name}

    def tell(self) -> None:
        """People are asked, and what was decided is published."""
        self.ask()
        self._publish()

    def ask(self) -> None:
        """The administrator opens the site; a dialogue that is over, one that is open, one with staff, and a walk."""
        here, monday = self.here, last_monday(self.here.today)
        partnerships.open_site(actor=here.actor("administrator"), public=True)
        # open for a while longer, so that midnight may pass
        over = self._open(cast.ASKED, monday - WEEK, here.today + WEEK)
        until = monday + 6 * DAY
        self._answer(over, cast.ASKED, monday - WEEK, until)
        dialogues.change(actor=self.coordinator, dialogue=over.pk, told=self._said(cast.ASKED, monday - WEEK, until))
        dialogues.close(actor=self.coordinator, dialogue=over.pk)
        dialogues.tell_outcome(actor=self.coordinator, dialogue=over.pk, outcome=self._in(cast.ASKED.outcome))
        opened = self._open(cast.ASKING, monday + 2 * DAY, here.today + 2 * WEEK)
        self._answer(opened, cast.ASKING, monday + 2 * DAY, here.today)
        staff = self._open(cast.STAFF, here.today, here.today + 2 * WEEK)
        self._answer(staff, cast.STAFF, here.today, here.today)
        self._walk()

    def _said(self, asking: Asking, opens: dt.date, closes: dt.date) -> dialogues.Told:
        title, intro = self._in(asking.title), self._in(asking.intro)
        return dialogues.Told(kind=asking.kind, title=title, intro=intro, opens=opens, closes=closes)

    def _open(self, asking: Asking, opens: dt.date, closes: dt.date) -> Dialogue:
        row = dialogues.create(
            actor=self.coordinator, told=self._said(asking, opens, closes), party=self.here.parties["kommun"]
        )
        for ask in asking.asks:
            asked = dialogues.Asked(text=self._in(ask.text), kind=ask.kind, options=ask.options)
            dialogues.add_question(actor=self.coordinator, dialogue=row.pk, asked=asked)
        return dialogues.open_(actor=self.coordinator, dialogue=row.pk)

    def _answer(self, row: Dialogue, asking: Asking, first: dt.date, last: dt.date) -> None:
        """So many answer as visitors today, or earlier on paper that the coordinator writes in."""
        n = asking.few if self.here.shape.weekly < SMALL else asking.many
        questions = list(row.questions.in_order())
        pairs = list(zip(questions, asking.asks, strict=True))
        anyone = visitor(*partnership_at(self.here.slug)) if asking.kind == Dialogue.Kind.PUBLIC else self.coordinator
        rng = np.random.default_rng([self.here.seed, *asking.title.encode()])
        for i in range(n):
            day = first + DAY * (i * ((last - first).days + 1) // n)
            today = day == self.here.today
            dialogues.answer(
                actor=anyone if today else self.coordinator,
                dialogue=row.pk,
                answered=dialogues.Answered(content=dict(self._chosen(pairs, i, rng)), day=None if today else day),
            )

    def _chosen(
        self, pairs: list[tuple[Question, Ask]], i: int, rng: np.random.Generator
    ) -> Iterator[tuple[int, object]]:
        for question, ask in pairs:
            if ask.texts:
                if i < len(ask.texts):
                    yield question.pk, self._in(ask.texts[i])
                continue
            share = np.array(ask.weights) / (max(ask.weights) * 1.6 if ask.kind == "many" else sum(ask.weights))
            if ask.kind == "many":
                several = np.flatnonzero(rng.random(len(share)) < share).tolist()
                if several:
                    yield question.pk, several
            else:
                step = int(rng.choice(len(share), p=share))
                yield question.pk, step + 1 if ask.kind == "scale" else step

    def _walk(self) -> None:
        """A walk of today, with notes where something was seen."""
        today = self.here.today
        told = dialogues.Told(
            kind="walk",
            title=self._in(cast.WALK),
            intro=self._in(cast.WALK_INTRO),
            place=self.names["square"],
            opens=today,
            closes=today,
        )
        # open for a while longer, so that midnight may pass
        walk = dialogues.create(
            actor=self.coordinator, told=replace(told, closes=today + WEEK), party=self.here.parties["kommun"]
        )
        dialogues.open_(actor=self.coordinator, dialogue=walk.pk)
        for seen, actor in zip(cast.SEEN, self._walkers(len(cast.SEEN)), strict=True):
            spot = self.here.spot(seen.spot)
            lon, lat = degrees(np.array([[spot.x, spot.y]]))[0].round(6).tolist()
            dialogues.add_note(
                actor=actor,
                dialogue=walk.pk,
                seen=dialogues.Seen(kind=seen.kind, text=seen.text, place=spot.name, lon=lon, lat=lat),
            )
        dialogues.change(actor=self.coordinator, dialogue=walk.pk, told=told)
        dialogues.close(actor=self.coordinator, dialogue=walk.pk)
        dialogues.tell_outcome(actor=self.coordinator, dialogue=walk.pk, outcome=self._in(cast.WALK_OUTCOME))

    def _walkers(self, n: int) -> list[Actor]:
        """Those who walk write in turn."""
        keys = [key for key in ("coordinator", "member", "police") if key in self.here.cast]
        return [self.here.actor(keys[i % len(keys)]) for i in range(n)]

    def _publish(self) -> None:
        """The agreement, a document, promises, decisions, the latest decided picture, and news, the oldest first."""
        for agreement in registry.unmarked(Agreement.objects.current(self.here.today)):
            self._out(self.registrator, "agreement", agreement.pk)
        document = actions.upload(
            actor=self.registrator,
            title=cast.DOCUMENT,
            about=cast.DOCUMENT_ABOUT,
            content=paper(cast.DOCUMENT, cast.DOCUMENT_TEXT),
        )
        self._out(self.registrator, "document", document.pk)
        states = (Promise.State.SIGNED, Promise.State.ENDED)
        for promise in Promise.objects.filter(state__in=states).order_by("starts", "pk"):
            self._out(self.coordinator, "promise", promise.pk)
        for meeting in registry.unmarked(minuted.open_ones())[:MEETINGS]:
            self._out(self.coordinator, "minutes", meeting.pk)
        self._out(self.coordinator, "picture", self._decided())
        for piece in sorted(cast.NEWS, key=lambda one: -one.ago):
            news = actions.write_news(
                actor=self.coordinator,
                told=actions.Told(
                    title=self._in(piece.title),
                    day=self.here.today - piece.ago * DAY,
                    place=self.names[piece.spot],
                    happened=self._in(piece.happened),
                    done=self._in(piece.done),
                ),
            )
            if not piece.waits:
                self._out(self.coordinator, "news", news.pk)

    def _decided(self) -> int:
        """The latest decided picture; where no meeting has decided any, the coordinator decides the latest."""
        decided = Edition.objects.light().decided().latest_first().first()
        if decided is None:
            latest = Edition.objects.light().latest_first()[0]
            decided = pictures.decide(actor=self.coordinator, edition=latest.pk)
        return decided.pk

    @staticmethod
    def _out(actor: Actor, kind: str, subject: int) -> None:
        actions.publish(actor=actor, kind=kind, subject=subject, checked=kinds.named(kind).checks)

    def _in(self, text: str) -> str:
        """A text at this town's places."""
        return capital(text.format(**self.names))
