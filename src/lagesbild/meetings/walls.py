"""Whoever is to do a task sees it and may say how it went, also where the meeting is open only to its body."""

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
