-- $1 rows (crt.customer_row), binary
-- the number of changed customers; each group of columns has the stamp of its newest fact; of equal stamps the later one counts
INSERT INTO crt.customers AS c (
    store_id, id, external_id, email, email_norm, email_kind, email_key, email_stamp, phone, phone_key,
    phone_stamp, push_token, push_key, push_stamp, first_name, last_name, name_stamp, locale, locale_stamp, country, region, timezone,
    place_stamp, consent_email, consent_email_stamp, consent_sms, consent_sms_stamp, consent_push,
    consent_push_stamp, deleted_stamp, last_activity, created_at, tags, tags_stamp)
SELECT * FROM unnest($1::crt.customer_row[]) ORDER BY store_id, id
ON CONFLICT (store_id, id) DO UPDATE SET
    external_id = coalesce(c.external_id, excluded.external_id),
    email = CASE WHEN excluded.email_stamp >= c.email_stamp THEN excluded.email ELSE c.email END,
    email_norm = CASE WHEN excluded.email_stamp >= c.email_stamp THEN excluded.email_norm ELSE c.email_norm END,
    email_kind = CASE WHEN excluded.email_stamp >= c.email_stamp THEN excluded.email_kind ELSE c.email_kind END,
    email_key = CASE WHEN excluded.email_stamp >= c.email_stamp THEN excluded.email_key ELSE c.email_key END,
    email_other = CASE WHEN excluded.email_key = c.email_key THEN NULL WHEN excluded.email_stamp >= c.email_stamp THEN c.email_key
                       WHEN c.email_key IS NOT NULL THEN excluded.email_key END,
    email_stamp = greatest(excluded.email_stamp, c.email_stamp),
    phone = CASE WHEN excluded.phone_stamp >= c.phone_stamp THEN excluded.phone ELSE c.phone END,
    phone_key = CASE WHEN excluded.phone_stamp >= c.phone_stamp THEN excluded.phone_key ELSE c.phone_key END,
    phone_other = CASE WHEN excluded.phone_key = c.phone_key THEN NULL WHEN excluded.phone_stamp >= c.phone_stamp THEN c.phone_key
                       WHEN c.phone_key IS NOT NULL THEN excluded.phone_key END,
    phone_stamp = greatest(excluded.phone_stamp, c.phone_stamp),
    push_token = CASE WHEN excluded.push_stamp >= c.push_stamp THEN excluded.push_token ELSE c.push_token END,
    push_key = CASE WHEN excluded.push_stamp >= c.push_stamp THEN excluded.push_key ELSE c.push_key END,
    push_stamp = greatest(excluded.push_stamp, c.push_stamp),
    first_name = CASE WHEN excluded.name_stamp >= c.name_stamp THEN excluded.first_name ELSE c.first_name END,
    last_name = CASE WHEN excluded.name_stamp >= c.name_stamp THEN excluded.last_name ELSE c.last_name END,
    name_stamp = greatest(excluded.name_stamp, c.name_stamp),
    locale = CASE WHEN excluded.locale_stamp >= c.locale_stamp THEN excluded.locale ELSE c.locale END,
    locale_stamp = greatest(excluded.locale_stamp, c.locale_stamp),
    country = CASE WHEN excluded.place_stamp >= c.place_stamp THEN excluded.country ELSE c.country END,
    region = CASE WHEN excluded.place_stamp >= c.place_stamp THEN excluded.region ELSE c.region END,
    timezone = CASE WHEN excluded.place_stamp >= c.place_stamp THEN excluded.timezone ELSE c.timezone END,
    place_stamp = greatest(excluded.place_stamp, c.place_stamp),
    consent_email = CASE WHEN excluded.consent_email_stamp >= c.consent_email_stamp THEN excluded.consent_email ELSE c.consent_email END,
    consent_email_stamp = greatest(excluded.consent_email_stamp, c.consent_email_stamp),
    consent_sms = CASE WHEN excluded.consent_sms_stamp >= c.consent_sms_stamp THEN excluded.consent_sms ELSE c.consent_sms END,
    consent_sms_stamp = greatest(excluded.consent_sms_stamp, c.consent_sms_stamp),
    consent_push = CASE WHEN excluded.consent_push_stamp >= c.consent_push_stamp THEN excluded.consent_push ELSE c.consent_push END,
    consent_push_stamp = greatest(excluded.consent_push_stamp, c.consent_push_stamp),
    tags = CASE WHEN excluded.tags_stamp >= c.tags_stamp OR c.tags_stamp IS NULL THEN excluded.tags ELSE c.tags END,
    tags_stamp = greatest(excluded.tags_stamp, c.tags_stamp),
    deleted_stamp = greatest(excluded.deleted_stamp, c.deleted_stamp),
    last_activity = greatest(excluded.last_activity, c.last_activity),
    created_at = least(excluded.created_at, c.created_at)
WHERE excluded.email_key <> c.email_key OR excluded.phone_key <> c.phone_key
   OR excluded.email_stamp > c.email_stamp OR (excluded.email_stamp = c.email_stamp AND excluded.email IS DISTINCT FROM c.email)
   OR excluded.phone_stamp > c.phone_stamp OR (excluded.phone_stamp = c.phone_stamp AND excluded.phone IS DISTINCT FROM c.phone)
   OR excluded.push_stamp > c.push_stamp OR (excluded.push_stamp = c.push_stamp AND excluded.push_token IS DISTINCT FROM c.push_token)
   OR excluded.name_stamp > c.name_stamp OR (excluded.name_stamp = c.name_stamp
       AND (excluded.first_name, excluded.last_name) IS DISTINCT FROM (c.first_name, c.last_name))
   OR excluded.locale_stamp > c.locale_stamp OR (excluded.locale_stamp = c.locale_stamp AND excluded.locale IS DISTINCT FROM c.locale)
   OR excluded.place_stamp > c.place_stamp OR (excluded.place_stamp = c.place_stamp
       AND (excluded.country, excluded.region, excluded.timezone) IS DISTINCT FROM (c.country, c.region, c.timezone))
   OR excluded.consent_email_stamp > c.consent_email_stamp OR (excluded.consent_email_stamp = c.consent_email_stamp
       AND excluded.consent_email IS DISTINCT FROM c.consent_email)
   OR excluded.consent_sms_stamp > c.consent_sms_stamp OR (excluded.consent_sms_stamp = c.consent_sms_stamp
       AND excluded.consent_sms IS DISTINCT FROM c.consent_sms)
   OR excluded.consent_push_stamp > c.consent_push_stamp OR (excluded.consent_push_stamp = c.consent_push_stamp
       AND excluded.consent_push IS DISTINCT FROM c.consent_push)
   OR excluded.tags_stamp > c.tags_stamp OR (c.tags_stamp IS NULL AND excluded.tags_stamp IS NOT NULL)
   OR (excluded.tags_stamp = c.tags_stamp AND excluded.tags IS DISTINCT FROM c.tags)
   OR excluded.deleted_stamp > c.deleted_stamp
   OR excluded.last_activity > c.last_activity OR excluded.created_at < c.created_at;
