"""The parties of each invented partnership and their units that report."""

from __future__ import annotations

from dataclasses import dataclass

from lagesbild.demo.events.kinds import Role


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit: its name, what it does, and its weight among the units of the municipality."""

    name: str
    role: Role
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its name, its kind as the system knows it, and its units. `key` is how this room refers to it."""

    key: str
    name: str
    kind: str
    units: tuple[Unit, ...] = ()


PARTIES: dict[str, tuple[Party, ...]] = {
    "alvhamra": (
        Party(
            "kommun",
            "Älvhamra kommun",
            "municipality",
            (
                Unit("Fältgruppen", Role.YOUTH, 1.2),
                Unit("Parkenheten", Role.PARKS, 1.1),
                Unit("Gatuenheten", Role.STREETS, 0.9),
                Unit("Fritidsgården Navet", Role.YOUTH, 2.9),
                Unit("Stadsbiblioteket", Role.LIBRARY, 0.7),
                Unit("Grundskolorna", Role.SCHOOLS, 1.2),
                Unit("Öppet formulär", Role.CITIZENS, 1.2),
            ),
        ),
        Party(
            "polis",
            "Lokalpolisområde Norra Havsdalen",
            "police",
            (Unit("Områdespolisen i Älvhamra", Role.POLICE, 1.3),),
        ),
        Party("bostad", "Älvhamrabostäder AB", "housing", (Unit("Bovärdarna", Role.CARETAKERS, 1.2),)),
        Party("skola", "Gymnasiet Havsdalen", "school", (Unit("Skolvärdarna", Role.SCHOOLS, 0.8),)),
        Party("raddning", "Räddningstjänsten Norra Havsdalen", "rescue", (Unit("Räddningstjänsten", Role.RESCUE),)),
        Party("vakt", "Hamra Bevakning AB", "other", (Unit("Ordningsvakterna", Role.GUARDS, 1.0),)),
    ),
    "ronnmora": (
        Party(
            "kommun",
            "Rönnmora kommun",
            "municipality",
            (
                Unit("Säkerhetsavdelningen", Role.CITIZENS, 1.0),
                Unit("Tekniska kontoret", Role.STREETS, 1.1),
                Unit("Parkenheten", Role.PARKS, 1.0),
                Unit("Skolorna", Role.SCHOOLS, 1.3),
                Unit("Fritidsgården Kupolen", Role.YOUTH, 1.2),
            ),
        ),
        Party(
            "polis",
            "Lokalpolisområde Norra Havsdalen",
            "police",
            (Unit("Områdespolisen i Rönnmora", Role.POLICE, 1.3),),
        ),
        Party("bostad", "Rönnmora Hem AB", "housing", (Unit("Kvartersvärdarna", Role.CARETAKERS, 1.2),)),
        Party("energi", "Mora Elnät AB", "other", (Unit("Belysningsjouren", Role.STREETS, 0.6),)),
        Party("raddning", "Räddningstjänsten Norra Havsdalen", "rescue", (Unit("Räddningstjänsten", Role.RESCUE),)),
    ),
    "kungsfjarda": (
        Party(
            "kommun",
            "Kungsfjärda stad",
            "municipality",
            (
                Unit("Fältsekreterarna", Role.YOUTH, 1.3),
                Unit("Stadsmiljö", Role.PARKS, 1.1),
                Unit("Gata och trafik", Role.STREETS, 1.0),
                Unit("Trygghetsvärdarna", Role.GUARDS, 1.1),
                Unit("Grundskolorna", Role.SCHOOLS, 1.3),
                Unit("Biblioteken", Role.LIBRARY, 1.9),
                Unit("Fritidsgårdarna", Role.YOUTH, 1.0),
                Unit("Kontaktcenter", Role.CITIZENS, 1.3),
            ),
        ),
        Party(
            "polis",
            "Lokalpolisområde Kungsfjärda",
            "police",
            (
                Unit("Områdespolisen centrum", Role.POLICE, 0.9),
                Unit("Områdespolisen öst", Role.POLICE, 0.7),
                Unit("Områdespolisen väst", Role.POLICE, 0.7),
            ),
        ),
        Party("bostad", "Kungshem AB", "housing", (Unit("Bovärdarna Kungshem", Role.CARETAKERS, 1.2),)),
        Party("bostad2", "Fjärdens Bostäder AB", "housing", (Unit("Husvärdarna", Role.CARETAKERS, 0.8),)),
        Party("skola", "Fjärdgymnasiet", "school", (Unit("Skolvärdarna", Role.SCHOOLS, 0.7),)),
        Party("raddning", "Räddningstjänsten Kungsfjärda", "rescue", (Unit("Räddningstjänsten", Role.RESCUE),)),
        Party("vakt", "Fjärdvakten AB", "other", (Unit("Ordningsvakterna", Role.GUARDS, 0.9),)),
        Party("handel", "Kungsfjärda Centrumhandel", "other"),
    ),
    "tranmora": (
        Party(
            "kommun",
            "Tranmora kommun",
            "municipality",
            (
                Unit("Skolorna", Role.SCHOOLS, 1.2),
                Unit("Tekniska enheten", Role.STREETS, 1.2),
                Unit("Kommunens formulär", Role.CITIZENS, 1.2),
            ),
        ),
        Party(
            "polis", "Lokalpolisområde Kungsfjärda", "police", (Unit("Områdespolisen i Tranmora", Role.POLICE, 1.2),)
        ),
        Party("bostad", "Tranmora Bostadsstiftelse", "housing", (Unit("Fastighetsskötarna", Role.CARETAKERS, 1.1),)),
        Party("raddning", "Räddningstjänsten Kungsfjärda", "rescue", (Unit("Räddningsvärnet", Role.RESCUE),)),
    ),
    "malmfjarda": (
        Party(
            "kommun",
            "Malmfjärda kommun",
            "municipality",
            (
                Unit("Ungdomsenheten", Role.YOUTH, 1.2),
                Unit("Gata och park", Role.PARKS, 1.2),
                Unit("Skolorna", Role.SCHOOLS, 1.3),
                Unit("Kulturhuset", Role.LIBRARY, 0.7),
                Unit("Medborgarservice", Role.CITIZENS, 1.8),
            ),
        ),
        Party(
            "polis",
            "Lokalpolisområde Södra Havsbandet",
            "police",
            (Unit("Områdespolisen i Malmfjärda", Role.POLICE, 1.4),),
        ),
        Party("bostad", "Malmfjärdahus AB", "housing", (Unit("Områdesvärdarna", Role.CARETAKERS, 1.3),)),
        Party("energi", "Malmfjärda Energi AB", "other", (Unit("Driftjouren", Role.STREETS, 0.7),)),
        Party("raddning", "Räddningstjänsten Södra Havsbandet", "rescue", (Unit("Räddningstjänsten", Role.RESCUE),)),
        Party("vakt", "Bruksvakten AB", "other", (Unit("Trygghetsronden", Role.GUARDS, 5.0),)),
    ),
}
"""By the municipality's slug. Every party, company and unit is invented."""


def units_of(slug: str) -> tuple[tuple[str, Unit], ...]:
    """Every unit of a municipality with the key of its party, in order."""
    return tuple((party.key, unit) for party in PARTIES[slug] for unit in party.units)
