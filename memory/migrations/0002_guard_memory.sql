-- Why: the only ways in which the application reads and notes content, and the second wall behind them.

-- Every fact that reader may use: the rule for facts, written once. Not granted to anybody; the functions below apply it.
CREATE FUNCTION usable_facts(r reader) RETURNS SETOF facts
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT f.* FROM facts f
    WHERE f.tenant = ANY ((r).tenants) AND may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r)
    UNION ALL
    SELECT f.* FROM (
        SELECT DISTINCT s.fact_tenant, s.fact_id FROM fact_shares s
        WHERE s.scope = ANY ((r).scopes) AND ((r).audience = 'direct' OR s.audience >= (r).audience)
    ) shared
    JOIN facts f ON f.tenant = shared.fact_tenant AND f.id = shared.fact_id
    WHERE ((r).audience = 'direct' OR f.sensitivity = 'none')
      AND may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r) IS NOT TRUE;
END;

-- Every fact that may be used where `asker` asks; the one read path of recall, learning and the memory page.
CREATE FUNCTION visible_facts(asker bigint, reading_place text) RETURNS SETOF facts
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH r AS MATERIALIZED (SELECT reader_of(asker, reading_place) AS reader)
    SELECT f.* FROM r CROSS JOIN LATERAL usable_facts(r.reader) f;
END;

-- The quotes behind the visible facts.
CREATE FUNCTION visible_sources(asker bigint, reading_place text, ids bigint[])
RETURNS TABLE (fact_id bigint, place_id bigint, seq integer, quote text, said_at timestamptz, place text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.fact_id, s.place_id, s.seq, s.quote, s.said_at, coalesce(nullif(p.title, ''), p.key)
    FROM visible_facts(asker, reading_place) f
    JOIN fact_sources s ON s.tenant = f.tenant AND s.fact_id = f.id
    LEFT JOIN places p ON p.id = s.place_id
    WHERE f.id = ANY (ids);
END;

-- Transcript lines that may be used where `asker` asks, with `radius` neighbours on each side of every spot.
CREATE FUNCTION visible_lines(
    asker bigint, reading_place text, place_ids bigint[], seqs integer[], radius integer)
RETURNS TABLE (place_id bigint, seq integer, speaker_id bigint, speaker text, text text,
               said_at timestamptz, place text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH r AS MATERIALIZED (SELECT reader_of(asker, reading_place) AS reader),
    wanted AS (
        SELECT DISTINCT w.place_id, w.seq + d AS seq
        FROM unnest(place_ids, seqs) AS w(place_id, seq), generate_series(-radius, radius) AS d
    )
    SELECT u.place_id, u.seq, u.speaker_id, who.name, u.text, u.said_at, coalesce(nullif(p.title, ''), p.key)
    FROM r, wanted w
    JOIN places p ON p.id = w.place_id
    CROSS JOIN LATERAL (  -- a lookup each by the primary key: left free, the planner reads the whole place
        SELECT * FROM utterances u WHERE u.tenant = p.tenant AND u.place_id = w.place_id AND u.seq = w.seq LIMIT 1
    ) u
    LEFT JOIN people who ON who.id = u.speaker_id
    WHERE u.erased_at IS NULL AND may_use(u.audience, u.tenant, u.place_id, u.sensitive, r.reader)
    ORDER BY u.place_id, u.seq;
END;

-- What ranking needs, without any text, as packed arrays (array_send, which the reader decodes without making an object
-- of each number). Two functions, because words can be looked up while the question is still being embedded.
-- Their plans are made once: they are all by index whatever the parameters, and planning took a third of the time.

-- The postings of each word, and of how many lines they are, for BM25. Words that stand in more than `most` lines, and
-- in more than a twentieth of all, are left out, because they hardly change the order and cost most; their tfs are ''.
CREATE FUNCTION recall_words(asker bigint, reading_place text, words text[], most integer)
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

    SELECT array_agg(x.places), array_agg(x.seqs), array_agg(x.tfs), array_agg(x.lengths)
    INTO post_places, post_seqs, post_tfs, post_lengths
    FROM unnest(words) WITH ORDINALITY w(term, number), LATERAL (
        SELECT CASE WHEN count(*) <= most THEN array_send(array_agg(x.place_id)) END AS places,
               CASE WHEN count(*) <= most THEN array_send(array_agg(x.document)) END AS seqs,
               CASE WHEN count(*) <= most THEN array_send(array_agg(x.tf)) ELSE '' END AS tfs,
               CASE WHEN count(*) <= most THEN array_send(array_agg(x.length)) END AS lengths
        FROM (
            SELECT x.place_id, x.document, x.tf, x.length FROM terms x
            WHERE x.tenant = ANY (r.tenants) AND x.source = 'u' AND x.term = w.term
              AND may_use(x.audience, x.tenant, x.place_id, false, r)
            LIMIT most + 1
        ) x
    ) x;
    RETURN NEXT;
END $$;

-- The lines and the current facts nearest to the question, by their signatures first and exactly then; the lines of
-- `also`, which hold its words, are compared wherever they lie.
-- `query` null: no lines, and facts by words only.
CREATE FUNCTION recall_nearest(
    asker bigint, reading_place text, words text[],
    wanted_model smallint, query halfvec, query_signature varbit, shortlist integer, fact_shortlist integer,
    also_places bigint[], also_seqs integer[])
RETURNS TABLE (
    near_places bytea, near_seqs bytea, near_lines bytea, near_arounds bytea,
    fact_ids bytea, fact_similarities bytea, fact_overlaps bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    IF query IS NOT NULL THEN
        WITH near AS (
            SELECT v.tenant, v.place_id, v.seq FROM utterance_vectors v
            WHERE v.tenant = ANY (r.tenants) AND v.model = wanted_model
              AND may_use(v.audience, v.tenant, v.place_id, false, r)
            ORDER BY least(hamming_distance(v.signature, query_signature),
                           hamming_distance(v.around_signature, query_signature))
            LIMIT shortlist
        ), chosen AS (
            SELECT tenant, place_id, seq FROM near
            UNION
            SELECT p.tenant, m.place_id, m.seq FROM unnest(also_places, also_seqs) m(place_id, seq)
            JOIN places p ON p.id = m.place_id AND p.tenant = ANY (r.tenants)
        )
        SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)),
               array_send(array_agg(-(v.embedding <#> query)::real)), array_send(array_agg(-(v.around <#> query)::real))
        INTO near_places, near_seqs, near_lines, near_arounds
        FROM chosen c CROSS JOIN LATERAL (  -- a lookup each: left free, the planner reads everybody's vectors
            SELECT * FROM utterance_vectors v
            WHERE v.tenant = c.tenant AND v.model = wanted_model AND v.place_id = c.place_id AND v.seq = c.seq
              AND may_use(v.audience, v.tenant, v.place_id, false, r) LIMIT 1
        ) v;
    END IF;

    WITH met AS MATERIALIZED (
        SELECT x.document, count(*)::double precision AS overlap FROM terms x
        WHERE x.tenant = ANY (r.tenants) AND x.source = 'f' AND x.term = ANY (words) GROUP BY x.document
    ), chosen AS (
        SELECT f.tenant, f.id, coalesce(met.overlap, 0) AS overlap
        FROM usable_facts(r) f LEFT JOIN met ON met.document = f.id
        WHERE f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now())
        ORDER BY coalesce(met.overlap, 0) * 0.2::double precision + CASE WHEN f.model = wanted_model THEN
            coalesce(cos(pi() * hamming_distance(f.signature, query_signature) / bit_length(query_signature)), 0)
            ELSE 0 END DESC
        LIMIT fact_shortlist
    )
    SELECT array_send(array_agg(c.id)), array_send(array_agg(c.overlap::real)), array_send(array_agg(coalesce(
               CASE WHEN f.model = wanted_model THEN -(f.embedding <#> query) END, 'nan')::real))
    INTO fact_ids, fact_overlaps, fact_similarities
    FROM chosen c JOIN facts f ON f.tenant = c.tenant AND f.id = c.id;
    RETURN NEXT;
END $$;

-- The last lines of the place where `asker` asks, oldest first.
CREATE FUNCTION recent_lines(asker bigint, reading_place text, amount integer)
RETURNS TABLE (place_id bigint, seq integer, speaker_id bigint, speaker text, text text, said_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH r AS MATERIALIZED (SELECT reader_of(asker, reading_place) AS reader)
    SELECT last.place_id, last.seq, last.speaker_id, who.name, last.text, last.said_at
    FROM r JOIN places p ON p.id = (r.reader).place_id CROSS JOIN LATERAL (
        SELECT u.* FROM utterances u
        WHERE u.tenant = p.tenant AND u.place_id = p.id AND u.erased_at IS NULL
          AND may_use(u.audience, u.tenant, u.place_id, u.sensitive, r.reader)
        ORDER BY u.seq DESC LIMIT amount
    ) last LEFT JOIN people who ON who.id = last.speaker_id
    ORDER BY last.seq;
END;

-- Makes sure that the account, its person, the place and the membership exist, and that they say what is true now.
-- A place keeps its space and stays direct or not: anything else would hand its past to other readers.
CREATE FUNCTION enter_place(
    on_platform text, with_handle text, shown_name text, in_zone text, in_locale text,
    place_key text, in_space text, heard_by audience, place_title text)
RETURNS TABLE (person_id bigint, place_id bigint)
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    a accounts;
    p places;
BEGIN
    SELECT * INTO a FROM accounts WHERE platform = on_platform AND handle = with_handle;
    IF NOT FOUND THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(on_platform || ':' || with_handle, 0));  -- one person, not two
        SELECT * INTO a FROM accounts WHERE platform = on_platform AND handle = with_handle;
    END IF;
    IF a.id IS NULL THEN
        WITH person AS (
            INSERT INTO people (name, zone, locale) VALUES (shown_name, in_zone, in_locale) RETURNING id
        )
        INSERT INTO accounts (platform, handle, person_id) SELECT on_platform, with_handle, id FROM person
        RETURNING * INTO a;
    ELSE
        UPDATE people SET name = shown_name, zone = coalesce(in_zone, zone), locale = coalesce(in_locale, locale)
        WHERE id = a.person_id AND (name, zone, locale) IS DISTINCT FROM
            (shown_name, coalesce(in_zone, zone), coalesce(in_locale, locale));
    END IF;
    INSERT INTO places (key, space, audience, title, person_id, tenant)
    VALUES (place_key, in_space, heard_by, place_title, CASE heard_by WHEN 'direct' THEN a.person_id END, 'pending')
    ON CONFLICT (key) DO UPDATE SET audience = excluded.audience, title = excluded.title
    WHERE (places.audience, places.title) IS DISTINCT FROM (excluded.audience, excluded.title)
      AND (places.audience = 'direct') = (excluded.audience = 'direct')
      AND places.space IS NOT DISTINCT FROM excluded.space;
    SELECT * INTO STRICT p FROM places WHERE key = place_key FOR KEY SHARE;
    IF p.tenant = 'pending' THEN
        UPDATE places SET tenant = CASE WHEN audience = 'direct' THEN 'person:' || a.person_id
                                        WHEN space IS NULL THEN 'place:' || id ELSE 'space:' || space END
        WHERE id = p.id;
    END IF;
    IF p.space IS DISTINCT FROM in_space OR (p.audience = 'direct') <> (heard_by = 'direct')
        OR p.person_id <> a.person_id THEN
        RAISE EXCEPTION 'a place cannot change its space, its person or being direct' USING ERRCODE = 'RP001';
    END IF;
    INSERT INTO place_members VALUES (p.id, a.person_id, a.id, heard_by) ON CONFLICT DO NOTHING;
    IF in_space IS NOT NULL THEN
        INSERT INTO space_members VALUES (in_space, a.person_id, a.id) ON CONFLICT DO NOTHING;
    END IF;
    person_id := a.person_id;
    place_id := p.id;
    RETURN NEXT;
END $$;

-- Takes a person out of a place, and out of its space once no place of it is left to them.
CREATE FUNCTION leave_place(leaver bigint, place_key text) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp
BEGIN ATOMIC
    DELETE FROM place_members m USING places p
    WHERE p.key = place_key AND m.place_id = p.id AND m.person_id = leaver AND p.audience <> 'direct';
    DELETE FROM space_members s USING places p
    WHERE p.key = place_key AND p.audience <> 'direct' AND s.space = p.space AND s.person_id = leaver AND NOT EXISTS (
        SELECT FROM place_members m JOIN places other ON other.id = m.place_id
        WHERE m.person_id = leaver AND m.account_id = s.account_id AND other.space = p.space);
END;

-- Writes one utterance with its postings; the same message twice is one row. The place's row lock keeps `seq`
-- dense and in order. Counts what is to be learned and when: in quiet, or at once when ten have gathered. Every ten
-- utterances earn one call of the model; where they are used up, few lines wait for more, or for half a day. So learning
-- costs one call for ten utterances however slowly people talk, and a new place is still learned from at once.
-- `heard_by` is the place's audience as the platform says it now: a place that has changed is told apart at once.
CREATE FUNCTION note_utterance(
    in_place text, heard_by audience, message_id text, speaker bigint, said text, at timestamptz, answers text,
    words text[], counts smallint[], quiet interval, delicate boolean)
RETURNS TABLE (place_id bigint, seq integer, fresh boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    p places;
    total integer := coalesce((SELECT sum(c) FROM unnest(counts) c), 0);
    waiting integer;
    calls real;
BEGIN
    SELECT * INTO STRICT p FROM places WHERE key = in_place FOR NO KEY UPDATE;
    place_id := p.id;
    SELECT u.seq INTO seq FROM utterances u
    WHERE u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = message_id;
    IF FOUND THEN
        fresh := false;
        RETURN NEXT;
        RETURN;
    END IF;
    IF (p.audience = 'direct') <> (heard_by = 'direct') OR (p.audience = 'direct' AND speaker <> p.person_id)
        OR (heard_by = 'public' AND p.space IS NULL) THEN
        RAISE EXCEPTION 'a direct place is with one person only and stays direct' USING ERRCODE = 'RP001';
    END IF;
    seq := p.last_seq + 1;
    fresh := true;
    waiting := p.pending + (speaker IS NOT NULL)::integer;
    calls := least(p.learn_calls + 0.1, 3);
    INSERT INTO utterances (tenant, place_id, seq, external_id, speaker_id, audience, text, said_at, reply_to,
                            term_count, sensitive)
    VALUES (p.tenant, p.id, seq, message_id, speaker, heard_by, said, at, answers, total, delicate);
    INSERT INTO terms (tenant, source, term, place_id, document, audience, tf, length)
    SELECT p.tenant, 'u', w.term, p.id, seq, heard_by, w.tf, total FROM unnest(words, counts) w(term, tf);
    UPDATE places SET last_seq = seq, audience = heard_by, documents = p.documents + 1,
        term_count = p.term_count + total, pending = waiting, learn_calls = calls,
        learn_after = CASE WHEN waiting = 0 THEN NULL WHEN waiting >= 10 THEN least(p.learn_after, now())
                           WHEN calls >= 1 OR quiet = interval '0' THEN now() + quiet
                           ELSE now() + interval '12 hours' END
    WHERE id = p.id;
    RETURN NEXT;
END $$;

-- What was answered, for /why. Written only where the asker stands in the place, read back only by the same asker.
CREATE FUNCTION log_turn(
    asker bigint, reading_place text, asked integer, answered integer, facts_used bigint[],
    passages_in bigint[], passages_at integer[], by_model text, tokens integer[], took_ms integer[])
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    INSERT INTO turns (tenant, person_id, place_id, asked_seq, answered_seq, fact_ids, passage_places, passage_seqs,
                       model, prompt_tokens, cached_tokens, first_word_ms, total_ms)
    SELECT p.tenant, asker, p.id, asked, answered, facts_used, passages_in, passages_at,
           by_model, tokens[1], tokens[2], took_ms[1], took_ms[2]
    FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    RETURNING id;
END;

CREATE FUNCTION last_turn(asker bigint, reading_place text) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id
    WHERE t.person_id = asker ORDER BY t.id DESC LIMIT 1;
END;

-- The second wall. Content rows are written freely, but read, changed and deleted only inside a transaction that
-- has named its one tenant with set_config('rapport.tenant', …, true): erasure, learning, embedding, export.
DO $$
DECLARE
    content text;
BEGIN
    FOREACH content IN ARRAY ARRAY[
        'utterances', 'utterance_vectors', 'facts', 'fact_sources', 'fact_grounds', 'terms', 'turns'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', content);
        EXECUTE format($p$CREATE POLICY one_tenant ON %I TO rapport_app
            USING (tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true)$p$, content);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rapport_app', content);
    END LOOP;
END $$;
ALTER TABLE fact_shares ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON fact_shares TO rapport_app
    USING (fact_tenant = nullif(current_setting('rapport.tenant', true), '')) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_shares, people, accounts, places, place_members, space_members,
    share_rules, embedding_models, inbox TO rapport_app;
GRANT USAGE ON SEQUENCE fact_ids TO rapport_app;
-- By name, not ALL: the functions of the vector extension stand in the same schema and stay everybody's.
REVOKE EXECUTE ON FUNCTION usable_facts, visible_facts, visible_sources, visible_lines, recent_lines, recall_words,
    recall_nearest, enter_place,
    leave_place, note_utterance, log_turn, last_turn, may_use, reader_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_facts, visible_sources, visible_lines, recent_lines, recall_words,
    recall_nearest, enter_place,
    leave_place, note_utterance, log_turn, last_turn, may_use, reader_of TO rapport_app;
