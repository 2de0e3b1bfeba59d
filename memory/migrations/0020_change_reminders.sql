-- Why: people change, hold up, put off and share what they want to be told, while somebody may be sending it.

-- Says it or plans it differently. A new schedule takes back all that was still to be sent, a snooze too.
CREATE FUNCTION change_reminder(
    of_person bigint, reminder bigint, about text, by_schedule text, in_zone text, with_data text, due timestamptz,
    until_useless interval, repeats interval, floats boolean) RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
BEGIN
    SELECT * INTO r FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder AND x.standing <> 'cancelled' FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE reminders x SET text = coalesce(about, x.text), schedule = coalesce(by_schedule, x.schedule),
        zone = coalesce(in_zone, x.zone), zone_data = coalesce(with_data, x.zone_data),
        revision = x.revision + (by_schedule IS NOT NULL)::integer,
        standing = CASE WHEN x.standing = 'ended' AND by_schedule IS NOT NULL THEN 'active' ELSE x.standing END,
        useless_after = CASE WHEN floats IS NULL THEN x.useless_after ELSE until_useless END,
        again = CASE WHEN floats IS NULL THEN x.again ELSE repeats END, floating = coalesce(floats, x.floating)
    WHERE x.tenant = r.tenant AND x.id = r.id RETURNING * INTO r;
    IF by_schedule IS NOT NULL AND r.standing = 'active' THEN
        PERFORM hold_back(r, due, false);
        PERFORM plan_occurrence(r, due, true);
    END IF;
    RETURN QUERY SELECT t.* FROM told_reminders t WHERE t.tenant = r.tenant AND t.id = r.id;
END $$;

-- Holds it up, lets it go on from `due` (also one that was proposed; null: its times are over), or takes it back. Where
-- it does not stand so that this means anything, it stays as it is.
CREATE FUNCTION stand_reminder(of_person bigint, reminder bigint, becomes text, due timestamptz)
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
BEGIN
    SELECT * INTO r FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF (becomes = 'paused' AND r.standing = 'active') OR (becomes = 'active' AND r.standing IN ('paused', 'proposed'))
        OR (becomes = 'cancelled' AND r.standing <> 'cancelled') THEN
        UPDATE reminders x SET revision = x.revision + 1, changed_at = now(), standing = becomes
        WHERE x.tenant = r.tenant AND x.id = r.id RETURNING * INTO r;
        IF becomes <> 'active' THEN
            PERFORM hold_back(r, NULL, false);
        ELSIF due IS NOT NULL THEN
            PERFORM plan_occurrence(r, due, true);
        ELSE
            PERFORM end_reminder(r.tenant, r.id);  -- unless something was put off meanwhile
        END IF;
    END IF;
    RETURN QUERY SELECT t.* FROM told_reminders t WHERE t.tenant = r.tenant AND t.id = r.id;
END $$;

CREATE FUNCTION cancel_reminders(of_person bigint) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT count(*)::integer FROM (
        SELECT x.id FROM reminders x
        WHERE x.tenant = 'person:' || of_person AND x.standing IN ('active', 'paused', 'proposed')
        ORDER BY x.id FOR NO KEY UPDATE) open CROSS JOIN LATERAL stand_reminder(of_person, open.id, 'cancelled', NULL);
END;

-- Leaves out the next time, unless that is not before `following`: then it was left out or sent meanwhile.
CREATE FUNCTION skip_occurrence(of_person bigint, reminder bigint, following timestamptz) RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
    c occurrences;
BEGIN
    SELECT * INTO r FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT x.* INTO c FROM outbox s JOIN occurrences x ON x.tenant = s.tenant AND x.id = s.occurrence_id
    WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND x.state = 'due'
      AND x.delivered_at IS NULL AND r.standing = 'active'
    ORDER BY x.due_at <= now(), x.due_at LIMIT 1;
    IF FOUND AND (following IS NULL OR c.due_at < following) THEN
        UPDATE outbox s SET state = 'cancelled', settled_at = now()
        WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.occurrence_id = c.id AND s.state = 'waiting';
        UPDATE occurrences x SET state = 'skipped' WHERE x.tenant = r.tenant AND x.id = c.id;
        IF following IS NOT NULL THEN
            PERFORM plan_occurrence(r, following, true);
        ELSE
            PERFORM end_reminder(r.tenant, r.id);
        END IF;
    END IF;
    RETURN QUERY SELECT t.* FROM told_reminders t WHERE t.tenant = r.tenant AND t.id = r.id;
END $$;

-- The person whose reminder it is, or who follows it, is done with what came at that time, or wants it again then.
-- What somebody may be sending still stays until that is settled: only who settles it knows when it is due again.
CREATE FUNCTION answer_occurrence(of_person bigint, answered_occurrence bigint, until timestamptz)
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
    own boolean;
BEGIN
    SELECT x.* INTO r FROM (
        SELECT c.tenant, c.reminder_id FROM occurrences c
        WHERE c.tenant = 'person:' || of_person AND c.id = answered_occurrence
        UNION ALL
        SELECT s.tenant, s.reminder_id FROM outbox s
        WHERE s.person_id = of_person AND s.follower AND s.occurrence_id = answered_occurrence
        LIMIT 1) found JOIN reminders x ON x.tenant = found.tenant AND x.id = found.reminder_id
    FOR NO KEY UPDATE OF x;
    IF NOT FOUND OR (until IS NOT NULL AND r.standing = 'cancelled') THEN
        RETURN;
    END IF;
    own := r.person_id = of_person;
    UPDATE outbox s SET answered = true WHERE s.tenant = r.tenant AND s.occurrence_id = answered_occurrence
      AND s.person_id = of_person AND s.state = 'waiting' AND s.plans AND s.way <> 'talk';
    UPDATE outbox s SET state = 'cancelled', settled_at = now()
    WHERE s.tenant = r.tenant AND s.occurrence_id = answered_occurrence
      AND s.person_id = of_person AND s.state = 'waiting' AND NOT s.answered;
    IF own THEN
        UPDATE occurrences c SET state = CASE WHEN until IS NULL THEN 'done' ELSE 'due' END,
            delivered_at = coalesce(c.delivered_at, now())
        WHERE c.tenant = r.tenant AND c.id = answered_occurrence;
    END IF;
    IF until IS NOT NULL THEN
        PERFORM send_again(r, answered_occurrence, of_person, until, false);
        UPDATE reminders x SET standing = 'active', changed_at = now()
        WHERE x.tenant = r.tenant AND x.id = r.id AND x.standing = 'ended';
    ELSE
        PERFORM end_reminder(r.tenant, r.id);
    END IF;
    RETURN QUERY SELECT t.* FROM told_reminders t WHERE t.tenant = r.tenant AND t.id = r.id;
END $$;

-- Its words are said openly where it was asked for in public; what they become later is its person's again.
CREATE FUNCTION offer_reminder(of_person bigint, reminder bigint) RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE reminders x SET offered = x.text WHERE x.tenant = 'person:' || of_person AND x.id = reminder
      AND x.origin_audience = 'public' AND x.standing IN ('active', 'paused');
    IF FOUND THEN
        RETURN QUERY SELECT t.* FROM told_reminders t WHERE t.tenant = 'person:' || of_person AND t.id = reminder;
    END IF;
END $$;

-- Somebody who stands in the public place where it was offered gets it too, from its next time on.
CREATE FUNCTION follow_reminder(asker bigint, reading_place text, on_platform text, with_handle text, reminder bigint)
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
BEGIN
    SELECT x.* INTO r FROM reader_of(asker, reading_place) reader JOIN places p ON p.id = reader.place_id
    JOIN reminders x ON x.origin_key = p.key AND x.id = reminder AND x.origin_audience = 'public'
    JOIN place_members m ON m.place_id = p.id AND m.person_id = asker
    JOIN accounts a ON a.id = m.account_id AND a.platform = on_platform AND a.handle = with_handle
    WHERE p.audience = 'public' AND x.standing IN ('active', 'paused') AND x.offered IS NOT NULL FOR NO KEY UPDATE OF x;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF r.person_id <> asker THEN
        INSERT INTO reminder_followers (tenant, reminder_id, person_id, platform, handle)
        VALUES (r.tenant, r.id, asker, on_platform, with_handle) ON CONFLICT DO NOTHING;
        INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, follower, round, way,
                            ready_at)
        SELECT r.tenant, asker, on_platform, with_handle, s.occurrence_id, r.id, true, s.round, 'direct', c.due_at
        FROM outbox s JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
        WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND s.plans AND NOT s.answered
          AND c.due_at > now()
        ON CONFLICT (tenant, occurrence_id, person_id, round) DO UPDATE SET state = 'waiting', settled_at = NULL,
            ready_at = excluded.ready_at, way = 'direct' WHERE outbox.state = 'cancelled';
    END IF;
    RETURN QUERY SELECT t.* FROM told_reminders t WHERE t.tenant = r.tenant AND t.id = r.id;
END $$;

CREATE FUNCTION unfollow_reminder(of_person bigint, reminder bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
BEGIN
    SELECT x.* INTO r FROM reminder_followers f JOIN reminders x ON x.tenant = f.tenant AND x.id = f.reminder_id
    WHERE f.person_id = of_person AND f.reminder_id = reminder FOR NO KEY UPDATE OF x;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM reminder_followers f WHERE f.tenant = r.tenant AND f.reminder_id = r.id AND f.person_id = of_person;
    UPDATE outbox s SET state = 'cancelled', settled_at = now()
    WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND s.person_id = of_person;
    PERFORM end_reminder(r.tenant, r.id);
    RETURN true;
END $$;

-- Names a second person, who is told nothing before they agree; null: nobody.
CREATE FUNCTION ask_companion(
    of_person bigint, reminder bigint, companion bigint, on_platform text, with_handle text)
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    known bigint;
BEGIN
    SELECT a.person_id INTO known FROM accounts a JOIN people who ON who.id = a.person_id
    WHERE a.platform = on_platform AND a.handle = with_handle AND a.person_id = companion FOR KEY SHARE OF who;
    IF companion IS NOT NULL AND (known IS NULL OR known = of_person) THEN
        RETURN;
    END IF;
    UPDATE reminders x SET companion_id = companion, companion_platform = on_platform, companion_handle = with_handle,
        companion_state = CASE WHEN companion IS NOT NULL THEN 'asked' END
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder AND x.standing <> 'cancelled'
      AND (x.companion_id IS DISTINCT FROM companion OR x.companion_handle IS DISTINCT FROM with_handle);
    RETURN QUERY SELECT t.* FROM told_reminders t
        WHERE t.tenant = 'person:' || of_person AND t.id = reminder AND t.companion_id IS NOT DISTINCT FROM companion;
END $$;

CREATE FUNCTION answer_companion(companion bigint, reminder bigint, agreed boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE reminders x SET companion_state = CASE WHEN agreed THEN 'agreed' ELSE 'declined' END
    WHERE x.companion_id = companion AND x.id = reminder AND x.standing <> 'cancelled';
    RETURN FOUND;
END $$;

REVOKE EXECUTE ON FUNCTION change_reminder, stand_reminder, cancel_reminders, skip_occurrence, answer_occurrence,
    offer_reminder, follow_reminder, unfollow_reminder, ask_companion, answer_companion FROM PUBLIC;
GRANT EXECUTE ON FUNCTION change_reminder, stand_reminder, cancel_reminders, skip_occurrence, answer_occurrence,
    offer_reminder, follow_reminder, unfollow_reminder, ask_companion, answer_companion TO rapport_app;
