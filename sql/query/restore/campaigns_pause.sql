-- no parameters
-- the number of campaigns that were active
UPDATE crt.campaigns SET status = 'PAUSED' WHERE status = 'ACTIVE';
