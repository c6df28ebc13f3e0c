-- no parameters; database_name has set the names
-- returns nothing; both databases are renamed, or none. Nobody may be connected to them
DO $$ DECLARE step text; BEGIN
    FOR step IN SELECT format('ALTER DATABASE %I RENAME TO %I', current_setting('crt.swap_' || was),
                              current_setting('crt.swap_' || becomes))
                  FROM (VALUES (1, 'old', 'kept'), (2, 'new', 'old')) v (place, was, becomes)
                 WHERE current_setting('crt.swap_old', true) <> '' ORDER BY place
    LOOP EXECUTE step; END LOOP; END $$;
