-- Limits of sending. All senders share them, on whatever machine they run.

-- How many mails left a sender's domain in a day (UTC).
CREATE TABLE crt.send_days (
    organization_id uuid   NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    domain          text   NOT NULL,
    day             date   NOT NULL,
    mails           bigint NOT NULL,
    PRIMARY KEY (organization_id, domain, day));

-- From when on the rate of a provider allows another message.
CREATE TABLE crt.send_rates (
    organization_id uuid        NOT NULL REFERENCES crt.organizations ON DELETE CASCADE,
    provider        text COLLATE "C"        NOT NULL,
    free_at         timestamptz NOT NULL,
    PRIMARY KEY (organization_id, provider));

ALTER TABLE crt.send_days ENABLE ROW LEVEL SECURITY;
CREATE POLICY send_days_scope ON crt.send_days USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
ALTER TABLE crt.send_rates ENABLE ROW LEVEL SECURITY;
CREATE POLICY send_rates_scope ON crt.send_rates USING (organization_id = ANY ((SELECT crt.visible_parents())::uuid[]));
