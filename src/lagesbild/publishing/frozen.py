"""What the database itself holds of publications: that they never change but for their state, and who reads which.

Statements for the migration. The public (a scope without a party) reads what is published and nothing that was
superseded or withdrawn, whatever a query asks for.
"""

from __future__ import annotations

from lagesbild.core.walls import PARTIES, PERSON, WRITE

REFUSES = "object_not_in_prerequisite_state"
WORDS = "'title', 'summary', 'content'"

CREATE = f"""
CREATE FUNCTION publishing_publication_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was jsonb := to_jsonb(OLD); becomes jsonb; name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE {REFUSES} USING MESSAGE = 'a publication is never removed';
    END IF;
    becomes := to_jsonb(NEW);
    IF was - ARRAY['state', {WORDS}] <> becomes - ARRAY['state', {WORDS}] THEN
        RAISE {REFUSES} USING MESSAGE = 'what is published never changes';
    END IF;
    FOREACH name IN ARRAY ARRAY[{WORDS}] LOOP
        IF NOT core_only_masked(was -> name, becomes -> name) THEN
            RAISE {REFUSES} USING MESSAGE = 'words that are published are only masked';
        END IF;
    END LOOP;
    IF OLD.state <> NEW.state AND (OLD.state = 'withdrawn' OR NEW.state = 'published') THEN
        RAISE {REFUSES} USING MESSAGE = 'what was taken back or superseded is not published again';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publishing_publication_holds BEFORE UPDATE OR DELETE ON publishing_publication
    FOR EACH ROW EXECUTE FUNCTION publishing_publication_holds();

CREATE FUNCTION publishing_public() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM core_audience a WHERE a.id = NEW.audience_id AND a.kind = 'public') THEN
        RAISE {REFUSES} USING MESSAGE = 'what is published is for the public';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publishing_public BEFORE INSERT ON publishing_publication
    FOR EACH ROW EXECUTE FUNCTION publishing_public();

CREATE POLICY open ON publishing_publication AS RESTRICTIVE FOR SELECT
    USING (state = 'published' OR cardinality({PARTIES}::bigint[]) > 0);
CREATE POLICY open ON publishing_attachment AS RESTRICTIVE FOR SELECT
    USING (EXISTS (SELECT 1 FROM publishing_publication p WHERE p.id = publication_id));

CREATE POLICY masks ON publishing_withdrawal FOR UPDATE USING (partnership_id = {WRITE} AND {PERSON} = 0)
    WITH CHECK (partnership_id = {WRITE});
CREATE TRIGGER words_only BEFORE UPDATE ON publishing_withdrawal
    FOR EACH ROW EXECUTE FUNCTION core_words_only('reason');
CREATE POLICY masks ON publishing_document FOR UPDATE USING (partnership_id = {WRITE})
    WITH CHECK (partnership_id = {WRITE});
CREATE TRIGGER words_only BEFORE UPDATE ON publishing_document
    FOR EACH ROW EXECUTE FUNCTION core_words_only('title', 'about');
"""  # noqa: S608 - our own text

DROP = """
DROP TRIGGER publishing_public ON publishing_publication;
DROP FUNCTION publishing_public();
DROP TRIGGER publishing_publication_holds ON publishing_publication;
DROP FUNCTION publishing_publication_holds();
"""
