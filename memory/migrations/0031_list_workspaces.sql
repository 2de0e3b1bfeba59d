-- Why: where the bot of an organisation is put out, that ends it in each workspace that has its tokens, and the process
-- that is told of it need not have heard of any of them.

CREATE INDEX installations_by_organisation ON installations (organisation) WHERE organisation IS NOT NULL;

-- The spaces that have what is installed for that one.
CREATE FUNCTION spaces_with(of_organisation text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT substr(i.tenant, length('space:') + 1) FROM installations i WHERE i.organisation = of_organisation ORDER BY 1;
END;
REVOKE EXECUTE ON FUNCTION spaces_with FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spaces_with TO rapport_app;
