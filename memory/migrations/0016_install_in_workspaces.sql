-- Why: a bot of several workspaces has a token for each. They lie here so that all its processes share them, sealed with
-- a key that the database does not have.

CREATE TABLE installations (
    tenant         text NOT NULL,                  -- space:<space>, of a workspace or of an organisation
    holder         text NOT NULL,                  -- whose tokens they are; '' for the bot's own
    organisation   text,                           -- the space that has them instead: installed for all its workspaces
    sealed         bytea,
    version        bigint GENERATED ALWAYS AS IDENTITY,  -- another one with each change
    renewing_until timestamptz,                    -- somebody is getting new tokens from the platform
    installed_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, holder),
    CHECK ((sealed IS NULL) <> (organisation IS NULL))
);

-- What is installed for the space, by itself or with its organisation.
CREATE FUNCTION installation_of(in_space text, of_holder text)
RETURNS TABLE (space text, sealed bytea, version bigint, installed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT substr(i.tenant, length('space:') + 1), i.sealed, i.version, i.installed_at FROM installations i
    WHERE i.holder = of_holder AND i.sealed IS NOT NULL AND i.tenant = 'space:' || coalesce(
        (SELECT a.organisation FROM installations a WHERE a.tenant = 'space:' || in_space AND a.holder = ''), in_space);
END;

-- What may be used once (the way back from an installation, a signed request), by its digest until it is too old anyway.
CREATE TABLE spent_passes (
    digest bytea PRIMARY KEY,
    until  timestamptz NOT NULL
);
CREATE INDEX spent_passes_by_age ON spent_passes (until);

ALTER TABLE installations ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON installations TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON installations, spent_passes TO rapport_app;
REVOKE EXECUTE ON FUNCTION installation_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION installation_of TO rapport_app;
