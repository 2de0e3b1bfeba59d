-- Why: each word of a question was looked up twice, first to see whether it is common; and until a young database has
-- its first statistics, through an index that begins with tenant and source too, by reading all words of the tenant.

DROP INDEX terms_by_document;
CREATE INDEX terms_by_document ON terms (document, place_id, tenant, source);

CREATE OR REPLACE FUNCTION recall_words(asker bigint, reading_place text, words text[], most integer)
RETURNS TABLE (
    documents bigint, term_count bigint,
    post_places bytea[], post_seqs bytea[], post_tfs bytea[], post_lengths bytea[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off  -- misled by the rule's OR, it reads another index whole; costs double at 200 people
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(p.documents), 0), coalesce(sum(p.term_count), 0) INTO documents, term_count
    FROM places p WHERE p.tenant = ANY (r.tenants) AND may_use(p.audience, p.tenant, p.id, false, r);
    most := greatest(most, documents / 20);

    SELECT array_agg(x.places), array_agg(x.seqs), array_agg(CASE WHEN x.amount > most THEN '' ELSE x.tfs END),
           array_agg(x.lengths)
    INTO post_places, post_seqs, post_tfs, post_lengths
    FROM unnest(words) WITH ORDINALITY w(term, number)
    CROSS JOIN LATERAL (
        SELECT count(*) AS amount, array_send(array_agg(x.place_id)) AS places,
               array_send(array_agg(x.document)) AS seqs, array_send(array_agg(x.tf)) AS tfs,
               array_send(array_agg(x.length)) AS lengths
        FROM (
            SELECT x.place_id, x.document, x.tf, x.length FROM terms x
            WHERE x.tenant = ANY (r.tenants) AND x.source = 'u' AND x.term = w.term
              AND may_hear(x.audience, x.tenant, x.place_id, r.audience, r.public_tenants, r.places)
            LIMIT most + 1  -- one more tells that the word is common
        ) x
    ) x;
    RETURN NEXT;
END $$;
