-- Every entity with the names and types of the specification; money as decimals.
-- crt.currencies holds the exponents (ISO 4217) that convert minor units to decimals.  A test
-- compares it with lib/record/currency.def.
CREATE TABLE crt.currencies (code char(3) PRIMARY KEY, exponent int NOT NULL);
INSERT INTO crt.currencies (code, exponent)
SELECT code, list.exponent FROM (VALUES
    (0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
    (2, 'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
         CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
         GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
         LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
         PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP
         SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL'),
    (3, 'BHD IQD JOD KWD LYD OMR TND'),
    (4, 'CLF UYW')) AS list (exponent, codes)
 CROSS JOIN LATERAL regexp_split_to_table(list.codes, '\s+') AS code;

ALTER TABLE crt.currencies ENABLE ROW LEVEL SECURITY;
CREATE POLICY currencies_shared ON crt.currencies FOR SELECT USING (true);

CREATE FUNCTION crt.decimal(minor bigint, currency char(3)) RETURNS numeric
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT round(minor / power(10::numeric, c.exponent), c.exponent)
      FROM crt.currencies c WHERE c.code = currency
$$;

CREATE VIEW crt.v_organizations WITH (security_invoker = true) AS
    SELECT id, name, industry, timezone, settings, subscription_plan, created_at, updated_at FROM crt.organizations;

CREATE VIEW crt.v_stores WITH (security_invoker = true) AS
    SELECT id, organization_id, platform, store_name, store_url, sync_status, last_sync, settings,
           created_at, updated_at FROM crt.stores;

CREATE VIEW crt.v_customers WITH (security_invoker = true) AS
    SELECT c.id, c.store_id, c.external_id, c.email, c.phone, c.first_name, c.last_name,
           (SELECT count(*) FROM crt.orders o WHERE o.store_id = c.store_id AND o.customer_id = c.id
               AND o.status = 'bought' AND NOT o.test)::int AS total_orders,
           (SELECT sum(crt.decimal(o.total, o.currency)) FROM crt.orders o
             WHERE o.store_id = c.store_id AND o.customer_id = c.id
               AND o.status = 'bought' AND NOT o.test AND o.currency = s.currency) AS total_spent,
           coalesce(c.consent_email = 'granted', false) AS consent_email,
           coalesce(c.consent_sms = 'granted', false) AS consent_sms,
           coalesce(c.consent_email = 'denied', false) AS opt_out_email,
           coalesce(c.consent_sms = 'denied', false) AS opt_out_sms,
           c.last_activity, c.created_at
      FROM crt.customers c JOIN crt.stores s ON s.id = c.store_id;

CREATE VIEW crt.v_abandoned_carts WITH (security_invoker = true) AS
    SELECT a.id, a.store_id, a.customer_id, c.external_id AS external_cart_id, a.url AS cart_url,
           crt.decimal(a.value, a.currency) AS cart_value, a.currency, a.items::jsonb AS cart_items,
           a.abandoned_at, a.state = 'RECOVERED' AS recovered, a.recovered_at,
           crt.decimal(a.recovery_revenue, a.revenue_currency) AS recovery_revenue, a.recovery_method,
           a.created_at
      FROM crt.abandoned_carts a JOIN crt.carts c ON c.store_id = a.store_id AND c.id = a.cart_id;

CREATE VIEW crt.v_campaigns WITH (security_invoker = true) AS
    SELECT id, store_id, name, type::text, status, trigger_conditions, sequence_steps,
           created_at, updated_at FROM crt.campaigns;

CREATE VIEW crt.v_messages WITH (security_invoker = true) AS
    SELECT m.id, m.campaign_id, m.episode_id AS cart_id, m.customer_id, m.step_index + 1 AS step_index, m.channel,
           m.status, m.sent_at,
           (SELECT min(t.time) FROM crt.touches t WHERE t.store_id = m.store_id AND t.message_id = m.id
               AND t.kind = 'opened' AND NOT t.machine) AS opened_at,
           (SELECT min(t.time) FROM crt.touches t WHERE t.store_id = m.store_id AND t.message_id = m.id
               AND t.kind = 'clicked' AND NOT t.machine) AS clicked_at,
           m.reason AS error_message, m.created_at, m.updated_at
      FROM crt.messages m;

CREATE VIEW crt.v_templates WITH (security_invoker = true) AS
    SELECT id, store_id, name, channel AS type, subject, html AS html_content, text AS text_content,
           image, link, design_config, preview_data, is_default, version, created_at, updated_at FROM crt.templates;
