-- no parameters
-- no answer; the statements of this session are planned anew, for the tables as they are now
DISCARD PLANS;
