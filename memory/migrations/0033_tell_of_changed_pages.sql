-- Why: somebody who looks at their own page sees what is deleted, left, learned or told elsewhere, whichever process
-- did it. The process that showed the page last is told of it, and of no other page.

-- Pages that may be open, by the digest of whose they are: who looks is not noted.
CREATE TABLE open_pages (
    digest bytea PRIMARY KEY,                      -- of platform and handle, as in digest_of_page
    keeper text NOT NULL,                          -- who showed it last
    until  timestamptz NOT NULL
);
CREATE INDEX open_pages_by_age ON open_pages (until);

CREATE FUNCTION digest_of_page(platform text, handle text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT sha256(convert_to(platform || '/' || handle, 'UTF8'));
END;

CREATE FUNCTION tell_keeper(platform text, handle text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT pg_notify('rapport_pages', o.keeper || ' ' || platform || '/' || handle) FROM open_pages o
    WHERE o.digest = digest_of_page(platform, handle) AND o.until > now();
END;

-- The same for each account of these people. Where nobody looks, that costs one look into an empty table.
CREATE FUNCTION tell_keepers(of_people bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM open_pages) THEN
        PERFORM tell_keeper(a.platform, a.handle) FROM accounts a WHERE a.person_id = ANY (of_people);
    END IF;
END $$;

CREATE FUNCTION tell_of_fact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM tell_keepers(ARRAY[NEW.speaker_id, NEW.subject_id]);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM tell_keepers(ARRAY[OLD.speaker_id, OLD.subject_id]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER facts_on_pages AFTER INSERT OR DELETE ON facts FOR EACH ROW EXECUTE FUNCTION tell_of_fact();
CREATE TRIGGER facts_on_pages_changed AFTER UPDATE ON facts FOR EACH ROW
    WHEN ((OLD.text, OLD.speaker_id, OLD.subject_id, OLD.valid_from, OLD.valid_until, OLD.superseded_at,
           OLD.uncertain_since, OLD.audience)
          IS DISTINCT FROM (NEW.text, NEW.speaker_id, NEW.subject_id, NEW.valid_from, NEW.valid_until,
                            NEW.superseded_at, NEW.uncertain_since, NEW.audience))
    EXECUTE FUNCTION tell_of_fact();

-- A line stands on a page where it was searched for.
CREATE FUNCTION tell_of_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM tell_keepers(ARRAY[OLD.speaker_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER lines_on_pages AFTER DELETE ON utterances FOR EACH ROW
    WHEN (OLD.speaker_id IS NOT NULL) EXECUTE FUNCTION tell_of_line();
CREATE TRIGGER lines_on_pages_changed AFTER UPDATE ON utterances FOR EACH ROW
    WHEN (OLD.speaker_id IS NOT NULL AND OLD.text <> NEW.text) EXECUTE FUNCTION tell_of_line();

-- What belongs to one person: their reminders and what is sent of them, wishes, what was learned of those, memberships.
CREATE FUNCTION tell_of_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM tell_keepers(ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.person_id ELSE NEW.person_id END]);
    RETURN NULL;
END $$;
CREATE TRIGGER reminders_on_pages AFTER INSERT OR UPDATE OR DELETE ON reminders FOR EACH ROW
    EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER outbox_on_pages AFTER INSERT OR DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER outbox_on_pages_changed AFTER UPDATE ON outbox FOR EACH ROW
    WHEN ((OLD.state, OLD.answered, OLD.way) IS DISTINCT FROM (NEW.state, NEW.answered, NEW.way))
    EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER wishes_on_pages AFTER INSERT OR UPDATE OR DELETE ON tone_wishes FOR EACH ROW
    EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER refinements_on_pages AFTER INSERT OR DELETE ON refinements FOR EACH ROW
    EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER preferences_on_pages AFTER INSERT OR DELETE ON preferences FOR EACH ROW
    EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER places_on_pages AFTER INSERT OR DELETE ON place_members FOR EACH ROW EXECUTE FUNCTION tell_of_person();
CREATE TRIGGER spaces_on_pages AFTER INSERT OR DELETE ON space_members FOR EACH ROW EXECUTE FUNCTION tell_of_person();

CREATE FUNCTION tell_of_choice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM tell_keepers(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER choices_on_pages AFTER UPDATE ON people FOR EACH ROW
    WHEN ((OLD.learning, OLD.training, OLD.chosen_zone, OLD.chosen_locale, OLD.zone, OLD.locale, OLD.quiet_from,
           OLD.quiet_until)
          IS DISTINCT FROM (NEW.learning, NEW.training, NEW.chosen_zone, NEW.chosen_locale, NEW.zone, NEW.locale,
                            NEW.quiet_from, NEW.quiet_until))
    EXECUTE FUNCTION tell_of_choice();

-- Somebody is met, is nobody any more, or is the same person as another account.
CREATE FUNCTION tell_of_account() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM tell_keeper(OLD.platform, OLD.handle);
    ELSE
        PERFORM tell_keeper(NEW.platform, NEW.handle);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_on_pages AFTER INSERT OR UPDATE OR DELETE ON accounts FOR EACH ROW
    EXECUTE FUNCTION tell_of_account();

GRANT SELECT, INSERT, UPDATE, DELETE ON open_pages TO rapport_app;
REVOKE EXECUTE ON FUNCTION digest_of_page, tell_keeper, tell_keepers, tell_of_fact, tell_of_line, tell_of_person,
    tell_of_choice, tell_of_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION digest_of_page TO rapport_app;
