-- Why: what is due is claimed by one of many processes, sent, and settled with the time at which it is due again.

-- Something to send with all that is needed for it. Not granted to anybody, like told_reminders. Where more people read
-- a place than did when it was asked for there, it is for its person alone.
CREATE VIEW told_sends AS
SELECT s.tenant, s.id, s.attempts, s.round, CASE WHEN s.way = 'place' AND EXISTS (
        SELECT FROM places p WHERE p.key = (r).place_key AND p.audience > (r).origin_audience) THEN 'direct'
    ELSE s.way END AS way, s.person_id, s.platform, s.handle, s.ready_at, s.occurrence_id,
    s.text, s.source, s.first_tried_at, s.answered, c.due_at, r AS reminder,
    coalesce(who.chosen_zone, who.zone) AS zone, coalesce(who.chosen_locale, who.locale) AS locale,
    who.quiet_from, who.quiet_until
FROM outbox s JOIN people who ON who.id = s.person_id
LEFT JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
LEFT JOIN told_reminders r ON r.tenant = s.tenant AND r.id = s.reminder_id;

-- The earliest time at which there is something to send, for each platform by its index alone.
CREATE FUNCTION next_send(on_platforms text[]) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
BEGIN
    RETURN (
        SELECT min(n.ready_at) FROM unnest(on_platforms) p CROSS JOIN LATERAL (
            SELECT s.ready_at FROM outbox s WHERE s.platform = p AND s.state = 'waiting' AND s.ready_at IS NOT NULL
            ORDER BY s.ready_at LIMIT 1) n);
END $$;

-- Gives the caller at most `most` of what is ready, the longest waiting first; until `lease` is over nobody else gets
-- it. `was_ready`, `was_tried` and `was_in` are as they were before.
CREATE FUNCTION claim_sends(on_platforms text[], most integer, lease interval)
RETURNS TABLE (send told_sends, was_ready timestamptz, was_tried timestamptz, was_in text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
    one text;
    of_tenants text[] := '{}';
    ids bigint[] := '{}';
    ready timestamptz[] := '{}';
    tried timestamptz[] := '{}';
    more record;
BEGIN
    FOR one IN
        SELECT p FROM unnest(on_platforms) p CROSS JOIN LATERAL (
            SELECT s.ready_at FROM outbox s WHERE s.platform = p AND s.state = 'waiting' AND s.ready_at IS NOT NULL
            ORDER BY s.ready_at LIMIT 1) n
        WHERE n.ready_at <= now() ORDER BY n.ready_at
    LOOP
        WITH due AS (
            SELECT s.tenant, s.id, s.ready_at, s.first_tried_at FROM outbox s
            WHERE s.platform = one AND s.state = 'waiting' AND s.ready_at <= now()
            ORDER BY s.ready_at LIMIT greatest(most - cardinality(ids), 0) FOR UPDATE SKIP LOCKED
        ), taken AS (
            UPDATE outbox s SET ready_at = now() + lease, attempts = s.attempts + 1, claimed = true,
                first_tried_at = coalesce(s.first_tried_at, now())
            FROM due WHERE s.tenant = due.tenant AND s.id = due.id
            RETURNING due.*
        )
        SELECT coalesce(array_agg(t.tenant), '{}') AS tenants, coalesce(array_agg(t.id), '{}') AS ids,
            coalesce(array_agg(t.ready_at), '{}') AS ready, coalesce(array_agg(t.first_tried_at), '{}') AS tried
        INTO more FROM taken t;
        of_tenants := of_tenants || more.tenants;
        ids := ids || more.ids;
        ready := ready || more.ready;
        tried := tried || more.tried;
    END LOOP;
    RETURN QUERY SELECT t, w.ready, w.tried, NULL::text[] FROM unnest(of_tenants, ids, ready, tried) w(tenant, id, ready, tried)
        JOIN told_sends t ON t.tenant = w.tenant AND t.id = w.id ORDER BY w.ready, w.id;
END $$;

-- Gives the caller at most `most` of what waits for the person to talk, to be told in that place, what was tried least
-- first, and notes where nothing does any more.
CREATE FUNCTION claim_waiting(of_person bigint, lease interval, in_place text, most integer)
RETURNS TABLE (send told_sends, was_ready timestamptz, was_tried timestamptz, was_in text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    taken record;
BEGIN
    -- Held, so that what begins to wait meanwhile is seen here or says so afterwards.
    PERFORM FROM people who WHERE who.id = of_person FOR NO KEY UPDATE;
    UPDATE people SET has_waiting = false WHERE id = of_person AND has_waiting AND NOT EXISTS (
        SELECT FROM outbox s WHERE s.person_id = of_person AND s.state = 'waiting' AND s.way = 'talk');
    FOR taken IN
        UPDATE outbox s SET leased_until = now() + lease, attempts = s.attempts + 1, claimed = true,
            first_tried_at = coalesce(s.first_tried_at, now()),
            tried_in = array_append(array_remove(s.tried_in, in_place), in_place)
        FROM (SELECT o.tenant, o.id, o.first_tried_at, o.tried_in FROM outbox o
              WHERE o.person_id = of_person AND o.state = 'waiting' AND o.way = 'talk'
                AND (o.leased_until IS NULL OR o.leased_until <= now())
              ORDER BY o.attempts, o.id LIMIT most FOR UPDATE SKIP LOCKED) due
        WHERE s.tenant = due.tenant AND s.id = due.id RETURNING due.*
    LOOP
        RETURN QUERY SELECT t, now(), taken.first_tried_at, taken.tried_in FROM told_sends t
            WHERE t.tenant = taken.tenant AND t.id = taken.id;
    END LOOP;
END $$;

-- What was sent, or is to be, to that person, claimed by nobody.
CREATE FUNCTION send_of(of_person bigint, send_id bigint)
RETURNS TABLE (send told_sends, was_ready timestamptz, was_tried timestamptz, was_in text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t, t.ready_at, t.first_tried_at, NULL::text[] FROM told_sends t
    WHERE t.id = send_id AND t.person_id = of_person AND t.tenant = ANY (ARRAY['person:' || of_person] || ARRAY(
        SELECT f.tenant FROM reminder_followers f WHERE f.person_id = of_person));
END;

-- Goes on after a settling. Where the caller's time is from before a change of the schedule and nothing else is to
-- come, an errand is put down: a send that nobody gets, whose settling plans by the schedule as it is.
CREATE FUNCTION go_on(r reminders, of_occurrence bigint, known_revision integer, following timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF r.standing <> 'active' THEN
        RETURN;
    ELSIF r.revision = known_revision AND following IS NULL THEN
        PERFORM end_reminder(r.tenant, r.id);
        RETURN;
    ELSIF r.revision = known_revision THEN
        PERFORM plan_occurrence(r, following, false);
    END IF;
    IF NOT EXISTS (SELECT FROM outbox s
                   WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting') THEN
        PERFORM send_again(r, of_occurrence, r.person_id, now(), true);
    END IF;
END $$;

-- One more round of an occurrence for one of those who get it; an `errand` is answered already.
CREATE FUNCTION send_again(r reminders, of_occurrence bigint, to_person bigint, at timestamptz, errand boolean)
RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, follower, round, way,
                        ready_at, plans, answered)
    SELECT r.tenant, s.person_id, s.platform, s.handle, of_occurrence, r.id, s.follower, s.round + 1,
        CASE WHEN s.follower OR r.place_key IS NULL THEN 'direct' ELSE 'place' END, at, errand, errand
    FROM outbox s WHERE s.tenant = r.tenant AND s.occurrence_id = of_occurrence AND s.person_id = to_person
    ORDER BY s.round DESC LIMIT 1;
    PERFORM wake_senders(r.platform, at);
END $$;

-- Ends a send for whoever holds its last claim: 'sent', 'dropped' or 'dead'. That it was sent is kept also where it was
-- taken back meanwhile; nothing follows then.
CREATE FUNCTION settle_send(
    of_tenant text, send_id bigint, attempt integer, becomes text, in_place text, message text, why text,
    known_revision integer, following timestamptz, again_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    s outbox;
    r reminders;
    stands text;
BEGIN
    SELECT x.* INTO r FROM reminders x JOIN outbox o ON o.tenant = x.tenant AND o.reminder_id = x.id
    WHERE o.tenant = of_tenant AND o.id = send_id FOR NO KEY UPDATE OF x;
    SELECT * INTO s FROM outbox o WHERE o.tenant = of_tenant AND o.id = send_id AND o.attempts = attempt
      AND o.claimed AND (o.state = 'waiting' OR (o.state IN ('cancelled', 'dropped') AND becomes = 'sent')) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE outbox SET state = CASE WHEN answered THEN 'sent' ELSE becomes END, settled_at = now(), claimed = false,
        place_key = in_place, message_id = message, fault = why, sent_at = CASE WHEN becomes = 'sent' THEN now() END
    WHERE tenant = s.tenant AND id = s.id;
    IF s.reminder_id IS NULL THEN
        RETURN true;
    END IF;
    IF NOT s.follower AND NOT s.answered THEN
        UPDATE occurrences c SET
            delivered_at = CASE WHEN becomes = 'sent' THEN coalesce(c.delivered_at, now()) ELSE c.delivered_at END,
            state = CASE WHEN becomes = 'sent' AND c.state IN ('due', 'skipped', 'dropped') THEN 'delivered'
                         WHEN c.state <> 'due' THEN c.state
                         WHEN becomes = 'dropped' THEN 'dropped' ELSE 'failed' END
        WHERE c.tenant = s.tenant AND c.id = s.occurrence_id AND NOT EXISTS (
            SELECT FROM outbox o WHERE o.tenant = s.tenant AND o.occurrence_id = s.occurrence_id
              AND o.person_id = s.person_id AND o.round > s.round AND o.state = 'waiting')
        RETURNING c.state INTO stands;
    END IF;
    IF s.state = 'waiting' AND again_at IS NOT NULL AND stands = 'delivered' AND r.standing = 'active' THEN
        PERFORM send_again(r, s.occurrence_id, s.person_id, again_at, false);
    END IF;
    PERFORM go_on(r, s.occurrence_id, known_revision, following);
    RETURN true;
END $$;

-- Puts a send off, or on another way, for whoever holds its last claim. What waits for talk takes the place of what did
-- so before for the same reminder.
CREATE FUNCTION delay_send(
    of_tenant text, send_id bigint, attempt integer, on_way text, at timestamptz, why text, was_tried timestamptz,
    known_revision integer, following timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    s outbox;
    r reminders;
BEGIN
    IF on_way = 'talk' THEN  -- before the reminder, as whoever erases the person does
        PERFORM FROM people who WHERE who.id = (
            SELECT o.person_id FROM outbox o WHERE o.tenant = of_tenant AND o.id = send_id) FOR NO KEY UPDATE;
    END IF;
    SELECT x.* INTO r FROM reminders x JOIN outbox o ON o.tenant = x.tenant AND o.reminder_id = x.id
    WHERE o.tenant = of_tenant AND o.id = send_id FOR NO KEY UPDATE OF x;
    -- What was only put off is not ready at once, whatever the clock of the caller says.
    UPDATE outbox o SET way = on_way, ready_at = CASE
            WHEN on_way = 'talk' THEN NULL WHEN at IS NULL THEN now()
            WHEN why IS NULL THEN greatest(at, now() + interval '1 second') ELSE at END,
        leased_until = NULL, claimed = false, fault = coalesce(why, o.fault),
        first_tried_at = CASE WHEN on_way <> o.way THEN NULL WHEN why IS NULL THEN was_tried ELSE o.first_tried_at END
    WHERE o.tenant = of_tenant AND o.id = send_id AND o.attempts = attempt AND o.claimed AND o.state = 'waiting'
    RETURNING * INTO s;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF on_way = 'talk' THEN
        UPDATE people SET has_waiting = true WHERE id = s.person_id;
        WITH older AS (
            UPDATE outbox o SET state = 'dropped', settled_at = now()
            WHERE o.tenant = s.tenant AND o.reminder_id = s.reminder_id AND o.state = 'waiting' AND o.way = 'talk'
              AND o.person_id = s.person_id AND o.id <> s.id RETURNING o.occurrence_id, o.follower
        )
        UPDATE occurrences c SET state = 'dropped' FROM older
        WHERE c.tenant = s.tenant AND c.id = older.occurrence_id AND c.state = 'due' AND NOT older.follower
          AND c.id <> s.occurrence_id;
    ELSE
        PERFORM wake_senders(s.platform, s.ready_at);
    END IF;
    IF s.reminder_id IS NOT NULL THEN
        PERFORM go_on(r, s.occurrence_id, known_revision, following);
    END IF;
    RETURN true;
END $$;

-- What is told to somebody beside their reminders; false: that was kept before, or there is nobody like that.
CREATE FUNCTION keep_notice(of_person bigint, on_platform text, with_handle text, said text, by_source text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM FROM people who WHERE who.id = of_person FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO outbox (tenant, person_id, platform, handle, text, source, way, ready_at)
    VALUES ('person:' || of_person, of_person, on_platform, with_handle, said, by_source, 'direct', now())
    ON CONFLICT (tenant, source) WHERE source IS NOT NULL DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM wake_senders(on_platform, now());
    RETURN true;
END $$;

CREATE FUNCTION dead_letters_of(of_person bigint)
RETURNS TABLE (id bigint, text text, due_at timestamptz, fault text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.id, coalesce(s.text, CASE WHEN s.follower THEN r.offered ELSE r.text END, ''),
        coalesce(c.due_at, s.first_tried_at, s.settled_at), coalesce(s.fault, '')
    FROM outbox s LEFT JOIN reminders r ON r.tenant = s.tenant AND r.id = s.reminder_id
    LEFT JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
    WHERE s.person_id = of_person AND s.state = 'dead' ORDER BY 3 DESC, 1 DESC LIMIT 100;
END;

CREATE FUNCTION count_dead() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT count(*) FROM outbox s WHERE s.state = 'dead';
END;

-- What was ready so long ago that nobody seems to attend those platforms, by platform.
CREATE FUNCTION overdue_sends(longer interval) RETURNS TABLE (platform text, amount bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.platform, count(*) FROM outbox s
    WHERE s.state = 'waiting' AND s.ready_at IS NOT NULL AND s.ready_at < now() - longer GROUP BY 1 ORDER BY 1;
END;

-- Reminders whose times were computed with older zone data. Never back: where processes have different data for a while,
-- they would else recompute by turns, and tell people each time. A tenth release of a year comes after its second.
CREATE FUNCTION stale_reminders(current_data text, most integer) RETURNS SETOF told_reminders
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM told_reminders t WHERE t.standing IN ('active', 'paused')
      AND (t.zone_data < current_data OR t.zone_data > current_data)
      AND (left(t.zone_data, 4), length(t.zone_data), t.zone_data)
        < (left(current_data, 4), length(current_data), current_data) LIMIT most;
END;

-- Its times were computed anew from the revision that the caller read. What was due already stays. `said`: what its
-- person is told of that.
CREATE FUNCTION move_reminder(
    of_person bigint, reminder bigint, known_revision integer, by_schedule text, in_zone text, with_data text,
    due timestamptz, said text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
    was timestamptz;
BEGIN
    IF said IS NOT NULL THEN
        PERFORM FROM people who WHERE who.id = of_person FOR KEY SHARE;
    END IF;
    SELECT * INTO r FROM reminders x WHERE x.tenant = 'person:' || of_person AND x.id = reminder
      AND x.revision = known_revision AND x.standing IN ('active', 'paused') FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT t.next_due INTO was FROM told_reminders t WHERE t.tenant = r.tenant AND t.id = r.id;
    UPDATE reminders x SET schedule = by_schedule, zone = in_zone, zone_data = with_data,
        revision = x.revision + (due IS DISTINCT FROM was OR by_schedule <> x.schedule)::integer
    WHERE x.tenant = r.tenant AND x.id = r.id RETURNING * INTO r;
    IF r.standing = 'active' AND due IS DISTINCT FROM was THEN
        PERFORM hold_back(r, due, true);
        IF due IS NOT NULL THEN
            PERFORM plan_occurrence(r, due, true);
        ELSE
            PERFORM end_reminder(r.tenant, r.id);
        END IF;
    END IF;
    IF said IS NOT NULL THEN
        PERFORM keep_notice(
            of_person, r.platform, r.handle, said, 'moved:' || r.id || ':' || r.revision || ':' || with_data);
    END IF;
    RETURN true;
END $$;

REVOKE EXECUTE ON FUNCTION next_send, claim_sends, claim_waiting, send_of, go_on, send_again, settle_send, delay_send,
    keep_notice, dead_letters_of, count_dead, overdue_sends, stale_reminders, move_reminder FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_send, claim_sends, claim_waiting, send_of, settle_send, delay_send, keep_notice,
    dead_letters_of, count_dead, overdue_sends, stale_reminders, move_reminder TO rapport_app;
