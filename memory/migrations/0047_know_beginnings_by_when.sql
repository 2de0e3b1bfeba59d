-- Why: since when something holds may be learned after that it holds, as its end may, and a plan is put off. What was
-- believed at some time was told with the beginning that is known today.
CREATE TABLE fact_beginnings (
    tenant      text NOT NULL,
    fact_id     bigint NOT NULL,
    known_until timestamptz NOT NULL,              -- our clock: from here on another beginning was known
    valid_from  timestamptz NOT NULL,              -- the beginning as it was known until then
    PRIMARY KEY (tenant, fact_id, known_until),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
ALTER TABLE fact_beginnings ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON fact_beginnings TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_beginnings TO rapport_app;

-- The first of several changes in one transaction is the one that tells what was known before it.
CREATE FUNCTION keep_beginning() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_beginnings (tenant, fact_id, known_until, valid_from)
    VALUES (OLD.tenant, OLD.id, now(), OLD.valid_from) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_beginning AFTER UPDATE OF valid_from ON facts
    FOR EACH ROW WHEN (OLD.valid_from IS DISTINCT FROM NEW.valid_from AND OLD.recorded_at < now())
    EXECUTE FUNCTION keep_beginning();

-- What, as far as was known at `known`, held in the world at `held`, each with the beginning and the end that were known
-- then. What was replaced without an end is told by the one that says it more exactly.
DROP FUNCTION facts_as_known(bigint, text, timestamptz, timestamptz);
CREATE FUNCTION facts_as_known(asker bigint, reading_place text, held timestamptz, known timestamptz)
RETURNS TABLE (fact facts, ends timestamptz, begins timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT f, e.ends, b.begins FROM visible_facts(asker, reading_place) f
    LEFT JOIN facts by ON by.tenant = f.tenant AND by.id = f.superseded_by
    CROSS JOIN LATERAL (
        SELECT CASE WHEN x.known_until IS NULL THEN f.valid_until ELSE x.valid_until END
        FROM (SELECT) AS one LEFT JOIN LATERAL (
            SELECT x.known_until, x.valid_until FROM fact_ends x
            WHERE x.tenant = f.tenant AND x.fact_id = f.id AND x.known_until > known
            ORDER BY x.known_until LIMIT 1
        ) x ON true
    ) e(ends)
    CROSS JOIN LATERAL (
        SELECT coalesce((
            SELECT x.valid_from FROM fact_beginnings x
            WHERE x.tenant = f.tenant AND x.fact_id = f.id AND x.known_until > known
            ORDER BY x.known_until LIMIT 1
        ), f.valid_from)
    ) b(begins)
    WHERE f.recorded_at <= known AND b.begins <= held AND (e.ends IS NULL OR e.ends > held)
      AND (f.superseded_at > known OR f.superseded_at IS NULL OR f.valid_until <= f.superseded_at
           OR by.fingerprint = f.fingerprint);
END;
REVOKE EXECUTE ON FUNCTION facts_as_known, keep_beginning FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_as_known TO rapport_app;
