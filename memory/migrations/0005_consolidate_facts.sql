-- Why: facts are tidied in the background, contradictions become questions, and the profile weighs what it shows.

-- What no consolidation has looked at yet. A row each and not a count a person: writers never wait for one another.
CREATE TABLE facts_to_consolidate (
    tenant      text NOT NULL,
    fact_id     bigint NOT NULL,
    person_id   bigint NOT NULL,                   -- who said it
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, person_id, fact_id),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
CREATE INDEX facts_to_consolidate_by_age ON facts_to_consolidate (recorded_at, tenant, person_id);
CREATE INDEX facts_to_consolidate_by_fact ON facts_to_consolidate (tenant, fact_id);
INSERT INTO facts_to_consolidate SELECT tenant, id, speaker_id, recorded_at FROM facts WHERE superseded_at IS NULL;

CREATE FUNCTION queue_fact() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO facts_to_consolidate VALUES (NEW.tenant, NEW.id, NEW.speaker_id, NEW.recorded_at);
    RETURN NULL;
END $$;
CREATE TRIGGER facts_queued AFTER INSERT ON facts FOR EACH ROW WHEN (NEW.superseded_at IS NULL)
    EXECUTE FUNCTION queue_fact();

-- A worker tidies one person's facts in the tenant until then.
CREATE TABLE consolidation_leases (
    tenant      text PRIMARY KEY,
    person_id   bigint NOT NULL,
    lease_until timestamptz NOT NULL
);

-- Two current facts of which one speaker can have meant one only. Ids, never words.
CREATE TABLE conflicts (
    tenant     text NOT NULL,
    older      bigint NOT NULL,
    newer      bigint NOT NULL,
    person_id  bigint NOT NULL,                    -- who said both, and is asked
    found_at   timestamptz NOT NULL DEFAULT now(),
    asked_at   timestamptz,
    settled_at timestamptz,
    PRIMARY KEY (tenant, older, newer),
    FOREIGN KEY (tenant, older) REFERENCES facts ON DELETE CASCADE,
    FOREIGN KEY (tenant, newer) REFERENCES facts ON DELETE CASCADE
);
CREATE INDEX conflicts_by_newer ON conflicts (tenant, newer);
CREATE INDEX conflicts_open ON conflicts (tenant, person_id) WHERE settled_at IS NULL;
CREATE INDEX conflicts_asked ON conflicts (asked_at) WHERE settled_at IS NULL AND asked_at IS NOT NULL;

-- Events that a chapter tells; null: looked at, and told by none. What a chapter says goes with each of its events.
CREATE TABLE folded_facts (
    tenant  text NOT NULL,
    fact_id bigint NOT NULL,
    into_id bigint,
    PRIMARY KEY (tenant, fact_id),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE,
    FOREIGN KEY (tenant, into_id) REFERENCES facts ON DELETE CASCADE
);
CREATE INDEX folded_facts_by_chapter ON folded_facts (tenant, into_id);

-- However a fact comes to be replaced, its conflicts are settled by that.
CREATE FUNCTION settle_conflicts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE conflicts SET settled_at = now()
    WHERE tenant = NEW.tenant AND NEW.id IN (older, newer) AND settled_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER conflicts_settled AFTER UPDATE OF superseded_at ON facts FOR EACH ROW
    WHEN (OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL) EXECUTE FUNCTION settle_conflicts();

-- Leases one person's facts in one tenant: who has just answered which of two facts holds, who has many new facts, and
-- whose oldest new fact has waited a week. Numbers and a tenant's name, no content. Null: nothing due.
CREATE FUNCTION lease_consolidation(lease interval, many integer) RETURNS consolidation_leases
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    taken consolidation_leases;
    busy text[];
BEGIN
    FOR attempt IN 1..5 LOOP
        busy := ARRAY(SELECT l.tenant FROM consolidation_leases l WHERE l.lease_until > now());
        SELECT due.tenant, due.person_id INTO taken FROM (
            (SELECT c.tenant, c.person_id FROM conflicts c
             WHERE c.settled_at IS NULL AND c.asked_at > now() - interval '7 days' AND c.tenant <> ALL (busy)
               AND 1 = (SELECT count(DISTINCT s.fact_id) FROM fact_sources s
                        WHERE s.tenant = c.tenant AND s.fact_id IN (c.older, c.newer) AND s.said_at > c.asked_at)
             LIMIT 1)
            UNION ALL
            (SELECT q.tenant, q.person_id
             FROM (SELECT * FROM facts_to_consolidate ORDER BY recorded_at DESC LIMIT 2000) q
             WHERE q.tenant <> ALL (busy)
             GROUP BY q.tenant, q.person_id HAVING count(*) >= many ORDER BY min(q.recorded_at) LIMIT 1)
            UNION ALL
            (SELECT q.tenant, q.person_id FROM facts_to_consolidate q
             WHERE q.recorded_at < now() - interval '7 days' AND q.tenant <> ALL (busy)
             ORDER BY q.recorded_at LIMIT 1)
        ) due LIMIT 1;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        INSERT INTO consolidation_leases VALUES (taken.tenant, taken.person_id, clock_timestamp() + lease)
        ON CONFLICT (tenant) DO UPDATE SET lease_until = excluded.lease_until, person_id = excluded.person_id
            WHERE consolidation_leases.lease_until <= clock_timestamp()
        RETURNING * INTO taken;
        IF FOUND THEN
            RETURN taken;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- The one question to put to `asker` here: two facts of theirs, both to be seen here and both still held; never asked
-- before. Only in direct.
CREATE FUNCTION open_conflict(asker bigint, reading_place text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.audience IS DISTINCT FROM 'direct' THEN
        RETURN '{}';
    END IF;
    RETURN coalesce((
        SELECT ARRAY[c.older, c.newer] FROM conflicts c
        WHERE c.tenant = ANY (r.tenants) AND c.person_id = asker AND c.asked_at IS NULL AND c.settled_at IS NULL
          AND 2 = (SELECT count(*) FROM usable_facts(r) f
                   WHERE f.tenant = c.tenant AND f.id IN (c.older, c.newer) AND f.speaker_id = asker
                     AND f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now()))
        ORDER BY c.found_at, c.older, c.newer LIMIT 1), '{}');
END $$;

-- The question was put; it is not put again.
CREATE FUNCTION conflict_asked(asker bigint, reading_place text, facts bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE conflicts c SET asked_at = now()
    FROM reader_of(asker, reading_place) r
    WHERE r.audience = 'direct' AND c.tenant = ANY (r.tenants) AND c.person_id = asker
      AND c.older = facts[1] AND c.newer = facts[2] AND c.asked_at IS NULL;
END;

-- The facts by which to know the asker here, the worthiest first: standing instructions, then preferences, at most
-- `most_wishes` of both; then what they said about themselves; then the wishes that are left. Worth grows with every time
-- it was said again and fades with the time since, never below a part. Nobody else gives the bot instructions in their
-- name. The first pass reads one index only; what it shortlists is the surest, which is also the most often said.
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
            SELECT n.part, n.id, f.fingerprint,
                   n.confidence * (1 + ln(greatest(s.times, 1)))
                   * (0.3 + 0.7 * exp(-greatest(extract(epoch FROM now() - coalesce(s.last, f.recorded_at)), 0) / 2e7))
                   -- "they/them": who says so wants to be spoken of like that, in whatever language
                   + CASE WHEN f.text ~ '(^|[^[:alpha:]/])[[:alpha:]]{2,5}/[[:alpha:]]{2,5}($|[^[:alpha:]/])'
                           AND f.text !~* '(and/or|und/oder|et/ou|e/ou|en/of|и/или)' THEN 2 ELSE 0 END AS worth
            FROM numbered n JOIN facts f ON f.tenant = n.tenant AND f.id = n.id
            CROSS JOIN LATERAL (SELECT count(*) AS times, max(x.said_at) AS last FROM fact_sources x
                                WHERE x.tenant = n.tenant AND x.fact_id = n.id) s
            WHERE n.nth <= 4 * most
        ), once AS (  -- the same thing said in two places is shown once
            SELECT DISTINCT ON (w.fingerprint) w.part, w.id, w.worth
            FROM weighed w ORDER BY w.fingerprint, w.part, w.worth DESC, w.id DESC
        ), placed AS (
            SELECT o.*, row_number() OVER (PARTITION BY o.part = 3 ORDER BY o.part, o.worth DESC, o.id DESC) AS nth
            FROM once o
        )
        SELECT p.id FROM placed p
        ORDER BY p.part < 3 AND p.nth > most_wishes, p.part, p.worth DESC, p.id DESC LIMIT most);
END $$;

ALTER TABLE conflicts ENABLE ROW LEVEL SECURITY;
ALTER TABLE folded_facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON conflicts TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
CREATE POLICY one_tenant ON folded_facts TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON conflicts, folded_facts, facts_to_consolidate, consolidation_leases TO rapport_app;
REVOKE EXECUTE ON FUNCTION queue_fact, settle_conflicts, lease_consolidation, open_conflict, conflict_asked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lease_consolidation, open_conflict, conflict_asked TO rapport_app;
