-- Why: what is over is dropped, and reminders go with the people, places and facts that they are of.

-- Drops a slice of what was over longer than `older` ago; how much.
CREATE FUNCTION prune_reminders(older interval, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    gone integer;
    dropped integer;
BEGIN
    DELETE FROM outbox s USING (
        SELECT o.tenant, o.id FROM outbox o WHERE o.settled_at < now() - older
        ORDER BY o.settled_at LIMIT most FOR UPDATE SKIP LOCKED) old
    WHERE s.tenant = old.tenant AND s.id = old.id;
    GET DIAGNOSTICS dropped = ROW_COUNT;
    DELETE FROM occurrences c USING (
        SELECT o.tenant, o.id FROM occurrences o WHERE o.state <> 'due' AND o.due_at < now() - older
          AND NOT EXISTS (SELECT FROM outbox s WHERE s.tenant = o.tenant AND s.occurrence_id = o.id)
        ORDER BY o.due_at LIMIT most FOR UPDATE SKIP LOCKED) old
    WHERE c.tenant = old.tenant AND c.id = old.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    dropped := dropped + gone;
    DELETE FROM reminders r USING (
        SELECT x.tenant, x.id FROM reminders x
        WHERE x.standing IN ('proposed', 'ended', 'cancelled') AND x.changed_at < now() - older
          AND NOT EXISTS (SELECT FROM outbox s WHERE s.tenant = x.tenant AND s.reminder_id = x.id
                          AND s.state = 'waiting')
          AND NOT EXISTS (SELECT FROM occurrences c WHERE c.tenant = x.tenant AND c.reminder_id = x.id)
        ORDER BY x.changed_at LIMIT most FOR UPDATE SKIP LOCKED) old
    WHERE r.tenant = old.tenant AND r.id = old.id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN dropped + gone;
END $$;

-- All that a person asked for, follows, or was to be told.
CREATE FUNCTION forget_reminders(of_person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    DELETE FROM reminders WHERE tenant = 'person:' || of_person;
    DELETE FROM outbox WHERE tenant = 'person:' || of_person;
    DELETE FROM reminder_followers WHERE person_id = of_person;
    DELETE FROM outbox WHERE person_id = of_person AND follower;
    UPDATE reminders SET companion_id = NULL, companion_platform = NULL, companion_handle = NULL, companion_state = NULL
    WHERE companion_id = of_person;
END;

-- The same for one account of a person who has others.
CREATE FUNCTION forget_reminders_at(of_person bigint, on_platform text, with_handle text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    DELETE FROM reminders WHERE tenant = 'person:' || of_person AND platform = on_platform AND handle = with_handle;
    DELETE FROM outbox WHERE tenant = 'person:' || of_person AND platform = on_platform AND handle = with_handle;
    DELETE FROM reminder_followers WHERE person_id = of_person AND platform = on_platform AND handle = with_handle;
    DELETE FROM outbox
    WHERE person_id = of_person AND follower AND platform = on_platform AND handle = with_handle;
    UPDATE reminders SET companion_id = NULL, companion_platform = NULL, companion_handle = NULL, companion_state = NULL
    WHERE companion_id = of_person AND companion_platform = on_platform AND companion_handle = with_handle;
END;

-- A place, or a space, is gone. What was asked for there is still its person's, and told in direct; what was only
-- proposed rests on words that are gone.
CREATE FUNCTION move_out_reminders(of_tenant text, of_place bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    gone text[] := ARRAY(
        SELECT p.key FROM places p WHERE p.tenant = of_tenant AND (of_place IS NULL OR p.id = of_place)
          AND p.audience <> 'direct');
BEGIN
    DELETE FROM reminders r
    WHERE r.standing = 'proposed' AND r.origin_key = ANY (gone) AND r.origin_audience <> 'direct';
    UPDATE outbox s SET way = 'direct' FROM reminders r
    WHERE r.place_key = ANY (gone) AND s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting'
      AND s.way = 'place';
    UPDATE reminders r SET place_key = NULL WHERE r.place_key = ANY (gone);
    UPDATE reminders r SET origin_key = '', origin_space = NULL, quote = NULL, fact_id = NULL
    WHERE r.origin_key = ANY (gone) AND r.origin_audience <> 'direct';
END $$;

-- What rests on a fact that is forgotten: a proposal goes with it, a reminder that was taken no longer quotes it.
CREATE FUNCTION drop_proposals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM reminders WHERE fact_id = OLD.id AND standing = 'proposed';
    UPDATE reminders SET fact_id = NULL, quote = NULL WHERE fact_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER facts_proposals AFTER DELETE ON facts FOR EACH ROW EXECUTE FUNCTION drop_proposals();

-- Who leaves a space gets no more of what was asked for in public there, and says nothing there any more.
CREATE FUNCTION unfollow_left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM unfollow_reminder(f.person_id, f.reminder_id) FROM reminder_followers f
    JOIN reminders r ON r.tenant = f.tenant AND r.id = f.reminder_id
    WHERE f.person_id = OLD.person_id AND r.origin_space = OLD.space AND NOT EXISTS (
        SELECT FROM space_members m WHERE m.person_id = OLD.person_id AND m.space = OLD.space);
    IF EXISTS (SELECT FROM space_members m WHERE m.person_id = OLD.person_id AND m.space = OLD.space) THEN
        RETURN NULL;
    END IF;
    PERFORM FROM reminders r WHERE r.tenant = 'person:' || OLD.person_id AND r.origin_space = OLD.space
      AND r.place_key IS NOT NULL ORDER BY r.id FOR NO KEY UPDATE;
    UPDATE outbox s SET way = 'direct' FROM reminders r
    WHERE r.tenant = 'person:' || OLD.person_id AND r.origin_space = OLD.space AND r.place_key IS NOT NULL
      AND s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND s.way = 'place';
    UPDATE reminders r SET place_key = NULL
    WHERE r.tenant = 'person:' || OLD.person_id AND r.origin_space = OLD.space AND r.place_key IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER space_members_left AFTER DELETE ON space_members FOR EACH ROW EXECUTE FUNCTION unfollow_left();

-- As in 0013, with when they want quiet and what they want to be told.
CREATE OR REPLACE FUNCTION forget_choices(person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE people SET learning = true, chosen_zone = NULL, chosen_locale = NULL, persona = NULL, quiet_from = NULL,
        quiet_until = NULL, has_waiting = false WHERE id = person;
    DELETE FROM feedback WHERE person_id = person;
    UPDATE setting_changes SET person_id = NULL WHERE person_id = person;
    SELECT forget_reminders(person);
END;

-- As in 0013, with whose reminders the person follows.
CREATE OR REPLACE FUNCTION tenants_of(person bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT DISTINCT u.tenant FROM utterances u WHERE u.speaker_id = person
    UNION SELECT DISTINCT f.tenant FROM facts f WHERE f.speaker_id = person
    UNION SELECT DISTINCT b.tenant FROM feedback b WHERE b.person_id = person
    UNION SELECT DISTINCT c.tenant FROM setting_changes c WHERE c.person_id = person
    UNION SELECT DISTINCT w.tenant FROM reminder_followers w WHERE w.person_id = person
    UNION SELECT 'person:' || person;
END;

REVOKE EXECUTE ON FUNCTION prune_reminders, forget_reminders, forget_reminders_at, move_out_reminders, drop_proposals,
    unfollow_left FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_reminders, forget_reminders_at, move_out_reminders TO rapport_app;
