-- Why: a line in a place that its person has left reaches nobody, and counted as delivered; what was to be said in a
-- closed place is for its person alone once they read it no more.

CREATE FUNCTION stands_in(person bigint, place_key text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT FROM places p JOIN place_members m ON m.place_id = p.id AND m.person_id = person
        WHERE p.key = place_key);
END;
REVOKE EXECUTE ON FUNCTION stands_in FROM PUBLIC;

-- As in 0021, with whether its person still reads the place where it was asked for.
CREATE OR REPLACE VIEW told_sends AS
SELECT s.tenant, s.id, s.attempts, s.round, CASE WHEN s.way = 'place' AND EXISTS (
        SELECT FROM places p WHERE p.key = (r).place_key AND (p.audience > (r).origin_audience
            OR (p.audience = 'private' AND NOT stands_in((r).person_id, p.key)))) THEN 'direct'
    WHEN s.way = 'origin' AND NOT stands_in(s.person_id, (r).origin_key) THEN 'direct'
    ELSE s.way END AS way, s.person_id, s.platform, s.handle, s.ready_at, s.occurrence_id,
    s.text, s.source, s.first_tried_at, s.answered, c.due_at, r AS reminder,
    coalesce(who.chosen_zone, who.zone) AS zone, coalesce(who.chosen_locale, who.locale) AS locale,
    who.quiet_from, who.quiet_until,
    (r).origin_audience <> 'direct' AND stands_in(s.person_id, (r).origin_key) AS reads_origin
FROM outbox s JOIN people who ON who.id = s.person_id
LEFT JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
LEFT JOIN told_reminders r ON r.tenant = s.tenant AND r.id = s.reminder_id;
