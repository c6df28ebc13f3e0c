-- no parameters
-- returns nothing; this session plans its statements again, for the current sizes of the tables
DISCARD PLANS;
