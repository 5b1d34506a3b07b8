"""Names of streets and of places that fit any Swedish town and none in particular."""

from __future__ import annotations

from lagesbild.demo.towns.shapes import Kind


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


CENTRAL = _list(
    "Kyrkogatan, Smedjegatan, Kanalgatan, Kvarngatan, Skolgatan, Trädgårdsgatan, Nygatan, Hamngatan, "
    "Badhusgatan, Slussgatan, Repslagargatan, Garvargatan, Lillgatan, Torggatan, Rådhusgatan, Bryggargatan, "
    "Apoteksgatan, Köpmangatan, Munkgatan, Östra Långgatan, Västra Långgatan, Vattugränd, Kopparslagargränd, "
    "Färgargränd, Magasinsgatan, Teatergatan, Prästgatan, Stallgatan, Krukmakargatan, Bokbindargatan, "
    "Postgatan, Sadelmakargatan, Hattmakargatan, Tunnbindargatan, Klockgränd, Packhusgatan, Vågmästargatan"
)
INDUSTRIAL = _list(
    "Fabriksgatan, Verkstadsgatan, Gjutargatan, Svetsargatan, Montörgatan, Kraftgatan, Truckgatan, "
    "Lagergatan, Maskingatan, Spårgatan, Terminalgatan, Valsverksgatan, Hammargatan, Plåtgatan, "
    "Elektrikergatan, Murargatan, Snickargatan, Betonggatan, Kabelgatan, Turbingatan, Stålgatan, Pumpgatan"
)
THEMES: tuple[tuple[str, ...], ...] = (
    _list(
        "Björk, Lönn, Ask, Alm, Rönn, Tall, Gran, Ek, Asp, Lind, Hassel, Hägg, Oxel, Sälg, Apel, Pil, "
        "Avenbok, Idegran, Poppel, Körsbärs"
    ),
    _list(
        "Blåsippe, Vitsippe, Klöver, Liljekonvalj, Prästkrage, Blåklocks, Vallmo, Nejlik, Ängsblom, Ros, "
        "Syren, Lupin, Tulpan, Violblom, Gullvive, Smörblom, Lavendel, Riddarsporre, Malva, Ljung"
    ),
    _list(
        "Lärk, Trast, Sparv, Gök, Svan, Falk, Ugglebo, Svalbo, Orr, Tjäder, Mes, Steglits, Näktergals, "
        "Rördrom, Tran, Häger, Vip, Sidensvans, Domherre, Koltrast"
    ),
    _list(
        "Mån, Stjärn, Komet, Sol, Norrskens, Planet, Polstjärne, Karlavagns, Vintergats, Zenit, Regnbågs, "
        "Moln, Vind, Åsk, Dagg, Gryning, Skymning, Dim, Snöflinge, Frost"
    ),
    _list(
        "Hallon, Lingon, Blåbär, Smultron, Hjortron, Krusbär, Vinbär, Nypon, Slån, Tranbär, Odon, Björnbär, "
        "Enbär, Rönnbär, Åkerbär, Kråkbär, Päron, Plommon, Äppel, Körsbär"
    ),
    _list(
        "Gädd, Abborr, Mört, Lax, Öring, Sik, Gös, Lak, Sarv, Braxen, Id, Ål, Harr, Rödings, Nors, Kräft, "
        "Mussel, Säl, Torsk, Sill"
    ),
    _list(
        "Flöjt, Fiol, Valthorns, Trumpet, Cello, Dragspels, Harp, Orgel, Klarinett, Oboe, Pukslagar, "
        "Spelmans, Visdiktar, Polske, Vals, Menuett, Serenad, Ballad, Kör, Notblads"
    ),
    _list(
        "Råg, Vete, Havre, Korn, Åker, Slåtter, Lie, Räfs, Hö, Loge, Skörde, Plog, Harv, Vall, Beteshage, "
        "Gärdes, Tröskar, Kvarnstens, Lin, Humle"
    ),
    _list(
        "Granit, Gnejs, Kalkstens, Skiffer, Kvarts, Flint, Marmor, Porfyr, Basalt, Fältspats, Glimmer, Malm, "
        "Koppar, Silver, Tenn, Järn, Nickel, Zink, Krom, Kobolt"
    ),
    _list(
        "Älg, Rådjurs, Räv, Grävlings, Har, Ekorr, Igelkotts, Mård, Utter, Bäver, Lodjurs, Varg, Björn, "
        "Hermelins, Vessle, Hjort, Iller, Lämmel, Sork, Kid"
    ),
    _list(
        "Segel, Mast, Roder, Ankar, Kompass, Skot, Fyr, Boj, Brygg, Kaj, Skepps, Jolle, Roddar, Tross, Lots, "
        "Matros, Båtsmans, Styrmans, Skuthamns, Lanterne"
    ),
    _list(
        "Spinnrocks, Vävar, Skräddar, Knyppel, Spets, Ull, Garn, Nål, Tråd, Vävstols, Linne, Siden, Sammets, "
        "Broderi, Fingerborgs, Knapp, Sax, Mönster, Tyg, Spol"
    ),
)
ENDINGS = ("vägen", "stigen", "gatan", "gränd")
LAKES = _list(
    "Norrsjön, Stensjön, Långtjärnen, Abborrtjärnen, Svartsjön, Mellansjön, Gäddtjärnen, Holmsjön, Skärsjön, Rörsjön"
)
JOINED = ("äng", "back", "gård", "malm", "stad", "berg", "hag", "udd", "vall", "hed", "ryd")
"""Last parts of names that take an s before another word."""


def genitive(name: str) -> str:
    """Björkängen → Björkängens, Aspnäs → Aspnäs."""
    return name if name.endswith("s") else f"{name}s"


def compound(name: str, word: str) -> str:
    """Björkängen and skolan → Björkängsskolan, Åsby → Åsbyskolan, Norra Malm → Norra Malmsskolan."""
    stem = name.removesuffix(" park").removesuffix("området")
    if stem.endswith(("en", "et")) and len(stem) > 5:
        stem = stem[:-2]
    return f"{stem}s{word}" if stem.casefold().endswith(JOINED) else f"{stem}{word}"


class StreetNames:
    """Gives each street of a municipality a name of its own, in the manner of its district."""

    def __init__(self) -> None:
        self._central = list(CENTRAL)
        self._industrial = list(INDUSTRIAL)
        self._used: set[tuple[int, str]] = set()
        self._next = 0

    def of(self, kind: Kind, n: int) -> list[str]:
        """`n` names for the streets of one district."""
        own = {Kind.CENTRE: self._central, Kind.INDUSTRY: self._industrial}.get(kind)
        names: list[str] = []
        if own is not None:
            names, own[:] = own[:n], own[n:]
        wishes = ("gatan", "gränd", "vägen", "stigen") if kind is Kind.FLATS else ENDINGS
        while len(names) < n:
            theme = self._next % len(THEMES)
            ending = next(one for one in wishes if (theme, one) not in self._used)
            self._used.add((theme, ending))
            self._next += 1
            names += [stem + ending for stem in THEMES[theme]][: n - len(names)]
        return names
