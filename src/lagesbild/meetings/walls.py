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

ADJUSTED_HOLDS = """
CREATE FUNCTION meetings_adjusted_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE of bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = of AND m.state = 'approved') THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = 'who adjusted approved minutes, and how, never changes';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER meetings_adjusted_holds BEFORE INSERT OR UPDATE OR DELETE ON meetings_adjuster
    FOR EACH ROW EXECUTE FUNCTION meetings_adjusted_holds();
CREATE TRIGGER meetings_adjusted_holds BEFORE INSERT ON meetings_signedminutes
    FOR EACH ROW EXECUTE FUNCTION meetings_adjusted_holds();
"""
"""Once the minutes are approved, the database refuses every change of who adjusted them."""
NOT_HELD = """
DROP TRIGGER meetings_adjusted_holds ON meetings_adjuster;
DROP TRIGGER meetings_adjusted_holds ON meetings_signedminutes;
DROP FUNCTION meetings_adjusted_holds();
"""
