-- Why: what a second person is to be told may wait for hours; until then they may have taken their word back, another
-- may have been named, or it was acknowledged after all.

CREATE FUNCTION hold_notices_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_TABLE_NAME = 'occurrences' THEN
        UPDATE outbox s SET state = 'cancelled', settled_at = now()
        WHERE s.state = 'waiting' AND s.source = 'watched:' || NEW.reminder_id || ':' || NEW.id;
    ELSE
        UPDATE outbox s SET state = 'cancelled', settled_at = now()
        WHERE s.state = 'waiting' AND s.tenant = 'person:' || OLD.companion_id
          AND s.source ~>=~ ('watched:' || OLD.id || ':') AND s.source ~<~ ('watched:' || OLD.id || ';');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER occurrences_done AFTER UPDATE OF state ON occurrences FOR EACH ROW
    WHEN (NEW.state = 'done' AND OLD.state <> 'done') EXECUTE FUNCTION hold_notices_back();
CREATE TRIGGER reminders_unwatched AFTER UPDATE OF companion_id, companion_state ON reminders FOR EACH ROW
    WHEN (OLD.companion_state = 'agreed' AND (NEW.companion_id, NEW.companion_state)
        IS DISTINCT FROM (OLD.companion_id, OLD.companion_state)) EXECUTE FUNCTION hold_notices_back();
REVOKE EXECUTE ON FUNCTION hold_notices_back FROM PUBLIC;
