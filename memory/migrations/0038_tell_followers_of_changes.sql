-- Why: who joined a public reminder is told when its person moves or cancels it, not only when clocks change.

-- What they were to be told of it before, and nobody has begun to send, holds no longer.
CREATE FUNCTION tell_followers(r reminders, what text, others bigint[], told text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE outbox s SET state = 'cancelled', settled_at = now() FROM reminder_followers f
    WHERE f.tenant = r.tenant AND f.reminder_id = r.id AND s.tenant = 'person:' || f.person_id AND s.state = 'waiting'
      AND s.attempts = 0 AND s.source ~>=~ ('followed:' || r.id || ':') AND s.source ~<~ ('followed:' || r.id || ';');
    PERFORM keep_notice(
        f.person_id, f.platform, f.handle, t.words, 'followed:' || r.id || ':' || r.revision || ':' || what)
    FROM reminder_followers f JOIN unnest(others, told) t(person_id, words) ON t.person_id = f.person_id
    WHERE f.tenant = r.tenant AND f.reminder_id = r.id;
END $$;

-- As in 0020, with what those are told who still follow it, where it comes at another time. All happens, or nothing.
CREATE FUNCTION change_reminder(
    of_person bigint, reminder bigint, about text, by_schedule text, in_zone text, with_data text, due timestamptz,
    until_useless interval, repeats interval, floats boolean, others bigint[], told text[])
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    was reminders;
    r reminders;
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    SELECT * INTO was FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder FOR NO KEY UPDATE;
    RETURN QUERY SELECT c.* FROM change_reminder(of_person, reminder, about, by_schedule, in_zone, with_data, due,
        until_useless, repeats, floats) c;
    SELECT * INTO r FROM reminders x WHERE x.tenant = was.tenant AND x.id = was.id;
    IF r.standing = 'active' AND (r.schedule, r.zone) <> (was.schedule, was.zone) THEN
        PERFORM tell_followers(r, 'moved', others, told);
    END IF;
END $$;

-- The same where it is taken back.
CREATE FUNCTION stand_reminder(
    of_person bigint, reminder bigint, becomes text, due timestamptz, others bigint[], told text[])
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    was reminders;
    r reminders;
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    SELECT * INTO was FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder FOR NO KEY UPDATE;
    RETURN QUERY SELECT s.* FROM stand_reminder(of_person, reminder, becomes, due) s;
    SELECT * INTO r FROM reminders x WHERE x.tenant = was.tenant AND x.id = was.id;
    IF r.standing = 'cancelled' AND was.standing <> 'cancelled' THEN
        PERFORM tell_followers(r, 'ended', others, told);
    END IF;
END $$;

REVOKE EXECUTE ON FUNCTION tell_followers,
    change_reminder(bigint, bigint, text, text, text, text, timestamptz, interval, interval, boolean, bigint[], text[]),
    stand_reminder(bigint, bigint, text, timestamptz, bigint[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    change_reminder(bigint, bigint, text, text, text, text, timestamptz, interval, interval, boolean, bigint[], text[]),
    stand_reminder(bigint, bigint, text, timestamptz, bigint[], text[]) TO rapport_app;
