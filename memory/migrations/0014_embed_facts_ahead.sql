-- Why: when the embedding model changes, facts have their new vectors ready, so that none is found by words alone for
-- as long as embedding all of them takes.

CREATE TABLE next_fact_vectors (
    tenant    text NOT NULL,
    fact_id   bigint NOT NULL,
    model     smallint NOT NULL REFERENCES embedding_models ON DELETE CASCADE,
    digest    text NOT NULL,                       -- of the text that was embedded
    embedding halfvec NOT NULL,
    PRIMARY KEY (tenant, fact_id),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
ALTER TABLE next_fact_vectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON next_fact_vectors TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON next_fact_vectors TO rapport_app;
