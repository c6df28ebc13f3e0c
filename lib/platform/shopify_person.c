/* shopify_person.c: who is behind a cart or an order of Shopify. */
#include <string.h>
#include <strings.h>

#include "platform/shopify.h"

/*
 * MarketingState of the Admin API; webhooks write it in small letters.
 * not_subscribed was never asked: unknown.  An invalid address gets no mail.
 * redacted is an erasure, seen to where a record of its own can say so.
 */
static const struct shopify_word words[] = {
	{ "subscribed", "granted", "grant" },
	{ "pending", "pending", "pending" },
	{ "unsubscribed", "denied", "withdraw" },
	{ "invalid", "denied", "withdraw" },
	{ "redacted", "denied", "erase" },
	{ "not_subscribed", NULL, NULL },
	{ "", "denied", NULL },		/* any other word */
};

const struct shopify_word *
shopify_consent(const json_t *consent)
{
	static const struct shopify_word unsaid = { 0 };
	const char *state = build_said(consent, "state");
	size_t i;

	if (state == NULL)
		return &unsaid;
	for (i = 0; i < COUNT(words) - 1; i++)
		if (!strcasecmp(words[i].word, state))
			break;
	return &words[i];
}

static void
set_consent(json_t *consent, const char *channel, const char *state, const char *source,
    crt_time t)
{
	json_t *c = value_map();

	value_set(consent, channel, c);
	value_set_text(c, "state", state);
	value_set_text(c, "source", source);
	build_set_time(c, "time", t);
}

/* The customer's own state first, then a box ticked just now.  A yes holds for
   the address it was given for, a no for the person. */
static bool
channel(struct build *b, const char *name, const json_t *own, bool same, bool ticked,
    json_t *consent)
{
	const struct shopify_word *what = shopify_consent(own);
	crt_time t = b->time;
	bool there;

	if (!build_time(b, own, "consent_updated_at", "", &t, &there))
		return false;
	if (what->state && (same || !strcmp(what->state, "denied")))
		set_consent(consent, name, what->state, "shopify", t);
	else if (ticked)
		set_consent(consent, name, "granted", "checkout", b->time);
	return true;
}

static bool
agree(const char *a, const char *b)
{
	return a && b && !strcasecmp(a, b);
}

static bool
consents(struct build *b, const json_t *doc, const json_t *customer, json_t *person)
{
	const char *email = build_said(person, "email"), *phone = build_said(person, "phone");
	json_t *consent = value_map();
	bool ok;

	ok = channel(b, "email", value_get(customer, "email_marketing_consent"),
	    agree(email, build_said(customer, "email")),
	    email && value_true(value_get(doc, "buyer_accepts_marketing")), consent)
	    && channel(b, "sms", value_get(customer, "sms_marketing_consent"),
	    agree(phone, build_said(customer, "phone")),
	    value_true(value_get(doc, "buyer_accepts_sms_marketing"))
	    && agree(phone, build_said(doc, "sms_marketing_phone")), consent);
	if (ok && value_count(consent))
		value_set(person, "consent", value_hold(consent));
	value_free(consent);
	return ok;
}

/* The nearest to the shopper first: what was typed now, the profile, the addresses. */
static const char *
pick(const json_t *doc, const json_t *customer, const char *const *now,
    const char *const *profile, const char *const *address)
{
	const char *said = build_first(doc, now);

	said = said ? said : build_first(customer, profile);
	return said ? said : build_first(doc, address);
}

#define PATHS(...) (const char *const[]){ __VA_ARGS__, NULL }
#define NOTHING    (const char *const[]){ NULL }

static bool
fill(struct build *b, const json_t *doc, const json_t *customer, json_t *p)
{
	value_set_text(p, "id", build_said(customer, "id"));
	if (!build_set_address(b, p, "customer", "email", pick(doc, customer,
	    PATHS("email", "contact_email"), PATHS("email"), NOTHING))
	    || !build_set_address(b, p, "customer", "phone", pick(doc, customer,
	    value_true(value_get(doc, "buyer_accepts_sms_marketing"))
	    ? PATHS("sms_marketing_phone", "phone") : PATHS("phone", "sms_marketing_phone"), PATHS("phone", "default_address.phone"),
	    PATHS("shipping_address.phone", "billing_address.phone"))))
		return false;
	build_set_words(p, "customer", "first_name", pick(doc, customer, NOTHING, PATHS("first_name"),
	    PATHS("shipping_address.first_name", "billing_address.first_name")));
	build_set_words(p, "customer", "last_name", pick(doc, customer, NOTHING, PATHS("last_name"),
	    PATHS("shipping_address.last_name", "billing_address.last_name")));
	build_set_key(p, "customer", "locale", pick(doc, customer, PATHS("customer_locale"),
	    PATHS("locale"), NOTHING));
	build_set_key(p, "customer", "country", pick(doc, customer,
	    PATHS("shipping_address.country_code", "billing_address.country_code"),
	    PATHS("default_address.country_code"), NOTHING));
	build_set_key(p, "customer", "region", pick(doc, customer,
	    PATHS("shipping_address.province_code", "billing_address.province_code"),
	    PATHS("default_address.province_code"), NOTHING));
	return consents(b, doc, customer, p);
}

json_t *
shopify_person(struct build *b, const json_t *doc, const json_t *customer)
{
	json_t *p = value_map();

	if (fill(b, doc, customer, p))
		return p;
	value_free(p);
	return NULL;
}
