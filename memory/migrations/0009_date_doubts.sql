-- Why: what rests on a fact that ends by itself stayed certain for ever: nothing happens on the day on which that runs out.

COMMENT ON COLUMN facts.uncertain_since IS
    'from when on it may no longer hold unless it is said again: what it rests on has changed, is gone, or ends then';

-- Chapters tell what was; their events may be over.
WITH RECURSIVE ending AS (
    SELECT g.tenant, g.fact_id, f.valid_until
    FROM fact_grounds g JOIN facts f ON f.tenant = g.tenant AND f.id = g.ground_id
    WHERE f.valid_until IS NOT NULL AND f.superseded_at IS NULL
    UNION
    SELECT g.tenant, g.fact_id, e.valid_until
    FROM ending e JOIN fact_grounds g ON g.tenant = e.tenant AND g.ground_id = e.fact_id
), first AS (
    SELECT tenant, fact_id, min(valid_until) AS ends FROM ending GROUP BY tenant, fact_id
)
UPDATE facts f SET uncertain_since = first.ends FROM first
WHERE f.tenant = first.tenant AND f.id = first.fact_id AND f.superseded_at IS NULL AND f.uncertain_since IS NULL
  AND NOT EXISTS (SELECT FROM folded_facts x WHERE x.tenant = f.tenant AND x.into_id = f.id);
