-- Why: what is edited, deleted or left on a platform has to change here too, and a thread is read by who reads its channel.

-- Rooms. A thread is a place of its own whose readers are those of the channel around it. `room`: that channel's key,
-- which may be met later than its threads. All of a room has one audience, and one space or one person.
ALTER TABLE places ADD COLUMN room text CHECK (room <> key);
CREATE INDEX places_by_room ON places (room) WHERE room IS NOT NULL;

-- When the platform last said, by a message or because it was asked, that they can read there.
ALTER TABLE place_members ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE space_members ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX place_members_by_place ON place_members (place_id);
CREATE INDEX space_members_by_space ON space_members (space);
-- So that an account and a person are erased without a look at everybody's memberships and places.
CREATE INDEX place_members_by_account ON place_members (account_id);
CREATE INDEX space_members_by_account ON space_members (account_id);
CREATE INDEX places_by_person ON places (person_id) WHERE person_id IS NOT NULL;

ALTER TABLE utterances ADD COLUMN edited_at timestamptz;  -- when the platform changed the words to what they are

-- Messages that were deleted before they were noted: they come too late, as a tombstone. Ids only.
CREATE TABLE retractions (
    place_id    bigint NOT NULL,
    external_id text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (place_id, external_id)
);
CREATE INDEX retractions_by_age ON retractions (recorded_at);

-- What is to be erased when it is due, a slice at a time: all that was said in a place, in a space or by a person up to
-- `asked_at`. Whoever is killed in a slice has done nothing of it. Where a space stands here, the bot was put out of
-- it, and nothing of it is used.
CREATE TABLE erasures (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place_id    bigint UNIQUE,
    space       text UNIQUE,
    person_id   bigint UNIQUE,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    due_at      timestamptz NOT NULL DEFAULT now(),
    after_place bigint NOT NULL DEFAULT 0,         -- all lines up to there are erased
    after_seq   integer NOT NULL DEFAULT 0,
    CHECK (num_nonnulls(place_id, space, person_id) = 1)
);
CREATE INDEX erasures_by_due ON erasures (due_at);

-- The place itself, and what has the same readers: the channel and its other threads.
CREATE FUNCTION room_of(p places) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
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

-- As in 0001, but by rooms, and nothing in a space that the bot was put out of.
CREATE OR REPLACE FUNCTION reader_of(asker bigint, reading_place text) RETURNS reader
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
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
            spaces, room, ARRAY(SELECT 'place:' || j FROM unnest(room) j) || spaces)::reader;
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
            FROM unnest(joined) j JOIN places o ON o.id = j
            CROSS JOIN LATERAL unnest(room_of(o)) k JOIN places x ON x.id = k;
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

-- Everybody who reads a channel reads its threads: where one of them changes its audience, all do.
CREATE FUNCTION change_room(around text, heard_by audience) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM FROM places o WHERE o.room = around OR o.key = around ORDER BY o.id FOR NO KEY UPDATE;
    UPDATE places o SET audience = heard_by
    WHERE (o.room = around OR o.key = around) AND o.audience <> heard_by AND 'direct' NOT IN (o.audience, heard_by)
      AND (heard_by <> 'public' OR o.space IS NOT NULL);
END $$;

-- As in 0002, but with the room, and with when they were last seen there. Who is met while the bot is put out of a space
-- comes too late: it makes nobody a member of it.
DROP FUNCTION enter_place(text, text, text, text, text, text, text, audience, text);
CREATE FUNCTION enter_place(
    on_platform text, with_handle text, shown_name text, in_zone text, in_locale text,
    place_key text, in_space text, heard_by audience, place_title text, in_room text DEFAULT NULL)
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
    IF EXISTS (SELECT FROM places o WHERE o.key = coalesce(in_room, place_key) AND o.audience <> heard_by)
        OR EXISTS (SELECT FROM places o WHERE o.room = coalesce(in_room, place_key) AND o.audience <> heard_by) THEN
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

-- The closed and open places around a key: a channel with its threads, also where it was never met itself.
CREATE FUNCTION room_around(place_key text) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT coalesce(array_agg(o.id), '{}')
    FROM (SELECT coalesce((SELECT p.room FROM places p WHERE p.key = place_key), place_key) AS key) around
    JOIN places o ON o.key = around.key OR o.room = around.key
    WHERE o.audience <> 'direct';
END;

-- As in 0002, but out of the whole room: who leaves a channel leaves its threads.
DROP FUNCTION leave_place(bigint, text);
CREATE FUNCTION leave_place(leaver bigint, place_key text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
    around bigint[] := room_around(place_key);
BEGIN
    DELETE FROM place_members m WHERE m.person_id = leaver AND m.place_id = ANY (around);
    DELETE FROM space_members s USING places p
    WHERE p.id = ANY (around) AND s.space = p.space AND s.person_id = leaver AND NOT EXISTS (
        SELECT FROM place_members m JOIN places other ON other.id = m.place_id
        WHERE m.person_id = leaver AND m.account_id = s.account_id AND other.space = p.space);
END $$;

-- As in 0002, but a place that has changed changes its whole room, and what was deleted before is not kept.
CREATE OR REPLACE FUNCTION note_utterance(
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
    IF EXISTS (SELECT FROM retractions r WHERE r.place_id = p.id AND r.external_id = message_id) THEN
        INSERT INTO utterances (tenant, place_id, seq, external_id, speaker_id, audience, text, said_at,
                                learned_at, embedded_at, erased_at)
        VALUES (p.tenant, p.id, seq, message_id, speaker, heard_by, '', at, now(), now(), now());
        UPDATE places SET last_seq = seq WHERE id = p.id;
        fresh := false;
        RETURN NEXT;
        RETURN;
    END IF;
    IF p.audience <> heard_by THEN
        PERFORM change_room(coalesce(p.room, p.key), heard_by);
    END IF;
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

-- Who was put out of a space uses nothing of it, at once. It is erased in 30 days, unless the bot is let in again.
CREATE FUNCTION put_out(of_space text, kept interval) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('space:' || of_space, 0));
    DELETE FROM space_members WHERE space = of_space;
    DELETE FROM place_members m USING places p WHERE p.tenant = 'space:' || of_space AND m.place_id = p.id;
    IF EXISTS (SELECT FROM places WHERE tenant = 'space:' || of_space) THEN
        INSERT INTO erasures (space, due_at) VALUES (of_space, now() + kept) ON CONFLICT (space) DO NOTHING;
    END IF;
END $$;

-- A tenant in which something of the person's is left: lines, facts by or about them, questions, anything in direct.
-- A name only.
CREATE FUNCTION trace_of(person bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT left_in.tenant FROM (
        SELECT u.tenant FROM utterances u WHERE u.speaker_id = person AND u.erased_at IS NULL
        UNION ALL SELECT f.tenant FROM facts f WHERE f.speaker_id = person
        UNION ALL SELECT f.tenant FROM facts f WHERE f.subject_id = person
        UNION ALL SELECT t.tenant FROM turns t WHERE t.person_id = person
        UNION ALL SELECT u.tenant FROM utterances u WHERE u.tenant = 'person:' || person AND u.erased_at IS NULL
    ) left_in LIMIT 1;
END;

-- What was let be used in a place, or a space, that is gone; what it was is still its speaker's.
CREATE FUNCTION end_shares(of_tenant text, of_place bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    gone text[] := ARRAY(
        SELECT 'place:' || p.id FROM places p WHERE p.tenant = of_tenant AND (of_place IS NULL OR p.id = of_place));
BEGIN
    IF of_place IS NULL THEN
        gone := gone || of_tenant;
    END IF;
    DELETE FROM fact_shares WHERE scope = ANY (gone);
    DELETE FROM share_rules WHERE scope = ANY (gone);
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON retractions, erasures TO rapport_app;
REVOKE EXECUTE ON FUNCTION room_of, room_around, change_room, enter_place, leave_place, put_out, trace_of, end_shares
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION room_of, room_around, change_room, enter_place, leave_place, put_out, trace_of, end_shares
    TO rapport_app;
