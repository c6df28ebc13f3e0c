-- $1 organization, $2 now, $3 keyed hash of the e-mail address, $4 user (null: none), $5 keyed hash of the IP address,
-- $6 keyed hash of the User-Agent, $7 country, $8 outcome
-- one row: what is unusual, as a list of words; a country or program is new if the user has signed in before from others only
-- columns: marks
INSERT INTO crt.sign_ins (organization_id, at, login, user_id, network, agent, country, outcome, marks)
SELECT $1::uuid, $2::timestamptz, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7, $8, array_remove(ARRAY[
       CASE WHEN $8 NOT LIKE 'wrong%' AND before.countries > 0 AND NOT before.country THEN 'new_country' END,
       CASE WHEN $8 NOT LIKE 'wrong%' AND before.agents > 0 AND NOT before.agent THEN 'new_agent' END,
       CASE WHEN before.failures >= 3 THEN 'many_failures' END], NULL)
  FROM (SELECT count(i.country) FILTER (WHERE i.outcome = 'signed_in') AS countries,
               coalesce(bool_or(i.country = $7) FILTER (WHERE i.outcome = 'signed_in'), $7 IS NULL) OR $7 IS NULL AS country,
               count(i.agent) FILTER (WHERE i.outcome = 'signed_in') AS agents,
               coalesce(bool_or(i.agent = $6::uuid) FILTER (WHERE i.outcome = 'signed_in'), false) OR $6 IS NULL AS agent,
               count(*) FILTER (WHERE i.outcome LIKE 'wrong%' AND i.at > $2::timestamptz - interval '1 day'
                   AND i.at >= coalesce(last.at, '-infinity')) AS failures
          FROM crt.sign_ins i CROSS JOIN (
               SELECT max(x.at) AS at FROM crt.sign_ins x
                WHERE x.organization_id = $1::uuid AND x.login = $3::uuid AND x.outcome = 'signed_in') last
         WHERE i.organization_id = $1::uuid AND i.login = $3::uuid AND i.at > $2::timestamptz - interval '400 days') before
RETURNING array_to_string(marks, ' ') AS marks;
