-- Why: at Slack each thread is a place. With 13,000 of them a question in public took 50 ms to sum up the words of all,
-- and who reads a channel was asked of every place there is, six times a message.

-- First and alone: what was noted between the count and its trigger would never be counted, and the index needs this
-- lock anyway, for which who holds a lesser one would wait while others wait for that.
LOCK TABLE places IN ACCESS EXCLUSIVE MODE;

-- How many lines and words are public in a space, kept as they come and go.
CREATE TABLE word_totals (
    tenant     text NOT NULL,
    part       smallint NOT NULL,  -- of 64, by the place, so that messages seldom wait for each other
    documents  bigint NOT NULL,
    term_count bigint NOT NULL,
    PRIMARY KEY (tenant, part)
) WITH (fillfactor = 50);
INSERT INTO word_totals
SELECT p.tenant, p.id % 64, sum(p.documents), sum(p.term_count)
FROM places p WHERE p.audience = 'public' GROUP BY p.tenant, p.id % 64 HAVING sum(p.documents) > 0;

CREATE FUNCTION count_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO word_totals AS w
    SELECT x.tenant, x.part, sum(x.documents), sum(x.term_count)
    FROM (
        SELECT o.tenant, (o.id % 64)::smallint AS part, -o.documents::bigint AS documents, -o.term_count AS term_count
        FROM before o WHERE o.audience = 'public'
        UNION ALL
        SELECT n.tenant, (n.id % 64)::smallint, n.documents, n.term_count FROM after n WHERE n.audience = 'public'
    ) x GROUP BY x.tenant, x.part
    HAVING sum(x.documents) <> 0 OR sum(x.term_count) <> 0
    ORDER BY x.tenant, x.part  -- in one order, so that nobody waits in a circle
    ON CONFLICT (tenant, part) DO UPDATE
    SET documents = w.documents + excluded.documents, term_count = w.term_count + excluded.term_count;
    -- Nothing of an erased space stays. Who notes something does not ask.
    DELETE FROM word_totals w USING (
        SELECT DISTINCT o.tenant, (o.id % 64)::smallint AS part FROM before o JOIN after n ON n.id = o.id
        WHERE o.audience = 'public' AND (n.audience <> 'public' OR n.documents < o.documents)
    ) x WHERE w.tenant = x.tenant AND w.part = x.part AND w.documents = 0 AND w.term_count = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER words_counted AFTER UPDATE ON places
REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_words();

CREATE FUNCTION uncount_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE word_totals w SET documents = w.documents - x.documents, term_count = w.term_count - x.term_count
    FROM (
        SELECT o.tenant, (o.id % 64)::smallint AS part, sum(o.documents) AS documents, sum(o.term_count) AS term_count
        FROM before o WHERE o.audience = 'public' GROUP BY o.tenant, (o.id % 64)::smallint
    ) x WHERE w.tenant = x.tenant AND w.part = x.part;
    DELETE FROM word_totals w WHERE w.tenant IN (SELECT o.tenant FROM before o) AND w.documents = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER words_uncounted AFTER DELETE ON places
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION uncount_words();

-- As in 0029, but what is public is not summed up place by place.
CREATE OR REPLACE FUNCTION recall_words(asker bigint, reading_place text, words text[], most integer)
RETURNS TABLE (
    documents bigint, term_count bigint,
    post_counts integer[],  -- a word; -1: in too many lines
    post_places bytea, post_seqs bytea, post_tfs bytea, post_lengths bytea)  -- elements as array_send makes them
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off  -- misled by the rule's OR, it reads another index whole; costs double at 200 people
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(x.documents), 0), coalesce(sum(x.term_count), 0) INTO documents, term_count
    FROM (
        SELECT w.documents, w.term_count FROM word_totals w WHERE w.tenant = ANY (r.public_tenants)
        UNION ALL
        SELECT p.documents, p.term_count FROM places p
        WHERE p.id = ANY (r.places) AND p.tenant = ANY (r.tenants) AND may_use(p.audience, p.tenant, p.id, false, r)
          AND NOT (p.audience = 'public' AND p.tenant = ANY (r.public_tenants))
    ) x;
    most := greatest(most, documents / 20);

    SELECT array_agg(CASE WHEN x.amount > most THEN -1 ELSE x.amount END ORDER BY x.number),
           string_agg(x.places, '' ORDER BY x.number) FILTER (WHERE x.amount <= most),
           string_agg(x.seqs, '' ORDER BY x.number) FILTER (WHERE x.amount <= most),
           string_agg(x.tfs, '' ORDER BY x.number) FILTER (WHERE x.amount <= most),
           string_agg(x.lengths, '' ORDER BY x.number) FILTER (WHERE x.amount <= most)
    INTO post_counts, post_places, post_seqs, post_tfs, post_lengths
    FROM (
        SELECT w.number, x.amount, substr(array_send(x.places), 21) AS places,  -- behind the header
               substr(array_send(x.seqs), 21) AS seqs, substr(array_send(x.tfs), 21) AS tfs,
               substr(array_send(x.lengths), 21) AS lengths
        FROM unnest(words) WITH ORDINALITY w(term, number)
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS amount, array_agg(x.place_id) AS places, array_agg(x.document) AS seqs,
                   array_agg(x.tf) AS tfs, array_agg(x.length) AS lengths
            FROM (
                SELECT x.place_id, x.document, x.tf, x.length FROM terms x
                WHERE x.tenant = ANY (r.tenants) AND x.source = 'u' AND x.term = w.term
                  AND may_hear(x.audience, x.tenant, x.place_id, r.audience, r.public_tenants, r.places)
                LIMIT most + 1  -- one more tells that the word is common
            ) x
        ) x
    ) x;
    RETURN NEXT;
END $$;

-- Whether a room has places with other readers is one look at each end of it, and who is in it is told by the index alone.
DROP INDEX places_by_room;
CREATE INDEX places_by_room ON places (room, audience) INCLUDE (id, space, person_id) WHERE room IS NOT NULL;

-- As in 0012, but by the index at all times, each room once, and without the other threads of a public channel.
CREATE OR REPLACE FUNCTION room_of(p places) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    threads bigint[];
BEGIN
    threads := ARRAY(
        SELECT o.id FROM places o WHERE o.room = coalesce(p.room, p.key)
          AND o.space IS NOT DISTINCT FROM p.space AND o.person_id IS NOT DISTINCT FROM p.person_id);
    IF p.room IS NULL THEN
        RETURN p.id || threads;
    END IF;
    RETURN threads || ARRAY(
        SELECT o.id FROM places o WHERE o.key = p.room
          AND o.space IS NOT DISTINCT FROM p.space AND o.person_id IS NOT DISTINCT FROM p.person_id);
END $$;

CREATE OR REPLACE FUNCTION reader_of(asker bigint, reading_place text) RETURNS reader
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_seqscan = off
AS $$
DECLARE
    p places;
    room bigint[];     -- all with the same readers as this place
    own bigint[];      -- the accounts whose spaces and places count in this direct place
    joined bigint[];   -- the closed rooms of those accounts, and those that were closed when they came
    channels text[];
    in_threads boolean;
    tenants text[];
    spaces text[];
BEGIN
    SELECT * INTO p FROM places WHERE key = reading_place;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    -- One look into an index that is empty where there are no threads, here and below.
    room := CASE WHEN p.room IS NULL AND NOT EXISTS (SELECT FROM places t WHERE t.room = p.key) THEN ARRAY[p.id]
                 ELSE room_of(p) END;
    IF p.audience = 'public' OR (p.audience = 'private' AND EXISTS (
        SELECT FROM place_members m WHERE m.person_id = asker AND m.place_id = ANY (room))) THEN
        IF EXISTS (SELECT FROM erasures e WHERE e.space = p.space) THEN
            RETURN NULL;
        END IF;
        spaces := CASE WHEN p.space IS NULL THEN '{}' ELSE ARRAY[p.tenant] END;
        RETURN ROW(asker, p.id, p.audience,
            CASE WHEN p.space IS NULL THEN ARRAY(SELECT 'place:' || j FROM unnest(room) j) ELSE spaces END,
            -- What was said in public in a space may be used by `spaces` alone.
            spaces, CASE WHEN p.audience = 'public' AND p.space IS NOT NULL THEN ARRAY[p.id] ELSE room END,
            ARRAY(SELECT 'place:' || j FROM unnest(room) j) || spaces)::reader;
    ELSIF p.audience = 'direct' AND p.person_id = asker THEN
        own := ARRAY(
            SELECT a.id FROM accounts a JOIN people who ON who.id = a.person_id
            WHERE a.person_id = asker AND (who.share_across OR EXISTS (
                SELECT FROM place_members m
                WHERE m.person_id = asker AND m.place_id = ANY (room) AND m.account_id = a.id)));
        SELECT array_agg(DISTINCT o.id), array_agg(DISTINCT o.tenant), array_agg(DISTINCT coalesce(o.room, o.key)),
               bool_or(o.room IS NOT NULL)
        INTO joined, tenants, channels, in_threads
        FROM place_members m JOIN places o ON o.id = m.place_id
        WHERE m.person_id = asker AND m.account_id = ANY (own) AND 'public' > least(o.audience, m.audience);
        IF in_threads OR EXISTS (SELECT FROM places t WHERE t.room = ANY (channels)) THEN
            SELECT array_agg(DISTINCT x.id), array_agg(DISTINCT x.tenant) INTO joined, tenants
            FROM (  -- each room once, whichever of its threads were joined
                SELECT DISTINCT ON (coalesce(o.room, o.key)) o::places AS one
                FROM unnest(joined) j JOIN places o ON o.id = j
            ) rooms CROSS JOIN LATERAL unnest(room_of(rooms.one)) k JOIN places x ON x.id = k;
        END IF;
        spaces := ARRAY(
            SELECT DISTINCT 'space:' || m.space FROM space_members m
            WHERE m.person_id = asker AND m.account_id = ANY (own));
        RETURN ROW(asker, p.id, p.audience,
            ARRAY(SELECT DISTINCT t FROM unnest(tenants || spaces || p.tenant) t), spaces,
            ARRAY(SELECT DISTINCT j FROM unnest(joined || room) j),
            ARRAY(SELECT 'place:' || j FROM unnest(joined) j) || spaces)::reader;
    END IF;
    RETURN NULL;
END $$;

-- As in 0012, but by the index.
CREATE OR REPLACE FUNCTION enter_place(
    on_platform text, with_handle text, shown_name text, in_zone text, in_locale text,
    place_key text, in_space text, heard_by audience, place_title text, in_room text DEFAULT NULL)
RETURNS TABLE (person_id bigint, place_id bigint)
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off
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
    IF EXISTS (SELECT FROM places o WHERE o.key = coalesce(in_room, place_key) AND o.audience <> heard_by)
        -- "<>" would read the whole room.
        OR EXISTS (SELECT FROM places o WHERE o.room = coalesce(in_room, place_key) AND o.audience < heard_by)
        OR EXISTS (SELECT FROM places o WHERE o.room = coalesce(in_room, place_key) AND o.audience > heard_by) THEN
        PERFORM change_room(coalesce(in_room, place_key), heard_by);
    END IF;
    INSERT INTO places (key, space, audience, title, person_id, tenant, room)
    VALUES (place_key, in_space, heard_by, place_title, CASE heard_by WHEN 'direct' THEN a.person_id END, 'pending',
            in_room)
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
        OR p.person_id <> a.person_id OR (in_room IS NOT NULL AND p.room IS DISTINCT FROM in_room)
        OR (p.tenant = 'pending' AND EXISTS (
            SELECT FROM places o WHERE (o.key = in_room OR o.room = coalesce(in_room, place_key))
              AND (o.space IS DISTINCT FROM p.space OR o.person_id IS DISTINCT FROM p.person_id))) THEN
        RAISE EXCEPTION 'a place cannot change its space, its room, its person or being direct' USING ERRCODE = 'RP001';
    END IF;
    IF in_space IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('space:' || in_space, 0));  -- against put_out
        IF EXISTS (SELECT FROM erasures e WHERE e.space = in_space) THEN
            person_id := a.person_id;
            place_id := p.id;
            RETURN NEXT;
            RETURN;
        END IF;
        INSERT INTO space_members AS m (space, person_id, account_id) VALUES (in_space, a.person_id, a.id)
        ON CONFLICT (person_id, space, account_id) DO UPDATE SET confirmed_at = now()
        WHERE m.confirmed_at < now() - interval '1 minute';
    END IF;
    INSERT INTO place_members AS m (place_id, person_id, account_id, audience)
    VALUES (p.id, a.person_id, a.id, heard_by)
    ON CONFLICT (person_id, place_id, account_id) DO UPDATE SET confirmed_at = now()
    WHERE m.confirmed_at < now() - interval '1 minute';
    person_id := a.person_id;
    place_id := p.id;
    RETURN NEXT;
END $$;

REVOKE EXECUTE ON FUNCTION count_words, uncount_words FROM PUBLIC;
