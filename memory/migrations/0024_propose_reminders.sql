-- Why: what somebody said they would do may become a reminder, offered once; what it rests on may change.

CREATE INDEX facts_commitments ON facts (recorded_at) WHERE kind = 'commitment' AND superseded_at IS NULL;

-- Commitments that were looked at once, whether they were `offered`, and when what was offered was found shaken.
CREATE TABLE weighed_commitments (
    tenant    text NOT NULL,
    fact_id   bigint NOT NULL,
    person_id bigint NOT NULL,
    offered   boolean NOT NULL,
    weighed_at timestamptz NOT NULL DEFAULT now(),
    shaken_at timestamptz,
    shaken_by bigint,  -- the fact whose words its person was told when they were asked about it
    PRIMARY KEY (tenant, fact_id),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
CREATE INDEX weighed_commitments_offered ON weighed_commitments (person_id, weighed_at) WHERE offered;
CREATE INDEX weighed_commitments_standing ON weighed_commitments (tenant, fact_id) WHERE offered AND shaken_at IS NULL;

-- What people said of late that they themselves will do, with their words and where they are reached; not weighed yet.
CREATE FUNCTION open_commitments(newer interval, most integer)
RETURNS TABLE (
    tenant text, fact_id bigint, person_id bigint, said text, sensitivity text, quote text, said_at timestamptz,
    place_key text, space text, audience audience, title text, platform text, handle text, zone text, locale text,
    offered_of_late integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT f.tenant, f.id, f.speaker_id, f.text, f.sensitivity, s.quote, s.said_at, p.key, p.space, f.audience, p.title,
        a.platform, a.handle, coalesce(who.chosen_zone, who.zone), coalesce(who.chosen_locale, who.locale), (
        SELECT count(*)::integer FROM weighed_commitments w
        WHERE w.person_id = f.speaker_id AND w.offered AND w.weighed_at > now() - interval '1 day')
    FROM facts f JOIN people who ON who.id = f.speaker_id JOIN places p ON p.id = f.place_id
    CROSS JOIN LATERAL (
        SELECT s.quote, s.said_at FROM fact_sources s WHERE s.tenant = f.tenant AND s.fact_id = f.id
        ORDER BY s.said_at DESC LIMIT 1) s
    CROSS JOIN LATERAL (
        SELECT a.platform, a.handle FROM accounts a
        LEFT JOIN place_members m ON m.account_id = a.id AND m.place_id = p.id
        WHERE a.person_id = f.speaker_id ORDER BY m.place_id IS NOT NULL DESC, a.id LIMIT 1) a
    WHERE f.kind = 'commitment' AND f.superseded_at IS NULL AND f.recorded_at > now() - newer
      AND f.subject_id = f.speaker_id
      AND NOT EXISTS (SELECT FROM weighed_commitments w WHERE w.tenant = f.tenant AND w.fact_id = f.id)
    ORDER BY f.recorded_at LIMIT most;
END;

CREATE FUNCTION weigh_commitment(of_tenant text, of_fact bigint, was_offered boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO weighed_commitments (tenant, fact_id, person_id, offered)
    SELECT f.tenant, f.id, f.speaker_id, was_offered FROM facts f WHERE f.tenant = of_tenant AND f.id = of_fact
    FOR KEY SHARE OF f
    ON CONFLICT (tenant, fact_id) DO NOTHING;
    RETURN FOUND;
END $$;

-- Reminders that rest on something that was ended, replaced or is in doubt, with the words that did it where those are
-- the same person's.
CREATE FUNCTION shaken_reminders(most integer)
RETURNS TABLE (reminder told_reminders, tenant text, fact_id bigint, by_fact bigint, quote text, said_at timestamptz,
               zone text, locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t, w.tenant, w.fact_id, b.id, s.quote, s.said_at, coalesce(who.chosen_zone, who.zone),
        coalesce(who.chosen_locale, who.locale)
    FROM weighed_commitments w JOIN facts f ON f.tenant = w.tenant AND f.id = w.fact_id
    JOIN people who ON who.id = w.person_id
    JOIN told_reminders t ON t.tenant = 'person:' || w.person_id AND t.fact_id = w.fact_id
    LEFT JOIN facts b ON b.tenant = f.tenant AND b.id = f.superseded_by AND b.speaker_id = w.person_id
    LEFT JOIN LATERAL (
        SELECT s.quote, s.said_at FROM fact_sources s WHERE s.tenant = b.tenant AND s.fact_id = b.id
        ORDER BY s.said_at DESC LIMIT 1) s ON true
    WHERE w.offered AND w.shaken_at IS NULL AND t.standing IN ('proposed', 'active', 'paused')
      AND (f.superseded_at IS NOT NULL OR f.uncertain_since <= now())
    LIMIT most;
END;

-- It was found shaken: from now on it rests on what took the place of its fact, or nobody asks about it again. What was
-- offered and not taken is withdrawn.
CREATE FUNCTION settle_shaken(of_person bigint, of_reminder bigint, of_tenant text, of_fact bigint, by_fact bigint,
                              by_quote text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    of_owner text := 'person:' || of_person;
BEGIN
    PERFORM FROM reminders r WHERE r.tenant = of_owner AND r.id = of_reminder FOR NO KEY UPDATE;
    UPDATE weighed_commitments w SET shaken_at = now(), shaken_by = f.superseded_by FROM facts f
    WHERE w.tenant = of_tenant AND w.fact_id = of_fact AND f.tenant = w.tenant AND f.id = w.fact_id;
    IF by_fact IS NOT NULL THEN
        INSERT INTO weighed_commitments (tenant, fact_id, person_id, offered)
        SELECT f.tenant, f.id, of_person, true FROM facts f WHERE f.tenant = of_tenant AND f.id = by_fact
        ON CONFLICT (tenant, fact_id) DO UPDATE SET offered = true;
        UPDATE reminders r SET fact_id = by_fact, quote = by_quote
        WHERE r.tenant = of_owner AND r.id = of_reminder AND r.fact_id = of_fact;
        RETURN;
    END IF;
    UPDATE reminders r SET standing = 'cancelled', changed_at = now()
    WHERE r.tenant = of_owner AND r.id = of_reminder AND r.standing = 'proposed';
    IF FOUND THEN
        DELETE FROM outbox s WHERE s.tenant = of_owner AND s.source = 'proposal:' || of_reminder AND s.state = 'waiting';
    END IF;
END $$;

-- What was said of a proposal quotes its fact, and goes with it.
CREATE FUNCTION drop_offers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM outbox s WHERE s.tenant = OLD.tenant AND s.source IN ('proposal:' || OLD.id, 'shaken:' || OLD.id);
    RETURN NULL;
END $$;
CREATE TRIGGER reminders_dropped AFTER DELETE ON reminders FOR EACH ROW
    WHEN (OLD.fact_id IS NOT NULL) EXECUTE FUNCTION drop_offers();
CREATE TRIGGER reminders_freed AFTER UPDATE OF fact_id ON reminders FOR EACH ROW
    WHEN (OLD.fact_id IS NOT NULL AND OLD.fact_id IS DISTINCT FROM NEW.fact_id) EXECUTE FUNCTION drop_offers();

-- Who was asked whether something is off was told the words by which it seemed so, and those go with their fact.
CREATE INDEX weighed_commitments_shaken ON weighed_commitments (tenant, shaken_by) WHERE shaken_by IS NOT NULL;
CREATE FUNCTION drop_questions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM outbox s USING weighed_commitments w, reminders r
    WHERE w.tenant = OLD.tenant AND w.shaken_by = OLD.id AND r.tenant = 'person:' || w.person_id
      AND r.fact_id = w.fact_id AND s.tenant = r.tenant AND s.source = 'shaken:' || r.id;
    RETURN NULL;
END $$;
CREATE TRIGGER facts_questions AFTER DELETE ON facts FOR EACH ROW EXECUTE FUNCTION drop_questions();

ALTER TABLE weighed_commitments ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON weighed_commitments TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), ''));
REVOKE EXECUTE ON FUNCTION open_commitments, weigh_commitment, shaken_reminders, settle_shaken, drop_offers,
    drop_questions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_commitments, weigh_commitment, shaken_reminders, settle_shaken TO rapport_app;
