"""The fictive persons of the demonstration: who they are, whom they stand for, and what they may do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """What someone is in one partnership: slug, key of the party, roles."""

    slug: str
    party: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Character:
    """A fictive person.

    Parameters
    ----------
    key : str
        How this room refers to the person: ``alvhamra.coordinator``; the part before the dot is where one mostly works.
    name : str
        Invented, with a family name that hardly anyone bears.
    who : str
        A sentence in Swedish about who it is, for those who choose whom to be.
    places : tuple of Place
    """

    key: str
    name: str
    who: str
    places: tuple[Place, ...]

    @property
    def email(self) -> str:
        """Address at a domain that is kept for examples."""
        plain = unicodedata.normalize("NFKD", self.name.casefold()).encode("ascii", "ignore").decode()
        return f"{plain.replace(' ', '.')}@exempel.se"


def _of(slug: str, text: str) -> tuple[Character, ...]:
    """Characters of one municipality, a line each: key | name | party | roles | who."""
    found = []
    for line in text.strip().splitlines():
        key, name, party, roles, who = (part.strip() for part in line.split("|"))
        found.append(Character(f"{slug}.{key}", name, who, (Place(slug, party, tuple(roles.split())),)))
    return tuple(found)


ALVHAMRA = _of(
    "alvhamra",
    """
    coordinator | Majken Tjärnhed | kommun | coordinator | Samordnare. Leder veckans möte utifrån lägesbilden.
    administrator | Tage Bruksvall | kommun | administrator | Säkerhetschef. Sköter parter, personer och områden.
    leader | Siv Älvklint | kommun | leader | Kommunchef. Vill se på en sida om överenskommelsen hålls.
    chair | Rurik Hamrelund | kommun | leader | Kommunstyrelsens ordförande, leder BRÅ-beredningen.
    analyst | Alva Granholt | kommun | analyst | Analytiker. Läser in filer och prövar vad siffrorna bär.
    registrator | Berit Sandfors | kommun | registrator | Registrator. Håller ordning på diarienummer.
    officer | Ingvar Ljungkvarn | kommun | protection_officer | Dataskyddsombud. Ser vem som sett vad.
    auditor | Gerda Mossfors | kommun | auditor | Revisor. Får läsa allt och ändra inget.
    member | Elvira Kvarnsten | kommun | member | Chef för fältgruppen och med i EST-gruppen.
    schools | Torkel Lindklev | kommun | member | Skolchef och med i BRÅ.
    youth | Nanna Bäckmyr | kommun | reporter | Fritidsledare på Navet. Rapporterar från kvällarna.
    parks | Folke Rönnhult | kommun | reporter | Arbetar i parkenheten och rapporterar från telefonen.
    library | Tyra Bokskär | kommun | reporter | Bibliotekarie. Rapporterar när något stör.
    housing | Egil Tunmark | bostad | member | Trygghetschef på Älvhamrabostäder.
    caretaker | Sixten Grindmo | bostad | reporter | Bovärd i Björkängen och Kvarnbacken.
    gymnasium | Disa Kullvik | skola | reporter | Skolvärd på Gymnasiet Havsdalen.
    guard | Nils-Erik Vaktfors | vakt | reporter | Ordningsvakt. Ser inte skolans eller polisens rader.
    """,
)
RONNMORA = _of(
    "ronnmora",
    """
    coordinator | Vilma Sjökvarn | kommun | coordinator | Samordnare på säkerhetsavdelningen, leder EST.
    administrator | Jerker Hyttmo | kommun | administrator | Säkerhetschef och systemets administratör.
    leader | Åsa Rönnkvist Dal | kommun | leader | Kommundirektör.
    chair | Knut Morelund | kommun | leader | Kommunstyrelsens ordförande, skriver under löftena.
    analyst | Signe Tegelmo | kommun | analyst | Utredare som tar fram underlag till lokala BRÅ.
    registrator | Ebbe Lundskär | kommun | registrator | Registrator.
    officer | Märta Källfors | kommun | protection_officer | Dataskyddsombud.
    auditor | Olov Stenmyr | kommun | auditor | Revisor.
    member | Hedda Kyrkmo | kommun | member | ANDT-samordnare, leder arbetsgruppen för unga.
    traffic | Gösta Väghult | kommun | member | Trafikingenjör, leder arbetsgruppen för trafiksäkerhet.
    school | Linnea Björkstrand Mo | kommun | reporter | Kurator i skolan.
    housing | Arvid Solgren Hed | bostad | member | Förvaltare på Rönnmora Hem.
    caretaker | Kajsa Portmyr | bostad | reporter | Kvartersvärd på Rönnbacken.
    energy | Halvar Strömkvarn | energi | reporter | Driver belysningsjouren på Mora Elnät.
    """,
)
KUNGSFJARDA = _of(
    "kungsfjarda",
    """
    coordinator | Ragnhild Fjärdmark | kommun | coordinator | Brottsförebyggande samordnare på enheten för hållbarhet.
    administrator | Sune Kajlund | kommun | administrator | Systemförvaltare på trygghetsenheten.
    leader | Greta Slottsmyr | kommun | leader | Stadsdirektör.
    chair | Valter Torghage | kommun | leader | Kommunstyrelsens ordförande, skrev under överenskommelsen.
    analyst | Ylva Sjöklev | kommun | analyst | Analytiker. Tar fram den årliga lägesbilden.
    registrator | Alfhild Brohult | kommun | registrator | Registrator.
    officer | Torvald Näsmyr | kommun | protection_officer | Dataskyddsombud.
    auditor | Rut Kanalhed | kommun | auditor | Revisor.
    member | Melker Udderfors | kommun | member | Enhetschef för fältsekreterarna.
    streets | Ottilia Gatmo | kommun | reporter | Arbetar på gata och trafik.
    library | Hjalmar Läsfors | kommun | reporter | Bibliotekarie i Gamla hamnen.
    centre | Embla Vakhult | polis | member | Områdespolis i centrum.
    west | Ivar Patrullmo | polis | reporter | Områdespolis i väst.
    housing | Dagny Hemkvarn | bostad | member | Trygghetssamordnare på Kungshem.
    caretaker | Roland Portfors | bostad | reporter | Bovärd på Hammarhöjden.
    housing2 | Saga Fjärdhult | bostad2 | reporter | Husvärd hos Fjärdens Bostäder.
    school | Birk Skolmyr | skola | reporter | Skolvärd på Fjärdgymnasiet.
    guard | Hillevi Rondmo | vakt | reporter | Ordningsvakt i Fjärdvakten.
    trade | Amanda Butikslund | handel | member | Centrumledare, talar för handeln.
    """,
)
TRANMORA = _of(
    "tranmora",
    """
    coordinator | Stina Tranlund | kommun | coordinator | Säkerhetsstrateg och samordnare för BRÅ, på halvtid.
    administrator | Bo-Göran Sågmo | kommun | administrator | IT-ansvarig i kommunhuset.
    leader | Kerstin Ängsklev | kommun | leader | Kommundirektör.
    chair | Håkan Skogsmyr | kommun | leader | Kommunstyrelsens ordförande, leder BRÅ.
    analyst | Frida Lillhult | kommun | analyst | Utredare på kommunkansliet.
    registrator | Maj-Lis Granfors | kommun | registrator | Registrator.
    officer | Henning Sjögrindh | kommun | protection_officer | Dataskyddsombud, delas med grannkommunerna.
    auditor | Astrid Bymyr | kommun | auditor | Revisor.
    member | Per-Olof Vårdklint | kommun | member | Förvaltningschef vård och omsorg.
    education | Ulrika Bildmo | kommun | member | Förvaltningschef kultur och bildning.
    school | Jonna Skolback | kommun | reporter | Skolvaktmästare.
    streets | Lars-Åke Vägmo | kommun | reporter | Tekniska enheten.
    area | Filippa Landrond | polis | reporter | Områdespolis i Tranmora, två timmar i veckan i kommunhuset.
    caretaker | Stig Gårdhult | bostad | reporter | Fastighetsskötare.
    """,
)
MALMFJARDA = _of(
    "malmfjarda",
    """
    coordinator | Annika Malmklev | kommun | coordinator | Trygghetssamordnare, sekreterare i styrgruppen.
    administrator | Leif Bruksmo | kommun | administrator | Säkerhetschef och administratör.
    leader | Camilla Järnmyr | kommun | leader | Kommundirektör, ordförande i styrgruppen.
    chair | Sören Hyttklint | kommun | leader | Kommunstyrelsens ordförande.
    analyst | Moa Fjällhult | kommun | analyst | Analytiker.
    registrator | Gun-Britt Murmo | kommun | registrator | Registrator.
    officer | Conny Smedklev | kommun | protection_officer | Dataskyddsombud.
    auditor | Vivan Ugnsfors | kommun | auditor | Revisor.
    member | Jesper Valskvarn | kommun | member | Chef för ungdomsenheten.
    youth | Tova Gasellmo | kommun | reporter | Fritidsledare.
    parks | Kurt Parkfors | kommun | reporter | Gata och park.
    police | Emil Havsrond | polis | coordinator | Kommunpolis, samordnar för polisen.
    chief | Birgitta Stålmyr | polis | leader | Lokalpolisområdeschef Södra Havsbandet.
    area | Max Malmrond | polis | reporter | Områdespolis.
    housing | Ritva Hushult | bostad | member | Bosocial chef på Malmfjärdahus.
    caretaker | Börje Trappmo | bostad | reporter | Områdesvärd i Smedbacken.
    energy | Petra Kraftklev | energi | member | Drifttekniker på Malmfjärda Energi.
    guard | Timo Nattrond | vakt | reporter | Går trygghetsronden sedan i somras.
    rescue | Lovisa Brandkvarn | raddning | member | Brandinspektör.
    """,
)


def _across(text: str) -> tuple[Character, ...]:
    """Characters who serve several partnerships: key | name | slug.party:roles, … | who."""
    found = []
    for line in text.strip().splitlines():
        key, name, places, who = (part.strip() for part in line.split("|"))
        served = []
        for place in places.split(","):
            where, _, roles = place.strip().partition(":")
            slug, _, party = where.partition(".")
            served.append(Place(slug, party, tuple(roles.split("+"))))
        found.append(Character(f"{served[0].slug}.{key}", name, who, tuple(served)))
    return tuple(found)


ACROSS = _across(
    """
    chief | Helge Dalrond | alvhamra.polis:leader, ronnmora.polis:leader | Lokalpolisområdeschef Norra Havsdalen.
    police | Ebba Norrskär | alvhamra.polis:coordinator, ronnmora.polis:member | Kommunpolis i två kommuner.
    area | Viggo Patrullfors | alvhamra.polis:reporter, ronnmora.polis:reporter | Områdespolis i två kommuner.
    rescue | Sanna Eldkvarn | alvhamra.raddning:reporter, ronnmora.raddning:reporter | Styrkeledare.
    chief | Margit Fjärdrond | kungsfjarda.polis:leader, tranmora.polis:leader | Lokalpolisområdeschef Kungsfjärda.
    police | Anton Västrond | kungsfjarda.polis:coordinator, tranmora.polis:coordinator | Kommunpolis i två kommuner.
    rescue | Rakel Slangmo | kungsfjarda.raddning:reporter, tranmora.raddning:reporter | Brandman.
    """
)
CHARACTERS: tuple[Character, ...] = (*ALVHAMRA, *RONNMORA, *KUNGSFJARDA, *TRANMORA, *MALMFJARDA, *ACROSS)


def people_of(slug: str) -> tuple[Character, ...]:
    """Those who take part in a partnership."""
    return tuple(one for one in CHARACTERS if any(place.slug == slug for place in one.places))


def introductions() -> dict[str, str]:
    """By e-mail address, the sentence about who each person is."""
    return {one.email: one.who for one in CHARACTERS}
