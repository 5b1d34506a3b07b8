"""A partnership is made by the operator: nothing may be written before there is a scope, so the owner's login does it.

`create` makes the partnership, its parties, the audiences that every partnership has, and whatever the rooms below
have said that a new one is to hold (`furnish`): whole, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from zoneinfo import available_timezones

from lagesbild.core import colours, timeline
from lagesbild.core.actions import SYSTEM, Actor, acting, require
from lagesbild.core.database import owner
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Language, Message, Translator, translator

ADMINISTRATOR = "administrator"
STANDARD_AUDIENCES: tuple[tuple[str, str], ...] = (
    (Audience.OWN, N_("Own party")),
    (Audience.PARTNERSHIP, N_("The partnership")),
    (Audience.PUBLIC, N_("The public")),
)
"""Kind and name of the audiences of every partnership."""
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WHITE = "#ffffff"
LEAST_CONTRAST = 4.5
"""White text on the partnership's colour, and the colour as text on the paper, as WCAG asks for ordinary text."""

Furnishing = Callable[[Actor, Translator], None]
_furnishings: list[Furnishing] = []


def furnish(furnishing: Furnishing) -> None:
    """Let a room put what every new partnership is to hold into it; called as the system, in its own scope.

    A room calls this in `AppConfig.ready`. What it creates is named in the partnership's language.
    """
    if furnishing not in _furnishings:
        _furnishings.append(furnishing)


def create(
    *,
    owner_url: str,
    slug: str,
    name: str,
    municipality_code: str = "",
    language: Language = "sv",
    timezone: str = "Europe/Stockholm",
    accent: str = "#0b5a61",
    invented: bool = False,
    parties: Sequence[tuple[str, str]] = (),
) -> int:
    """Make a partnership with its parties (name and kind), standard audiences and standard lists; its number.

    Raises
    ------
    InputError
        A value does not hold, or there is a partnership with the slug already.

    """
    _check(
        slug=slug,
        name=name,
        municipality_code=municipality_code,
        language=language,
        timezone=timezone,
        accent=accent,
    )
    words = translator(language)
    with owner(owner_url), scope(Scope()):
        if Partnership.objects.filter(slug=slug).exists():
            raise InputError(
                Message(N_("There is a partnership with the address {slug} already. Choose another."), {"slug": slug})
            )
        made = Partnership.objects.create(
            slug=slug,
            name=name.strip(),
            municipality_code=municipality_code,
            language=language,
            timezone=timezone,
            accent=accent.lower(),
            invented=invented,
        )
        actor = Actor(SYSTEM, made.pk, frozenset())
        with acting(actor):
            timeline.record(partnership=made.pk, person=SYSTEM, verb="partnership.created", subject=made)
        for party_name, kind in parties:
            add_party(actor=actor, name=party_name, kind=kind)
        for kind, standard in STANDARD_AUDIENCES:
            add_audience(actor=actor, name=words.gettext(standard), kind=kind)
        system = _system(made.pk)
        for furnishing in _furnishings:
            with acting(system):
                furnishing(system, words)
    return int(made.pk)


def change(*, actor: Actor, name: str, accent: str, language: str, seen: str = "") -> Partnership:
    """Give the partnership another name, colour or language of its own.

    Raises
    ------
    Denied
        Only administrators do.
    InputError
        A value does not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(_may_arrange(actor))
        unchanged(row, seen)
        _check(
            slug=row.slug,
            name=name,
            municipality_code=row.municipality_code,
            language=language,
            timezone=row.timezone,
            accent=accent,
        )
        row.name, row.accent, row.language = " ".join(name.split()), accent.lower(), language
        row.save(update_fields=["name", "accent", "language"])
        timeline.record(partnership=row.pk, person=actor.person, verb="partnership.changed", subject=row)
    return row


def open_site(*, actor: Actor, public: bool) -> Partnership:
    """Open the public site, or close it again: from then on there is nothing at its address.

    Raises
    ------
    Denied
        Only administrators do.

    """
    with acting(actor):
        row = Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(_may_arrange(actor))
        if row.public != public:
            row.public = public
            row.save(update_fields=["public"])
            verb = "partnership.opened" if public else "partnership.closed"
            timeline.record(partnership=row.pk, person=actor.person, verb=verb, subject=row)
    return row


def add_party(*, actor: Actor, name: str, kind: str) -> Party:
    """Let one more take part in the partnership.

    Raises
    ------
    Denied
        Only administrators do.
    InputError
        The kind is unknown, the name empty or taken.

    """
    with acting(actor):
        partnership = Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(_may_arrange(actor))
        kinds = [value for value, _ in Party._meta.get_field("kind").flatchoices]
        if kind not in kinds:
            values = {"kind": kind, "kinds": ", ".join(map(str, kinds))}
            raise InputError(Message(N_("There is no kind of party called “{kind}”. There are: {kinds}."), values))
        named = _once(Party, partnership, name)
        row = Party.objects.create(partnership=partnership, name=named, kind=kind)
        timeline.record(partnership=partnership.pk, person=actor.person, verb="party.added", subject=row, kind=kind)
    return row


def add_audience(*, actor: Actor, name: str, kind: str) -> Audience:
    """Make one more answer to who beside the owning party may see a row.

    Raises
    ------
    Denied
        Only administrators do.
    InputError
        The kind is unknown, the name empty or taken.

    """
    with acting(actor):
        partnership = Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(_may_arrange(actor))
        kinds = [value for value, _ in Audience._meta.get_field("kind").flatchoices]
        if kind not in kinds:
            values = {"kind": kind, "kinds": ", ".join(map(str, kinds))}
            raise InputError(Message(N_("There is no kind of audience called “{kind}”. There are: {kinds}."), values))
        named = _once(Audience, partnership, name)
        row = Audience.objects.create(partnership=partnership, name=named, kind=kind)
        timeline.record(partnership=partnership.pk, person=actor.person, verb="audience.added", subject=row, kind=kind)
    return row


def _may_arrange(actor: Actor) -> bool:
    return actor.person == SYSTEM or actor.has(ADMINISTRATOR)


def _system(partnership: int) -> Actor:
    """The system with every party and audience that the new partnership has."""
    with scope(Scope(read=(partnership,))):
        parties = Party.objects.filter(partnership_id=partnership).values_list("pk", flat=True)
        audiences = Audience.objects.filter(partnership_id=partnership).values_list("pk", flat=True)
        return Actor(SYSTEM, partnership, frozenset((party, "worker") for party in parties), tuple(audiences))


def _once(model: type[Party] | type[Audience], partnership: Partnership, name: str) -> str:
    """The name, tidied, if nothing else of the kind has it; the partnership's row is locked."""
    named = " ".join(name.split())
    if not named:
        raise InputError(Message(N_("Give a name.")))
    if model._default_manager.filter(partnership=partnership, name=named).exists():
        raise InputError(Message(N_("The name “{name}” is taken here. Choose another."), {"name": named}))
    return named


def _check(*, slug: str, name: str, municipality_code: str, language: str, timezone: str, accent: str) -> None:
    """Every value that a partnership is made of, one sentence for the first that does not hold."""
    if not SLUG.fullmatch(slug) or len(slug) > 50:
        raise InputError(
            Message(
                N_("“{slug}” cannot be an address. Use a to z, digits and hyphens, at most 50: koping."), {"slug": slug}
            )
        )
    if not name.strip():
        raise InputError(Message(N_("Give a name.")))
    if municipality_code and not re.fullmatch(r"\d{4}", municipality_code):
        raise InputError(
            Message(N_("“{code}” is not a municipality's code: four digits, as 1983."), {"code": municipality_code})
        )
    if language not in LANGUAGES:
        raise InputError(Message(N_("“{language}” is not a language here. There are: sv, en."), {"language": language}))
    if timezone not in available_timezones():
        raise InputError(Message(N_("“{zone}” is not a time zone: write it as Europe/Stockholm."), {"zone": timezone}))
    if not colours.is_colour(accent):
        raise InputError(Message(N_("“{colour}” is not a colour: write it as #0b5a61."), {"colour": accent}))
    if min(colours.contrast(accent, ground) for ground in (WHITE, colours.PAPER)) < LEAST_CONTRAST:
        raise InputError(Message(N_("Text cannot be read with {colour}. Choose a darker colour."), {"colour": accent}))
