"""For how long incidents and what hangs on them are kept."""

from __future__ import annotations

from lagesbild.core import masking, retention
from lagesbild.core.retention import Suggested
from lagesbild.i18n import N_
from lagesbild.incidents import disposing
from lagesbild.incidents.actions.common import MASKED_AS
from lagesbild.incidents.models import ImportFile, IncidentVersion, KeptCount, Reporter

EVENTS = {"happened": N_("the incident happened"), "received": N_("the incident came in")}


def register() -> None:
    """Called once when the application starts."""
    retention.kind(
        "incidents.incident",
        N_("Incidents"),
        events=EVENTS,
        due=disposing.due,
        dispose=disposing.dispose,
        finish=disposing.finish,
        along=disposing.along,
        goes=N_(
            "The incident with its text, place and hour, all earlier versions, who reported it, and its copies in what "
            "pictures were computed from."
        ),
        stays=N_(
            "How many there were of each category in each area and week. Pictures go on counting with those; places, "
            "hours and repeats of that time cannot be seen any more."
        ),
        suggested=Suggested(60, "happened", N_("five years let pictures and evaluations compare several seasons")),
    )
    retention.kind(
        "incidents.reporter",
        N_("Who reported"),
        events=EVENTS,
        due=disposing.reporters_due,
        dispose=retention.rows_of(Reporter),
        goes=N_("Whose report it was. The reporter does not find it among the own reports any more."),
        stays=N_("The incident and everything else about it."),
        suggested=Suggested(12, "received", N_("nobody asks the reporter after a year")),
    )
    retention.kind(
        "incidents.version",
        N_("Earlier versions of incidents"),
        events={"replaced": N_("it was replaced")},
        due=disposing.versions_due,
        dispose=retention.rows_of(IncidentVersion),
        goes=N_("How the incident stood before someone changed it. What an import changed cannot be put back then."),
        stays=N_("The incident as it stands, and the entry on the timeline."),
        suggested=Suggested(24, "replaced", N_("mistakes in imports are found sooner")),
    )
    retention.kind(
        "incidents.import_file",
        N_("Files of imports"),
        events={"ended": N_("the import ended")},
        due=disposing.files_due,
        dispose=retention.rows_of(ImportFile),
        goes=N_("The account of rows that were refused, with the values that were wrong."),
        stays=N_("The import with its counts, and its incidents."),
        suggested=Suggested(3, "ended", N_("by then refused rows have been mended or let be")),
    )
    masking.copies(MASKED_AS, disposing.units_masked)
    masking.exempt(KeptCount, {"unit": "a unit that also reports; masked with its incidents"})
