-- The rows of a batch of crt-ingest: a statement's parameter is an array of one of these types.

-- The events of a batch, with their original bytes.
CREATE TYPE crt.event_row AS (
    store_id uuid, id uuid, time timestamptz, received_at timestamptz, type text, payload text);

-- The customers of a batch, one row each.
CREATE TYPE crt.customer_row AS (
    store_id uuid,
    id uuid,
    external_id text,
    email text,
    email_norm text,
    email_kind text,
    email_key uuid,
    email_stamp uuid,
    phone text,
    phone_key uuid,
    phone_stamp uuid,
    push_token text,
    push_key uuid,
    push_stamp uuid,
    first_name text,
    last_name text,
    name_stamp uuid,
    locale text,
    locale_stamp uuid,
    country text,
    region text,
    timezone text,
    place_stamp uuid,
    consent_email crt.consent_state,
    consent_email_stamp uuid,
    consent_sms crt.consent_state,
    consent_sms_stamp uuid,
    consent_push crt.consent_state,
    consent_push_stamp uuid,
    deleted_stamp uuid,
    last_activity timestamptz,
    created_at timestamptz,
    tags text,
    tags_stamp uuid);

-- The keys that were seen with customers in a batch.
CREATE TYPE crt.identity_row AS (store_id uuid, key uuid, customer_id uuid);

-- The carts of a batch, one row each.
CREATE TYPE crt.cart_row AS (
    store_id uuid, id uuid, external_id text, token_id uuid, customer_id uuid, customer_stamp uuid,
    value bigint, currency char(3), items text, items_count int, url text, discount_codes text, bot boolean,
    status crt.cart_status, last_activity_at timestamptz, idle_at timestamptz, stamp uuid, created_at timestamptz,
    url_until timestamptz, url_pays boolean, origin text, origin_stamp uuid);

-- The orders of a batch, one row each.
CREATE TYPE crt.order_row AS (
    store_id uuid, id uuid, external_id text, number text, cart_id uuid, checkout_id uuid,
    customer_id uuid, customer_stamp uuid, status crt.order_status, platform_status text,
    total bigint, refunded bigint, tax bigint, shipping bigint, currency char(3), discount_codes text, test boolean, was_bought boolean,
    placed_at timestamptz, confirmed_at timestamptz, stamp uuid, created_at timestamptz);

-- The proofs of consent of a batch.
CREATE TYPE crt.consent_row AS (
    store_id uuid, id uuid, customer_id uuid, channel crt.channel, action crt.consent_state,
    source text, wording text, evidence text, time timestamptz, confirmed boolean,
    signature text, number text, seller text, unconditional boolean);

CREATE TYPE crt.reject_row AS (
    id uuid, store_id uuid, command text, source text, position bigint, bytes bytea, platform text, slug text, topic text,
    reason text, created_at timestamptz, is_order boolean, retry_at timestamptz);

-- The fields that were left out in a batch, one row each; counts before until are deleted.
CREATE TYPE crt.left_out_row AS (
    store_id uuid, hour timestamptz, type text, path text, reason text, count bigint, until timestamptz);
