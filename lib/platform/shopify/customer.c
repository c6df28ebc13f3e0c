/* customer.c: convert customers of Shopify, their consent, and privacy requests. */
#include <string.h>
#include <strings.h>

#include "platform/shopify/shopify.h"

static json_t *
set_customer(struct build *b, const char *id)
{
	json_t *c = value_map();

	value_set(b->data, "customer", c);
	build_set_key(c, "customer_key", "id", id);
	return c;
}

static void
set_addresses(json_t *c, const char *email, const char *phone)
{
	build_set_key(c, "customer_key", "email", email);
	build_set_key(c, "customer_key", "phone", phone);
}

/* A privacy request about one person, whom it must identify. */
static bool
shopify_customer_request(struct build *b, enum privacy_kind kind, const char *id,
    const char *email, const char *phone)
{
	json_t *c;

	b->type = "privacy.requested";
	value_set_text(b->data, "kind", words_privacy_kind[kind]);
	c = set_customer(b, id);
	set_addresses(c, email, phone);
	if (value_count(c) == 0)
		return err_set(b->err, ERR_INPUT, "the request names no person");
	return id == NULL || build_customer(b, id);
}

static bool
is_redacted(const json_t *consent)
{
	const char *state = build_text(consent, "state");

	return state && !strcasecmp(state, "redacted");
}

bool
shopify_customer(struct build *b)
{
	const char *id = build_text(b->body, "id");

	b->type = "customer.updated";
	shopify_happened(b, "updated_at");
	if (is_redacted(value_get(b->body, "email_marketing_consent"))
	    || is_redacted(value_get(b->body, "sms_marketing_consent")))
		return shopify_customer_request(b, PRIVACY_ERASE, id, build_text(b->body, "email"),
		    build_text(b->body, "phone"));
	value_set(b->data, "customer", shopify_person(b, NULL, b->body, b->time));
	return build_customer(b, id);
}

bool
shopify_customer_delete(struct build *b)
{
	shopify_happened(b, "updated_at");
	return build_gone(b, "customer.deleted", "customer", build_text(b->body, "id"));
}

/* customer was removed, into remains. Only a finished merge becomes a record. */
bool
shopify_customer_merge(struct build *b)
{
	const char *gone = shopify_digits(build_text(b->body, "admin_graphql_api_customer_deleted_id"));
	const char *kept = shopify_digits(build_text(b->body, "admin_graphql_api_customer_kept_id"));
	const char *status = build_text(b->body, "status");
	json_t *into = value_map();

	value_set(b->data, "customer", value_map());
	value_set(b->data, "into", into);
	b->type = "customer.merged";
	if (status && (!strcasecmp(status, "failed") || !strcasecmp(status, "requested")
	    || !strcasecmp(status, "in_progress"))) {
		b->ignored = "an unfinished merge";
		return true;
	}
	if (status == NULL || (strcasecmp(status, "completed") && strcasecmp(status, "success")))
		return err_set(b->err, ERR_INPUT, "unknown status \"%s\" of a merge",
		    status ? status : "");
	if (kept == NULL)
		return err_set(b->err, ERR_INPUT, "the merge names no remaining customer");
	set_customer(b, gone);
	build_set_key(into, "customer_key", "id", kept);
	shopify_happened(b, "updated_at");
	return build_subject(b, "customer", gone);
}

/* The part that all three consent topics share: the person, the channel, and the time. */
static bool
shopify_customer_consent(struct build *b, const json_t *given, const char *id,
    enum message_channel channel, const char *email, const char *phone)
{
	const struct shopify_word *what = shopify_consent(given);
	json_t *c;

	shopify_happened(b, "updated_at");
	build_happened(b, given, "consent_updated_at", "");
	if (!what->given) {
		b->ignored = "consent that was never requested";
		return true;
	}
	if (what->erase)
		return shopify_customer_request(b, PRIVACY_ERASE, id, email, phone);
	b->type = "consent.changed";
	c = set_customer(b, id);
	value_set_text(b->data, "channel", words_message_channel[channel]);
	value_set_text(b->data, "action", words_consent_action[what->action]);
	build_set_words(b->data, "consent_changed", "evidence", build_text(given, "opt_in_level"));
	if (what->action == ACTION_GRANT && shopify_confirmed(given))
		value_set(b->data, "confirmed", value_new_bool(true));
	set_addresses(c, email, phone);
	return build_subject(b, "customer", id);
}

bool
shopify_email_consent(struct build *b)
{
	return shopify_customer_consent(b, value_get(b->body, "email_marketing_consent"),
	    build_text(b->body, "customer_id"), CHANNEL_EMAIL,
	    build_text(b->body, "email_address"), NULL);
}

bool
shopify_sms_consent(struct build *b)
{
	return shopify_customer_consent(b, value_get(b->body, "sms_marketing_consent"),
	    BUILD_FIRST(b->body, "customer_id", "id"), CHANNEL_SMS, NULL, build_text(b->body, "phone"));
}

/* Only the body is signed. So the body of another topic, replayed under this topic, must not
   erase anybody. Both kinds of request name the shop; other is a member that only the other kind
   has. */
static bool
is_request(struct build *b, const char *other)
{
	if (BUILD_FIRST(b->body, "shop_domain", "shop_id") == NULL)
		return err_set(b->err, ERR_INPUT, "the request names no shop");
	return value_kind(value_get(b->body, other)) <= VALUE_NULL
	    || err_set(b->err, ERR_INPUT, "the body belongs to another request");
}

static bool
shopify_customer_about(struct build *b, enum privacy_kind kind, const char *orders,
    const char *other)
{
	const json_t *c = value_get(b->body, "customer");

	shopify_happened(b, "updated_at");
	return is_request(b, other)
	    && shopify_customer_request(b, kind, build_text(c, "id"), build_text(c, "email"),
	    build_text(c, "phone")) && build_set_ids(b, b->data, "orders", orders);
}

bool
shopify_data_request(struct build *b)
{
	return shopify_customer_about(b, PRIVACY_ACCESS, "orders_requested", "orders_to_redact");
}

bool
shopify_redact(struct build *b)
{
	return shopify_customer_about(b, PRIVACY_ERASE, "orders_to_redact", "data_request");
}

bool
shopify_shop_redact(struct build *b)
{
	b->type = "privacy.requested";
	value_set_text(b->data, "kind", words_privacy_kind[PRIVACY_STORE_ERASE]);
	shopify_happened(b, "updated_at");
	return is_request(b, "customer");
}
