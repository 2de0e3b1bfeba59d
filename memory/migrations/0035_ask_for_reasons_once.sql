-- Why: who thumbs an answer down is asked what was wrong. That they were asked was known to one process alone, so that
-- another one, or the same after a restart, asked again.

ALTER TABLE feedback ADD COLUMN asked_at timestamptz;  -- when its person was asked why

-- Whether the rater is to be asked now why that answer was bad: once for an answer, and not again before `rest` is over.
-- Their row is held, so that two processes do not both ask.
CREATE FUNCTION ask_for_reason(rater bigint, reading_place text, message text, rest interval) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    t turns;
BEGIN
    PERFORM FROM people who WHERE who.id = rater FOR NO KEY UPDATE;
    SELECT * INTO t FROM answered_turn(rater, reading_place, message);
    UPDATE feedback f SET asked_at = now()
    WHERE f.tenant = t.tenant AND f.turn_id = t.id AND f.person_id = rater AND f.value = -1 AND f.reason IS NULL
      AND f.asked_at IS NULL
      AND NOT EXISTS (SELECT FROM feedback o WHERE o.person_id = rater AND o.asked_at > now() - rest);
    RETURN FOUND;
END $$;

-- They could not be asked after all.
CREATE FUNCTION unask_for_reason(rater bigint, reading_place text, message text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE feedback f SET asked_at = NULL FROM answered_turn(rater, reading_place, message) t
    WHERE f.tenant = t.tenant AND f.turn_id = t.id AND f.person_id = rater;
END;
REVOKE EXECUTE ON FUNCTION ask_for_reason, unask_for_reason FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_for_reason, unask_for_reason TO rapport_app;
