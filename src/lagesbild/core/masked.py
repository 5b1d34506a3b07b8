"""What the database itself can say of a change: that words became the mask, and nothing else."""

from __future__ import annotations

from lagesbild.core.guard import MASK

ONLY_MASKED = f"""
CREATE FUNCTION core_only_masked(was text, becomes text) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT was = becomes OR was LIKE
        replace(replace(replace(replace(becomes, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '{MASK}', '_%')
$$;
CREATE FUNCTION core_only_masked(was jsonb, becomes jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF was = becomes THEN
        RETURN true;
    END IF;
    IF jsonb_typeof(was) <> jsonb_typeof(becomes) THEN
        RETURN false;
    END IF;
    CASE jsonb_typeof(was)
        WHEN 'string' THEN
            RETURN public.core_only_masked(was #>> '{{}}', becomes #>> '{{}}');
        WHEN 'array' THEN
            RETURN jsonb_array_length(was) = jsonb_array_length(becomes) AND NOT EXISTS (
                SELECT 1 FROM generate_series(0, jsonb_array_length(was) - 1) i
                WHERE NOT public.core_only_masked(was -> i, becomes -> i));
        WHEN 'object' THEN
            RETURN NOT EXISTS (
                SELECT 1 FROM jsonb_object_keys(was || becomes) key
                WHERE NOT (was ? key AND becomes ? key AND public.core_only_masked(was -> key, becomes -> key)));
        ELSE
            RETURN false;
    END CASE;
END $$;

CREATE FUNCTION core_words_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was jsonb := to_jsonb(OLD); becomes jsonb := to_jsonb(NEW); name text;
BEGIN
    IF (was - TG_ARGV::text[]) <> (becomes - TG_ARGV::text[]) THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = 'what is kept never changes';
    END IF;
    FOREACH name IN ARRAY TG_ARGV::text[] LOOP
        IF NOT core_only_masked(was -> name, becomes -> name) THEN
            RAISE object_not_in_prerequisite_state USING MESSAGE = 'words that are kept are only masked';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""  # noqa: S608 - our own text
"""`core_only_masked(was, becomes)` for text and for JSON; and `core_words_only(column, …)`, a trigger before an update
that lets words in these columns become the mask and refuses every other change."""

NOT_ONLY_MASKED = """
DROP FUNCTION core_words_only();
DROP FUNCTION core_only_masked(jsonb, jsonb);
DROP FUNCTION core_only_masked(text, text);
"""
