-- no parameters
-- returns nothing; rows of the audit log are linked again
ALTER TABLE crt.audit_log ENABLE TRIGGER audit_log_chain;
