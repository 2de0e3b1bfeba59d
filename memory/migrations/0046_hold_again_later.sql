-- Why: what holds until June and again from September is two facts of one wording, and both stand. Only one of them can
-- have no end, so that is what must be there once.
DROP INDEX facts_said_once;
CREATE UNIQUE INDEX facts_said_once ON facts (tenant, speaker_id, place_id, fingerprint)
    WHERE superseded_at IS NULL AND valid_until IS NULL;
CREATE INDEX facts_saying ON facts (tenant, speaker_id, place_id, fingerprint) WHERE superseded_at IS NULL;

CREATE OR REPLACE FUNCTION profile_facts(asker bigint, reading_place text, most integer, most_wishes integer)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    RETURN ARRAY(
        WITH known AS (
            SELECT f.tenant, f.id, f.confidence, f.recorded_at, CASE f.kind
                WHEN 'instruction' THEN 1 WHEN 'preference' THEN 2 ELSE 3 END AS part
            FROM usable_facts(r) f
            -- + 0: by an index on speakers, each fact would be read elsewhere, as if one speaker had few in a tenant
            WHERE f.speaker_id + 0 = asker AND f.subject_id + 0 = asker AND f.superseded_at IS NULL
              AND f.kind IN ('instruction', 'preference', 'fact', 'relationship')
              AND (f.valid_until IS NULL OR f.valid_until > now())
        ), numbered AS (
            SELECT k.*, row_number() OVER (
                PARTITION BY k.part ORDER BY k.confidence DESC, k.recorded_at DESC, k.id DESC) AS nth
            FROM known k
        ), weighed AS (
            SELECT n.part, n.id, f.fingerprint, f.valid_from > now() AS later,
                   n.confidence * (1 + ln(greatest(s.times, 1)))
                   * (0.3 + 0.7 * exp(-greatest(extract(epoch FROM now() - coalesce(s.last, f.recorded_at)), 0) / 2e7))
                   -- "they/them": who says so wants to be spoken of like that, in whatever language
                   + CASE WHEN f.text ~ '(^|[^[:alpha:]/])[[:alpha:]]{2,5}/[[:alpha:]]{2,5}($|[^[:alpha:]/])'
                           AND f.text !~* '(and/or|und/oder|et/ou|e/ou|en/of|и/или)' THEN 2 ELSE 0 END AS worth
            FROM numbered n JOIN facts f ON f.tenant = n.tenant AND f.id = n.id
            CROSS JOIN LATERAL (SELECT count(*) AS times, max(x.said_at) AS last FROM fact_sources x
                                WHERE x.tenant = n.tenant AND x.fact_id = n.id) s
            WHERE n.nth <= 4 * most
        ), once AS (  -- the same thing said in two places is shown once, and once more where it holds again later
            SELECT DISTINCT ON (w.fingerprint, w.later) w.part, w.id, w.worth
            FROM weighed w ORDER BY w.fingerprint, w.later, w.part, w.worth DESC, w.id DESC
        ), placed AS (
            SELECT o.*, row_number() OVER (PARTITION BY o.part = 3 ORDER BY o.part, o.worth DESC, o.id DESC) AS nth
            FROM once o
        )
        SELECT p.id FROM placed p
        ORDER BY p.part < 3 AND p.nth > most_wishes, p.part, p.worth DESC, p.id DESC LIMIT most);
END $$;
