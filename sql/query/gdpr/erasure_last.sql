-- $1 organization, $2 keyed hashes of a person
-- the last erasure of the person: as a member of a JSON object each, whom, which rows, and what providers must erase
-- columns: id created_at customers subjects counts calls
SELECT e.id, e.created_at, e.customers, to_json(e.subjects)::text AS subjects, e.counts::text AS counts,
       coalesce((SELECT json_agg(json_build_object('provider', c.provider, 'state', c.state, 'calls', c.calls) ORDER BY c.provider, c.state)
                   FROM (SELECT provider, state, count(*) AS calls FROM crt.erasure_calls
                          WHERE erasure_id = e.id GROUP BY 1, 2) c)::text, '[]') AS calls
  FROM crt.erasures e WHERE e.organization_id = $1::uuid AND e.subjects && $2::uuid[]
 ORDER BY e.created_at DESC, e.id DESC LIMIT 1;
