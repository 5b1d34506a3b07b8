"""Evidence is only masked."""

from __future__ import annotations

from lagesbild.core.walls import PERSON, WRITE

MASKS_ALONE = (
    f"CREATE POLICY masks ON problems_evidence FOR UPDATE USING (partnership_id = {WRITE} AND {PERSON} = 0)"
    f" WITH CHECK (partnership_id = {WRITE});"
    " CREATE TRIGGER words_only BEFORE UPDATE ON problems_evidence"
    " FOR EACH ROW EXECUTE FUNCTION core_words_only('content')"
)
"""The system alone changes evidence, and the database lets it do nothing but mask words."""
