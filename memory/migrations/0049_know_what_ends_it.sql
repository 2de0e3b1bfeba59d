-- Why: "from September I live in Bergen" says when Oslo ends. Where those words are forgotten or edited before then, so is
-- the end that only they told.
CREATE TABLE fact_closings (
    tenant     text NOT NULL,
    fact_id    bigint NOT NULL,
    by_id      bigint NOT NULL,                    -- the fact that takes its place
    held_until timestamptz NOT NULL,               -- when that begins; it lay ahead when it was told
    otherwise  timestamptz,                        -- the end known before; null: none
    PRIMARY KEY (tenant, fact_id, by_id),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
CREATE INDEX fact_closings_by ON fact_closings (tenant, by_id);
ALTER TABLE fact_closings ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON fact_closings TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_closings TO rapport_app;

INSERT INTO fact_closings (tenant, fact_id, by_id, held_until, otherwise)
SELECT f.tenant, f.id, f.superseded_by, f.valid_until, (
    SELECT e.valid_until FROM fact_ends e WHERE e.tenant = f.tenant AND e.fact_id = f.id
    ORDER BY e.known_until DESC LIMIT 1)
FROM facts f WHERE f.superseded_at IS NULL AND f.superseded_by IS NOT NULL AND f.valid_until > now();
