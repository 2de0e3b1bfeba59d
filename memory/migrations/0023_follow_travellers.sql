-- Why: what is to come at an hour of wherever its person is follows them when they travel.

CREATE INDEX reminders_floating ON reminders (person_id) WHERE floating AND standing IN ('active', 'paused');

-- Reminders whose zone is not that of their person any more, with the one that is; but for zones that nobody knows.
CREATE FUNCTION drifted_reminders(unknown_zones text[], most integer)
RETURNS TABLE (reminder told_reminders, zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t, coalesce(who.chosen_zone, who.zone) FROM (
        SELECT r.tenant, r.id, r.person_id, r.zone FROM reminders r
        WHERE r.floating AND r.standing IN ('active', 'paused')) r
    JOIN people who ON who.id = r.person_id JOIN told_reminders t ON t.tenant = r.tenant AND t.id = r.id
    WHERE coalesce(who.chosen_zone, who.zone) <> r.zone AND coalesce(who.chosen_zone, who.zone) <> ALL (unknown_zones)
    ORDER BY r.person_id, r.id LIMIT most;
END;

REVOKE EXECUTE ON FUNCTION drifted_reminders FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drifted_reminders TO rapport_app;
