/* person.c: convert shoppers, customers, and subscribers of BigCommerce. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"
#include "json/value_mend.h"
#include "payload/plain.h"

/*
 * Consent. A customer's flag states whether they accept cart mails. The shop's own mails follow
 * it, so true is a yes and false a no. A subscriber's consents are a list. With
 * "abandoned_cart" it is a yes; empty it is a no. With the newsletter alone, it is a no only if
 * it was changed after it was created: a person who signed up for a newsletter never made a choice
 * about carts. There is no consent to text messages.
 */

#define CONSENTS_MAX 20
#define PARCELS_MAX 1000

/* Adds the name, telephone, and place of an address where they are not known yet. */
static void
fill_address(json_t *p, const json_t *address)
{
	const char *country = BUILD_FIRST(address, "country_code", "country_iso2");
	const char *phone = build_text(address, "phone");

	if (!value_get(p, "phone"))
		build_set_key(p, "customer", "phone", phone);
	if (!value_get(p, "first_name") && !value_get(p, "last_name")) {
		plain_set(p, "customer", "first_name", build_text(address, "first_name"));
		plain_set(p, "customer", "last_name", build_text(address, "last_name"));
	}
	if (country && !value_get(p, "country")) {
		build_set_key(p, "customer", "country", country);
		build_set_key(p, "customer", "region", BUILD_FIRST(address,
		    "state_or_province_code", "state_or_province", "state"));
	}
}

void
bigcommerce_shopper(struct build *b, const json_t *cart, const json_t *checkout)
{
	const json_t *billing = value_get(checkout, "billing_address");
	const json_t *parcels, *parcel;
	const char *email = build_text(cart, "email"), *locale = build_text(cart, "locale");
	json_t *p = value_map();
	size_t n;

	build_list(checkout, "consignments", PARCELS_MAX, &parcels, &n);
	parcel = value_at(parcels, 0);
	value_set(b->data, "customer", p);
	build_set_key(p, "customer", "id", build_id(cart, "customer_id"));
	build_set_key(p, "customer", "locale", locale ? locale : build_text(b->body, "locale"));
	build_set_key(p, "customer", "email", email ? email : build_text(billing, "email"));
	fill_address(p, billing);
	fill_address(p, value_get(parcel, "address"));
	fill_address(p, value_get(parcel, "shipping_address"));
}

/* The box was ticked when the order was placed; later changes of the order are no new consent. */
void
bigcommerce_buyer(struct build *b)
{
	json_t *p = value_map();
	crt_time request;

	value_set(b->data, "customer", p);
	build_set_key(p, "customer", "id", build_id(b->body, "customer_id"));
	build_set_key(p, "customer", "locale", build_text(b->body, "customer_locale"));
	build_set_key(p, "customer", "email", build_text(b->body, "billing_address.email"));
	fill_address(p, value_get(b->body, "billing_address"));
	if (bigcommerce_time(b->body, "date_created", &request)
	    && build_flag(b->body, "is_email_opt_in"))
		build_set_consent(p, "email", CONSENT_GRANTED, "checkout", request);
	build_device(b, NULL, BUILD_FIRST(b->body, "ip_address", "ip_address_v6"));
}

bool
bigcommerce_customer(struct build *b)
{
	static const char mails[] = "accepts_product_review_abandoned_cart_emails";
	const char *id = build_id(b->body, "id");
	bool wanted = build_flag(b->body, mails);
	const json_t *addresses;
	json_t *p = value_map();
	size_t n;

	b->type = "customer.updated";
	value_set(b->data, "customer", p);
	bigcommerce_happened(b, b->body, "date_modified");
	build_set_key(p, "customer", "id", id);
	plain_set(p, "customer", "first_name", build_text(b->body, "first_name"));
	plain_set(p, "customer", "last_name", build_text(b->body, "last_name"));
	if (value_kind(value_get(b->body, mails)) == VALUE_BOOL)
		build_set_consent(p, "email", wanted ? CONSENT_GRANTED : CONSENT_DENIED, "account",
		    b->time);
	else if (value_kind(value_get(b->body, mails)) > VALUE_NULL)
		build_set_consent(p, "email", CONSENT_PENDING, "account", b->time);
	build_set_key(p, "customer", "email", build_text(b->body, "email"));
	build_set_key(p, "customer", "phone", build_text(b->body, "phone"));
	build_list(b->body, "addresses", PARCELS_MAX, &addresses, &n);
	fill_address(p, value_at(addresses, 0));
	return build_customer(b, id);
}

/* False: the subscriber's consents do not concern carts. CONSENT_PENDING: they cannot be read. */
static bool
bigcommerce_person_subscribed(const struct build *b, enum consent_state *state)
{
	bool given = false;
	const json_t *list;
	crt_time made;
	size_t i, n;
	bool there = bigcommerce_time(b->body, "date_created", &made);

	*state = CONSENT_PENDING;
	if (!build_list(b->body, "consents", CONSENTS_MAX, &list, &n))
		return true;
	if (list && (n == 0 || (there && b->dated && b->time > made))) {
		*state = CONSENT_DENIED;
		given = true;
	}
	for (i = 0; i < n; i++) {
		const char *to = value_text(value_at(list, i));

		if (to && !strcmp(to, "abandoned_cart")) {
			*state = CONSENT_GRANTED;
			return true;
		}
		if (to == NULL || strstr(to, VALUE_UNREADABLE)) {
			build_leave(b->body, "consents", LEFT_TEXT);
			*state = CONSENT_PENDING;
			given = true;
		}
	}
	return given;
}

/* Identified by e-mail address alone: the number is not a customer's. */
bool
bigcommerce_subscriber(struct build *b)
{
	enum consent_state state;
	json_t *p = value_map();
	bool given;

	b->type = "customer.updated";
	value_set(b->data, "customer", p);
	if (build_text(b->body, "email") == NULL)
		return err_set(b->err, ERR_INPUT, "the subscriber has no e-mail address");
	bigcommerce_happened(b, b->body, "date_modified");
	given = bigcommerce_person_subscribed(b, &state);
	build_set_key(p, "customer", "email", build_text(b->body, "email"));
	plain_set(p, "customer", "first_name", build_text(b->body, "first_name"));
	plain_set(p, "customer", "last_name", build_text(b->body, "last_name"));
	if (given)
		build_set_consent(p, "email", state, "subscriber", b->time);
	return true;
}
