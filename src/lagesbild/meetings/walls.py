"""Whoever is to do a task sees it, also where the meeting is open only to its body; minutes are only masked."""

from __future__ import annotations

from lagesbild.core.walls import PARTIES, PERSON, READ, WRITE

_THEIRS = (
    f"partnership_id = ANY ({READ}::bigint[]) AND (person_id = {PERSON} OR responsible_id = ANY ({PARTIES}::bigint[]))"
)
THOSE_WHO_DO = (
    f"CREATE POLICY reads_theirs ON meetings_task FOR SELECT USING ({_THEIRS});"
    f" CREATE POLICY changes_theirs ON meetings_task FOR UPDATE USING ({_THEIRS} AND partnership_id = {WRITE})"
    f" WITH CHECK (partnership_id = {WRITE})"
)
"""Policies beside those of `Walls`; the database joins them with or."""

MASKS_ALONE = (
    f"CREATE POLICY masks ON meetings_minutes FOR UPDATE USING (partnership_id = {WRITE} AND {PERSON} = 0)"
    f" WITH CHECK (partnership_id = {WRITE});"
    " CREATE TRIGGER words_only BEFORE UPDATE ON meetings_minutes"
    " FOR EACH ROW EXECUTE FUNCTION core_words_only('content')"
)
"""The system alone changes minutes, and the database lets it do nothing but mask words."""
