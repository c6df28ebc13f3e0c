/* person.c: convert the person of a Shopify cart or order. */
#include <string.h>
#include <strings.h>

#include "platform/shopify/shopify.h"

/*
 * MarketingState of the Admin API; webhooks write it in lower case. not_subscribed was never
 * chosen, so the consent is unknown. Nothing is sent to an invalid address. redacted is an
 * erasure, which has a record of its own.
 */
static const struct shopify_word words[] = {
	{ "subscribed", true, false, false, CONSENT_GRANTED, ACTION_GRANT },
	{ "pending", true, false, false, CONSENT_PENDING, ACTION_PENDING },
	{ "unsubscribed", true, false, false, CONSENT_DENIED, ACTION_WITHDRAW },
	{ "invalid", true, false, false, CONSENT_DENIED, ACTION_WITHDRAW },
	{ "redacted", true, true, false, CONSENT_DENIED, ACTION_WITHDRAW },
	{ .word = "not_subscribed" },
	{ "", true, false, true, CONSENT_PENDING, ACTION_PENDING },
	/* the last: any other value, or none; it may be a no */
};

const struct shopify_word *
shopify_consent(const json_t *consent)
{
	static const struct shopify_word no_meaning = { 0 };
	const char *state = build_text(consent, "state");
	size_t i;

	if (state == NULL)
		return build_uncertain(consent, "state") ? &words[COUNT(words) - 1] : &no_meaning;
	for (i = 0; i < COUNT(words) - 1; i++)
		if (!strcasecmp(words[i].word, state))
			return &words[i];
	build_leave(consent, "state", LEFT_WORD);
	return &words[i];
}

/* Double opt-in. */
bool
shopify_confirmed(const json_t *consent)
{
	const char *level = build_text(consent, "opt_in_level");

	return level && !strcasecmp(level, "confirmed_opt_in");
}

/* The customer's own state takes precedence over a box ticked just now. A yes holds for the
   address that it was given for. A no, and a state that cannot be read, hold for the person.
   ticked: when the box was ticked, if it was. */
static void
shopify_person_channel(const struct build *b, const char *name, const json_t *own, bool same,
    const crt_time *ticked, json_t *person)
{
	const struct shopify_word *what = shopify_consent(own);
	crt_time t = b->time;

	build_time(own, "consent_updated_at", "", &t);
	if (what->given && (same || what->state == CONSENT_DENIED || what->unknown)) {
		build_set_consent(person, name, what->state, "shopify", t);
		if (what->state == CONSENT_GRANTED && shopify_confirmed(own))
			value_set(value_get(value_get(person, "consent"), name), "confirmed",
			    value_new_bool(true));
	} else if (ticked)
		build_set_consent(person, name, CONSENT_GRANTED, "checkout", *ticked);
}

static bool
shopify_person_agree(const char *a, const char *b)
{
	return a && b && !strcasecmp(a, b);
}

static void
shopify_person_consents(const struct build *b, const json_t *doc, const json_t *customer,
    crt_time made, json_t *person)
{
	const char *to = build_text(person, "email"), *number = build_text(person, "phone");
	bool mails = build_flag(doc, "buyer_accepts_marketing") && to;
	bool texts = build_flag(doc, "buyer_accepts_sms_marketing")
	    && shopify_person_agree(number, build_text(doc, "sms_marketing_phone"));

	shopify_person_channel(b, "email", value_get(customer, "email_marketing_consent"),
	    shopify_person_agree(to, build_text(customer, "email")), mails ? &made : NULL, person);
	shopify_person_channel(b, "sms", value_get(customer, "sms_marketing_consent"),
	    shopify_person_agree(number, build_text(customer, "phone")), texts ? &made : NULL, person);
}

/* Where to look, in order: what was typed now, the profile, the addresses. */
struct places {
	const char *now[4], *profile[4], *address[4];
};

static const char *
shopify_person_pick(const json_t *doc, const json_t *customer, const struct places *p)
{
	const char *given = build_first(doc, p->now);

	given = given ? given : build_first(customer, p->profile);
	return given ? given : build_first(doc, p->address);
}

static const struct places email = { { "email", "contact_email" }, { "email" }, { NULL } };
static const struct places phone = {
	{ "phone", "sms_marketing_phone" }, { "phone", "default_address.phone" },
	{ "shipping_address.phone", "billing_address.phone" }
};
/* A ticked box for text messages refers to the number beside it. */
static const struct places sms_phone = {
	{ "sms_marketing_phone", "phone" }, { "phone" }, { NULL }
};
static const struct places first_name = {
	{ NULL }, { "first_name" }, { "shipping_address.first_name", "billing_address.first_name" }
};
static const struct places last_name = {
	{ NULL }, { "last_name" }, { "shipping_address.last_name", "billing_address.last_name" }
};
static const struct places locale = { { "customer_locale" }, { "locale" }, { NULL } };
static const struct places country = {
	{ "shipping_address.country_code", "billing_address.country_code" },
	{ "default_address.country_code" }, { NULL }
};
static const struct places region = {
	{ "shipping_address.province_code", "billing_address.province_code" },
	{ "default_address.province_code" }, { NULL }
};

static void
shopify_person_fill(const json_t *doc, const json_t *c, json_t *p)
{
	bool sms = build_flag(doc, "buyer_accepts_sms_marketing")
	    && build_text(doc, "sms_marketing_phone");

	build_set_key(p, "customer", "id", build_text(c, "id"));
	build_set_key(p, "customer", "email", shopify_person_pick(doc, c, &email));
	build_set_key(p, "customer", "phone", shopify_person_pick(doc, c, sms ? &sms_phone : &phone));
	build_set_words(p, "customer", "first_name", shopify_person_pick(doc, c, &first_name));
	build_set_words(p, "customer", "last_name", shopify_person_pick(doc, c, &last_name));
	build_set_key(p, "customer", "locale", shopify_person_pick(doc, c, &locale));
	build_set_key(p, "customer", "country", shopify_person_pick(doc, c, &country));
	build_set_key(p, "customer", "region", shopify_person_pick(doc, c, &region));
}

json_t *
shopify_person(struct build *b, const json_t *doc, const json_t *customer, crt_time made)
{
	json_t *p = value_map();

	shopify_person_fill(doc, customer, p);
	shopify_person_consents(b, doc, customer, made, p);
	return p;
}
