-- Why: what Korean puts behind a word stands there without a space, so whole words met no other form of themselves.
-- What was indexed so becomes pairs of syllables, as new text does (memory/terms.py); lengths stay as they were counted.
WITH whole AS (
    DELETE FROM terms WHERE term ~ '[\uac00-\ud7a3]' AND term !~ '^[\uac00-\ud7a3]{1,2}$' RETURNING *
)
INSERT INTO terms AS t (tenant, source, term, place_id, document, audience, tf, length)
SELECT w.tenant, w.source, x.piece, w.place_id, w.document, w.audience, least(sum(w.tf), 32767), max(w.length)
FROM whole w
CROSS JOIN LATERAL (SELECT m[1] AS run FROM regexp_matches(w.term, '[\uac00-\ud7a3]+|[^\uac00-\ud7a3]+', 'g') m) r
CROSS JOIN LATERAL (
    SELECT r.run AS piece WHERE r.run !~ '^[\uac00-\ud7a3]{3,}$'
    UNION ALL
    SELECT substr(r.run, at, 2) FROM generate_series(1, length(r.run) - 1) at WHERE r.run ~ '^[\uac00-\ud7a3]{3,}$'
) x
GROUP BY w.tenant, w.source, x.piece, w.place_id, w.document, w.audience
ON CONFLICT (tenant, source, term, place_id, document) DO UPDATE SET tf = least(t.tf + excluded.tf, 32767);
