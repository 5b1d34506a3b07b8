"""Services, documents, agreements, efforts and what people attest: what this room keeps itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import WrongParameters, kinds
from lagesbild.compliance.rules.kinds.agreement import Parameters as InForce
from lagesbild.compliance.rules.kinds.attestation import Parameters as Said
from lagesbild.compliance.rules.kinds.document import Parameters as Paper
from lagesbild.compliance.rules.kinds.effort import Parameters as Work
from lagesbild.compliance.rules.kinds.service import Parameters as Open
from lagesbild.compliance.rules.record import Attestation, Effort, Office, Policy, Record, Service, Stretch
from lagesbild.i18n import translator
from tests.compliance.rules.making import LONG_AGO, POLICE, STEERING, day, judged, made, office, record, within

SERVICE, DOCUMENT, AGREEMENT = kinds()["service"], kinds()["document"], kinds()["agreement"]
EFFORT, ATTESTATION = kinds()["effort"], kinds()["attestation"]
TUESDAYS = {day("2026-05-05") + 7 * n * DAY: 2.0 for n in range(4)}
RECEPTION = Service(1, "Polisreceptionen", Stretch(day("2019-03-01")), TUESDAYS | {day("2026-06-02"): 1.0})


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2026-05-04", "on_track", "Polisreceptionen har ännu inte hållit öppet vecka 19."),
        ("2026-05-05", "kept", "Polisreceptionen har hållit öppet två timmar vecka 19."),
        ("2026-06-02", "on_track", "Polisreceptionen har hållit öppet en timme av två timmar vecka 23."),
        ("2026-06-03", "on_track", "Polisreceptionen har hållit öppet en timme av två timmar vecka 23."),
        ("2026-06-04", "at_risk", "Polisreceptionen har hållit öppet en timme av två timmar vecka 23."),
        ("2026-06-07", "at_risk", "Polisreceptionen har hållit öppet en timme av två timmar vecka 23."),
        ("2026-06-08", "broken", "Polisreceptionen skulle ha hållit öppet två timmar vecka 23 men hade en timme."),
        (
            "2026-06-15",
            "broken",
            "Polisreceptionen skulle ha hållit öppet två timmar vecka 24 men hade inga timmar. "
            "Det är två veckor i rad.",
        ),
        (
            "2026-07-01",
            "broken",
            "Polisreceptionen skulle ha hållit öppet två timmar vecka 26 men hade inga timmar. "
            "Det är fyra veckor i rad.",
        ),
    ],
)
def test_a_reception_that_is_open_two_hours_a_week(on: str, status: str, reason: str) -> None:
    asked = Open(1, weeks_off=tuple(range(27, 33)))
    assert judged(SERVICE, asked, record(services=(RECEPTION,)), on, within("2026-05-04")) == (status, reason)


def test_a_service_is_evaluated_by_its_day() -> None:
    asked = Open(1, evaluate_by=day("2020-02-29"))
    rec = record("2019-01-01", services=(RECEPTION,))
    of = within("2020-01-01", "2021-12-31")
    late = judged(SERVICE, asked, rec, "2020-03-02", of)
    assert late[0] == "broken"
    assert "Polisreceptionen är inte utvärderad. Det skulle ha skett senast 2020-02-29, för 2 dagar sedan." in late[1]
    weeks = {day("2020-01-07") + 7 * n * DAY: 2.0 for n in range(20)}
    done = record("2019-01-01", services=(replace(RECEPTION, hours=weeks, evaluated=day("2020-03-10")),))
    found = SERVICE.judge(asked, done, day("2020-03-10"), of)
    assert (found.status, found.before) == (Status.KEPT, Status.BROKEN)
    assert translator("sv").say(SERVICE.says(asked, rec)) == (
        "Polisreceptionen håller öppet två timmar i veckan och utvärderas senast 2020-02-29."
    )


def test_a_service_is_not_asked_for_before_it_began_or_after_it_ended() -> None:
    ended = replace(RECEPTION, works=Stretch(day("2026-06-01"), day("2026-06-30")))
    for on in ("2026-05-31", "2026-07-01"):
        assert judged(SERVICE, Open(1), record(services=(ended,)), on) == (
            "on_track",
            "Polisreceptionen finns inte under de här dagarna.",
        )


POLICY = Policy(
    1,
    "Policyn mot våldsbejakande extremism",
    "policy",
    "säkerhetsstrategen",
    (day("2024-02-01"), day("2026-04-10")),
    revise={day("2024-02-01"): day("2026-02-01"), day("2026-04-10"): day("2028-04-10")},
)


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        (
            "2024-01-31",
            "on_track",
            "Policyn mot våldsbejakande extremism är ännu inte beslutad. Det ska ske senast 2024-07-01.",
        ),
        (
            "2024-02-01",
            "kept",
            "Policyn mot våldsbejakande extremism beslutades 2024-02-01 och ägs av säkerhetsstrategen. "
            "Nästa revidering ska vara gjord senast 2026-02-01.",
        ),
        (
            "2026-01-02",
            "at_risk",
            "Policyn mot våldsbejakande extremism ska revideras senast 2026-02-01; 30 dagar återstår.",
        ),
        (
            "2026-02-02",
            "broken",
            "Policyn mot våldsbejakande extremism beslutades 2024-02-01 och skulle ha reviderats senast 2026-02-01, "
            "för 1 dag sedan.",
        ),
        (
            "2026-04-10",
            "kept",
            "Policyn mot våldsbejakande extremism beslutades 2026-04-10 och ägs av säkerhetsstrategen. "
            "Nästa revidering ska vara gjord senast 2028-04-10.",
        ),
    ],
)
def test_a_policy_is_revised_in_time(on: str, status: str, reason: str) -> None:
    rec = record(policies=(POLICY,))
    assert judged(DOCUMENT, Paper(1), rec, on, within("2023-07-01")) == (status, reason)


def test_a_document_without_an_owner_is_at_risk_and_one_that_ended_is_broken() -> None:
    nobody = replace(POLICY, owner="")
    assert judged(DOCUMENT, Paper(1), record(policies=(nobody,)), "2024-03-01", within("2023-07-01")) == (
        "at_risk",
        "Policyn mot våldsbejakande extremism beslutades 2024-02-01 men saknar ägare.",
    )
    ended = replace(POLICY, until=day("2025-01-31"))
    assert judged(DOCUMENT, Paper(1), record(policies=(ended,)), "2025-02-01", within("2023-07-01")) == (
        "broken",
        "Policyn mot våldsbejakande extremism upphörde att gälla 2025-01-31.",
    )


def test_a_plan_that_the_work_is_to_end_in_has_as_long_as_the_agreement_but_a_year() -> None:
    asked = Paper(sort="forum", called="Handlingsplanen för skola, polis, socialtjänst och fritid")
    of = within("2020-01-01", "2021-12-31")
    assert judged(DOCUMENT, asked, record(), "2020-12-31", of)[0] == "at_risk"
    assert judged(DOCUMENT, asked, record(), "2021-01-02", of) == (
        "broken",
        "Handlingsplanen för skola, polis, socialtjänst och fritid är inte beslutad. "
        "Det skulle ha skett senast 2021-01-01, för 1 dag sedan.",
    )
    assert judged(DOCUMENT, asked, record("2021-06-01"), "2021-07-01", of)[0] == "cannot_tell"


@pytest.mark.parametrize(
    ("on", "status", "reason"),
    [
        ("2024-10-01", "kept", "Överenskommelsen gäller till och med 2024-12-31."),
        (
            "2024-10-02",
            "at_risk",
            "Överenskommelsen löper ut 2024-12-31; 90 dagar återstår, och inget är klart för tiden därefter.",
        ),
        ("2024-12-01", "kept", "Överenskommelsen gäller till och med 2024-12-31, och en annan tar vid därefter."),
        ("2025-01-01", "cannot_tell", "Gällde till och med 2024-12-31."),
    ],
)
def test_an_agreement_that_ends_is_followed_by_another(on: str, status: str, reason: str) -> None:
    first, second = made("agreement.in_force", "2024-01-01", "2024-12-01")
    rec = record(
        artefacts=(
            replace(first, gone=day("2025-01-01")),
            replace(second, covers=Period(day("2025-01-01"), day("2026-12-31"))),
        )
    )
    assert judged(AGREEMENT, InForce(), rec, on, within("2024-01-01", "2024-12-31")) == (status, reason)


def test_an_agreement_without_an_end_is_in_force() -> None:
    assert judged(AGREEMENT, InForce(), record(), "2024-10-01", within("2015-01-15")) == (
        "kept",
        "Överenskommelsen gäller sedan 2015-01-15.",
    )


def worked(*days: str, **more: tuple[object, ...]) -> Record:
    return record(efforts=tuple(Effort(n, 1, day(one), "Inbjudan") for n, one in enumerate(days)), **more)


@pytest.mark.parametrize(
    ("rec", "on", "status", "reason"),
    [
        (
            worked(),
            "2026-01-01",
            "cannot_tell",
            "Ingen ansträngning är dokumenterad. Anteckna en inbjudan, ett utkast eller en kontakt, också en som fick "
            "nej: ansträngningen räknas oavsett svaret.",
        ),
        (
            worked("2026-01-10"),
            "2026-02-01",
            "on_track",
            "Man verkar för det: den senaste ansträngningen är från 2026-01-10. Nästa ska göras senast 2027-01-10.",
        ),
        (
            worked("2026-01-10"),
            "2027-01-09",
            "at_risk",
            "Den senaste ansträngningen är från 2026-01-10. En ny ska göras senast 2027-01-10; 1 dag återstår.",
        ),
        (
            worked("2026-01-10"),
            "2029-01-11",
            "at_risk",
            "Den senaste ansträngningen är från 2026-01-10, längre tillbaka än vad som är avtalat. "
            "Gör en ny och anteckna den.",
        ),
        (
            worked(artefacts=made("agreement.in_force", "2025-06-01")),
            "2026-01-01",
            "kept",
            "En skriftlig överenskommelse trädde i kraft 2025-06-01.",
        ),
    ],
)
def test_what_one_works_for_is_never_broken(rec: Record, on: str, status: str, reason: str) -> None:
    assert judged(EFFORT, Work(artefact="agreement.in_force"), rec, on, within("2023-07-01")) == (status, reason)


def test_what_comes_about_once_is_there_no_longer_than_an_effort_may_be_old() -> None:
    rec = record(artefacts=made("agreement.reviewed", "2025-06-01"))
    assert judged(EFFORT, Work(artefact="agreement.reviewed"), rec, "2026-05-31", within("2023-07-01"))[0] == "kept"
    assert (
        judged(EFFORT, Work(artefact="agreement.reviewed"), rec, "2026-06-01", within("2023-07-01"))[0] == "cannot_tell"
    )


def test_a_council_with_a_seat_for_the_police_is_what_was_worked_for() -> None:
    seat = replace(office(1, ("2024-01-01", None)), seat_of=13)
    assert judged(EFFORT, Work(sort="steering", seat=POLICE), record(offices=(seat,)), "2026-01-01") == (
        "kept",
        "Styrgruppen finns sedan 2015-01-01.",
    )
    assert judged(EFFORT, Work(sort="steering", seat=POLICE), record(), "2026-01-01")[0] == "cannot_tell"


def test_a_seat_in_a_leading_position_has_to_be_marked_so_and_to_be_held() -> None:
    asked = Work(sort="steering", seat=POLICE, senior=True)
    held = (Stretch(day("2025-03-01"), day("2026-02-28")),)
    seat = Office(9, "Lokalpolisområdeschef", "", POLICE, Stretch(LONG_AGO), held, STEERING, senior=True)
    there = record(offices=(seat,))
    assert judged(EFFORT, asked, there, "2026-02-28") == (
        "kept",
        "Styrgruppen finns sedan 2015-01-01. Där sitter Lokalpolisområdeschef, en ledande befattning.",
    )
    assert judged(EFFORT, asked, there, "2026-03-01")[0] == "cannot_tell"
    assert judged(EFFORT, asked, record(offices=(replace(seat, senior=False),)), "2026-02-28")[0] == "cannot_tell"
    assert set(EFFORT.objections(Work(sort="steering", senior=True))) == {"senior"}


def attested(*each: tuple[str, bool, int]) -> Record:
    rows = tuple(
        Attestation(n, 1, day(on), kept, Period(day(f"{year}-01-01"), day(f"{year}-12-31")), "Kommundirektören", "Ja.")
        for n, (on, kept, year) in enumerate(each)
    )
    return record(attestations=rows)


@pytest.mark.parametrize(
    ("rec", "on", "status", "reason"),
    [
        (
            attested(),
            "2025-06-01",
            "cannot_tell",
            "Ingen har ännu intygat om det hålls under 2025. Det ska ske senast 2026-01-31.",
        ),
        (
            attested(),
            "2026-02-01",
            "cannot_tell",
            "Ingen har intygat om det hölls under 2025. Det skulle ha skett senast 2026-01-31.",
        ),
        (
            attested(("2026-01-15", True, 2025)),
            "2026-02-01",
            "on_track",
            "Kommundirektören intygade 2026-01-15 att det hölls under 2025-01-01–2025-12-31: ”Ja.” "
            "Nästa intyg ska lämnas senast 2027-01-31.",
        ),
        (
            attested(("2026-01-15", False, 2025)),
            "2026-02-01",
            "broken",
            "Kommundirektören uppgav 2026-01-15 att det inte hölls under 2025-01-01–2025-12-31: ”Ja.” "
            "Nästa intyg ska lämnas senast 2027-01-31.",
        ),
        (
            attested(("2026-01-15", False, 2025), ("2026-06-15", True, 2026)),
            "2026-06-15",
            "kept",
            "Kommundirektören intygade 2026-06-15 att det hölls under 2026-01-01–2026-12-31: ”Ja.”",
        ),
    ],
)
def test_what_no_record_can_tell_somebody_attests(rec: Record, on: str, status: str, reason: str) -> None:
    assert judged(ATTESTATION, Said(), rec, on, within("2025-01-01")) == (status, reason)


@pytest.mark.parametrize(
    ("on", "period"),
    [
        ("2025-05-01", ("2025-01-01", "2025-12-31")),
        ("2026-01-20", ("2025-01-01", "2025-12-31")),
        ("2026-11-27", ("2025-01-01", "2025-12-31")),
    ],
)
def test_what_nobody_has_attested_yet_is_of_the_period_that_lacks_it(on: str, period: tuple[str, str]) -> None:
    found = ATTESTATION.judge(Said(), attested(), day(on), within("2025-01-01"))
    assert found.period == Period(day(period[0]), day(period[1]))


def test_what_was_attested_is_of_the_period_that_is_under_way() -> None:
    found = ATTESTATION.judge(Said(), attested(("2026-01-15", True, 2025)), day("2026-11-27"), within("2025-01-01"))
    assert found.period == Period(day("2026-01-01"), day("2026-12-31"))


def test_something_may_be_attested_once() -> None:
    asked = Said(by=day("2025-06-30"))
    assert judged(ATTESTATION, asked, attested(), "2025-07-01", within("2025-01-01")) == (
        "cannot_tell",
        "Ingen har intygat om det hölls. Det skulle ha skett senast 2025-06-30.",
    )
    kept = attested(("2025-06-01", True, 2025))
    assert judged(ATTESTATION, asked, kept, "2027-01-01", within("2025-01-01"))[0] == "kept"


def test_what_is_attested_of_years_ahead_says_nothing_of_a_year_that_has_not_begun() -> None:
    word = Attestation(1, 1, day("2026-06-15"), True, Period(day("2026-01-01"), day("2030-12-31")), "Direktören", "Ja.")
    rec = record(attestations=(word,))
    assert judged(ATTESTATION, Said(), rec, "2026-12-31", within("2026-01-01"))[0] == "kept"
    assert judged(ATTESTATION, Said(), rec, "2027-03-01", within("2026-01-01"))[0] == "on_track"
    assert judged(ATTESTATION, Said(), rec, "2028-03-01", within("2026-01-01"))[0] == "cannot_tell"


def test_an_attestation_of_another_rule_says_nothing() -> None:
    of = within("2025-01-01", rule=2)
    assert judged(ATTESTATION, Said(), attested(("2026-01-15", True, 2025)), "2026-02-01", of)[0] == "cannot_tell"


def test_parameters_that_cannot_be_are_refused_field_by_field() -> None:
    for kind, written, wrong in (
        (SERVICE, {"service": 1, "hours": 0, "weeks_off": [54]}, {"hours", "weeks_off"}),
        (SERVICE, {"hours": 2}, {"service"}),
        (DOCUMENT, {}, {"policy"}),
        (EFFORT, {"months": 0, "artefact": "cake", "sort": "clowns"}, {"months", "artefact", "sort"}),
        (ATTESTATION, {"days": -1}, {"days"}),
        (AGREEMENT, {"days": 1.5}, {"days"}),
    ):
        with pytest.raises(WrongParameters) as refused:
            kind.read(written)
        assert set(refused.value.objections) == wrong
