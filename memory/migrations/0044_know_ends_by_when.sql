-- Why: when something ends is learned after that it holds, and may be learned anew. What was believed at some time can
-- only be told by what had been learned until then; of an end that lay ahead nothing told when it was announced.
CREATE TABLE fact_ends (
    tenant      text NOT NULL,
    fact_id     bigint NOT NULL,
    known_until timestamptz NOT NULL,              -- our clock: from here on another end was known
    valid_until timestamptz,                       -- the end as it was known until then; null: none
    PRIMARY KEY (tenant, fact_id, known_until),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
ALTER TABLE fact_ends ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON fact_ends TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_ends TO rapport_app;

-- What was replaced already was thought to go on until it was; who says the same again later changes no end.
INSERT INTO fact_ends (tenant, fact_id, known_until, valid_until)
SELECT f.tenant, f.id, coalesce(f.superseded_at, by.recorded_at), NULL
FROM facts f LEFT JOIN facts by ON by.tenant = f.tenant AND by.id = f.superseded_by
WHERE f.valid_until IS NOT NULL AND coalesce(f.superseded_at, by.recorded_at) IS NOT NULL
  AND (f.superseded_at IS NULL OR f.valid_until <= f.superseded_at) AND by.fingerprint IS DISTINCT FROM f.fingerprint;

-- The first of several changes in one transaction is the one that tells what was known before it.
CREATE FUNCTION keep_end() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_ends (tenant, fact_id, known_until, valid_until)
    VALUES (OLD.tenant, OLD.id, now(), OLD.valid_until) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_end AFTER UPDATE OF valid_until ON facts
    FOR EACH ROW WHEN (OLD.valid_until IS DISTINCT FROM NEW.valid_until AND OLD.recorded_at < now())
    EXECUTE FUNCTION keep_end();

-- What, as far as was known at `known`, held in the world at `held`, each with the end that was known then. What was
-- replaced without an end is told by the one that says it more exactly.
CREATE FUNCTION facts_as_known(asker bigint, reading_place text, held timestamptz, known timestamptz)
RETURNS TABLE (fact facts, ends timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT f, e.ends FROM visible_facts(asker, reading_place) f
    LEFT JOIN facts by ON by.tenant = f.tenant AND by.id = f.superseded_by
    CROSS JOIN LATERAL (
        SELECT CASE WHEN f.superseded_at <= known OR x.known_until IS NULL THEN f.valid_until ELSE x.valid_until END
        FROM (SELECT) AS one LEFT JOIN LATERAL (
            SELECT x.known_until, x.valid_until FROM fact_ends x
            WHERE x.tenant = f.tenant AND x.fact_id = f.id AND x.known_until > known
            ORDER BY x.known_until LIMIT 1
        ) x ON true
    ) e(ends)
    WHERE f.recorded_at <= known AND f.valid_from <= held AND (e.ends IS NULL OR e.ends > held)
      AND (f.superseded_at > known OR f.superseded_at IS NULL OR f.valid_until <= f.superseded_at
           OR by.fingerprint = f.fingerprint);
END;
REVOKE EXECUTE ON FUNCTION facts_as_known, keep_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_as_known TO rapport_app;
