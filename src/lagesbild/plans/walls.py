"""Whoever is responsible for a measure sees it; what is said of it is read by its readers; editions are only masked."""

from __future__ import annotations

from lagesbild.core.walls import PARTIES, PERSON, READ, WRITE

_THEIRS = (
    f"partnership_id = ANY ({READ}::bigint[]) AND (person_id = {PERSON} OR responsible_id = ANY ({PARTIES}::bigint[]))"
)
THOSE_WHO_DO = (
    f"CREATE POLICY reads_theirs ON plans_measure FOR SELECT USING ({_THEIRS});"
    f" CREATE POLICY changes_theirs ON plans_measure FOR UPDATE USING ({_THEIRS} AND partnership_id = {WRITE})"
    f" WITH CHECK (partnership_id = {WRITE})"
)
"""Policies beside those of `Walls`; the database joins them with or."""

_READERS = "AS RESTRICTIVE FOR SELECT USING (EXISTS (SELECT 1 FROM plans_measure m WHERE m.id = measure_id))"
WITH_THE_MEASURE = f"CREATE POLICY readers ON plans_progress {_READERS}; CREATE POLICY readers ON plans_dose {_READERS}"
"""What belongs to a measure is read by those who read the measure, whoever they are."""

MASKS_ALONE = " ".join(
    f"CREATE POLICY masks ON {table} FOR UPDATE USING (partnership_id = {WRITE} AND {PERSON} = 0)"
    f" WITH CHECK (partnership_id = {WRITE});"
    f" CREATE TRIGGER words_only BEFORE UPDATE ON {table}"
    f" FOR EACH ROW EXECUTE FUNCTION core_words_only({columns});"
    for table, columns in (
        ("plans_planedition", "'content'"),
        ("plans_progress", "'text'"),
        ("plans_partydecision", "'by', 'delegation', 'dnr'"),
    )
)
"""The system alone changes what was decided or said, and the database lets it do nothing but mask words."""

UNDONE = f"""
CREATE POLICY removes ON plans_planedition FOR DELETE USING (partnership_id = {WRITE} AND EXISTS (
    SELECT 1 FROM meetings_decision d JOIN meetings_meeting m ON m.id = d.meeting_id
    WHERE d.id = decision_id AND m.state = 'held'))
"""  # noqa: S608 - our own text
"""An edition goes only when the decision that made it is undone, which it can be until the minutes are approved."""
