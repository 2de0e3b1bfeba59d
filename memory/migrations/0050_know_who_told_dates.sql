-- Why: a fact that several messages say lives on when one of them is deleted or edited, but not the dates that only this
-- one told.
CREATE TABLE fact_tellings (
    tenant    text NOT NULL,
    fact_id   bigint NOT NULL,
    place_id  bigint NOT NULL,                     -- with seq: the message
    seq       integer NOT NULL,
    began     timestamptz,                         -- the beginning that it told; null: none that was news
    was_begun timestamptz,                         -- the one known before
    ended     timestamptz,                         -- the end that it told, which may be none
    was_ended timestamptz,                         -- the same where it told of no other
    PRIMARY KEY (tenant, fact_id, place_id, seq),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
ALTER TABLE fact_tellings ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON fact_tellings TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_tellings TO rapport_app;
