-- $1 name of a time zone, or UTC+HH:MM, $2 name of another, $3 now
-- one row: whether the server knows both and their clocks show the same now and in six months
-- columns: same
SELECT CASE WHEN $1 ~ '^UTC[+-][0-9]{2}:[0-9]{2}$' OR crt.timezone_usable($1) AND crt.timezone_usable($2) THEN (
    SELECT bool_and(t.at AT TIME ZONE $2 = CASE WHEN $1 ~ '^UTC[+-][0-9]{2}:' THEN t.at AT TIME ZONE substr($1, 4)::interval
                                                ELSE t.at AT TIME ZONE $1 END)
      FROM (VALUES ($3::timestamptz), ($3::timestamptz + interval '6 months')) t (at)) ELSE false END AS same;
