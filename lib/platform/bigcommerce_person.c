/* bigcommerce_person.c: shoppers, customers and subscribers of BigCommerce. */
#include <string.h>

#include "platform/bigcommerce.h"

/*
 * Consent.  A customer's flag says whether he gets mails about carts; the shop's
 * own mails go by it, so true is a yes and false a no.  A subscriber's consents
 * are a list: with "abandoned_cart" in it a yes; an empty one a no; one with the
 * newsletter alone is a no only when it was changed after it was made, since
 * whoever left his address for a newsletter was never asked about carts.
 * Nothing here is asked about text messages.
 */

#define CONSENTS_MAX 20

/* Name, telephone and place of an address, as far as they are not known yet. */
static bool
fill_address(struct build *b, json_t *p, const json_t *address)
{
	const char *country = BUILD_FIRST(address, "country_code", "country_iso2");
	const char *phone = build_said(address, "phone");

	if (phone && !value_get(p, "phone") && !build_set_address(b, p, "customer", "phone", phone))
		return false;
	if (!value_get(p, "first_name") && !value_get(p, "last_name")) {
		build_set_words(p, "customer", "first_name", build_said(address, "first_name"));
		build_set_words(p, "customer", "last_name", build_said(address, "last_name"));
	}
	if (country && !value_get(p, "country")) {
		build_set_key(p, "customer", "country", country);
		build_set_key(p, "customer", "region", BUILD_FIRST(address,
		    "state_or_province_code", "state_or_province", "state"));
	}
	return true;
}

bool
bigcommerce_shopper(struct build *b, const json_t *cart, const json_t *checkout)
{
	const json_t *billing = value_get(checkout, "billing_address");
	const json_t *parcel = value_at(value_get(checkout, "consignments"), 0);
	const char *email = build_said(cart, "email"), *locale = build_said(cart, "locale");
	json_t *p = value_map();

	value_set(b->data, "customer", p);
	build_set_key(p, "customer", "id", build_id(cart, "customer_id"));
	build_set_key(p, "customer", "locale", locale ? locale : build_said(b->body, "locale"));
	return build_set_address(b, p, "customer", "email",
	    email ? email : build_said(billing, "email"))
	    && fill_address(b, p, billing) && fill_address(b, p, value_get(parcel, "address"))
	    && fill_address(b, p, value_get(parcel, "shipping_address"));
}

/* The box was ticked when the order was made; later changes of it ask nobody again. */
bool
bigcommerce_buyer(struct build *b)
{
	json_t *p = value_map();
	crt_time asked;
	bool there;

	value_set(b->data, "customer", p);
	build_set_key(p, "customer", "id", build_id(b->body, "customer_id"));
	build_set_key(p, "customer", "locale", build_said(b->body, "customer_locale"));
	if (!build_set_address(b, p, "customer", "email", build_said(b->body,
	    "billing_address.email"))
	    || !fill_address(b, p, value_get(b->body, "billing_address"))
	    || !bigcommerce_time(b, b->body, "date_created", &asked, &there))
		return false;
	if (there && value_true(value_get(b->body, "is_email_opt_in")))
		build_set_consent(p, "email", "granted", "checkout", asked);
	return build_device(b, NULL, BUILD_FIRST(b->body, "ip_address", "ip_address_v6"));
}

bool
bigcommerce_customer(struct build *b)
{
	const json_t *mails = value_get(b->body, "accepts_product_review_abandoned_cart_emails");
	const char *id = build_id(b->body, "id");
	json_t *p = value_map();

	b->type = "customer.updated";
	value_set(b->data, "customer", p);
	if (!build_subject(b, "customer", id) || !bigcommerce_happened(b, b->body, "date_modified"))
		return false;
	value_set_text(p, "id", id);
	build_set_words(p, "customer", "first_name", build_said(b->body, "first_name"));
	build_set_words(p, "customer", "last_name", build_said(b->body, "last_name"));
	if (value_kind(mails) == VALUE_BOOL)
		build_set_consent(p, "email", value_true(mails) ? "granted" : "denied", "account",
		    b->time);
	return build_set_address(b, p, "customer", "email", build_said(b->body, "email"))
	    && build_set_address(b, p, "customer", "phone", build_said(b->body, "phone"))
	    && fill_address(b, p, value_at(value_get(b->body, "addresses"), 0));
}

/* granted, denied, or NULL: nothing is said about carts. */
static bool
subscribed(struct build *b, const char **state)
{
	const json_t *list;
	crt_time made;
	size_t i, n;
	bool there;

	*state = NULL;
	if (value_kind(value_get(b->body, "consents")) != VALUE_LIST)
		return true;
	if (!build_list(b, b->body, "consents", CONSENTS_MAX, &list, &n)
	    || !bigcommerce_time(b, b->body, "date_created", &made, &there))
		return false;
	if (n == 0 || (there && b->dated && b->time > made))
		*state = "denied";
	for (i = 0; i < n; i++)
		if (value_text(value_at(list, i))
		    && !strcmp(value_text(value_at(list, i)), "abandoned_cart"))
			*state = "granted";
	return true;
}

/* Known by his address alone: his number is none of a customer. */
bool
bigcommerce_subscriber(struct build *b)
{
	const char *state;
	json_t *p = value_map();

	b->type = "customer.updated";
	value_set(b->data, "customer", p);
	if (build_said(b->body, "email") == NULL)
		return err_set(b->err, ERR_INPUT, "the subscriber has no address");
	if (!bigcommerce_happened(b, b->body, "date_modified") || !subscribed(b, &state)
	    || !build_set_address(b, p, "customer", "email", build_said(b->body, "email")))
		return false;
	build_set_words(p, "customer", "first_name", build_said(b->body, "first_name"));
	build_set_words(p, "customer", "last_name", build_said(b->body, "last_name"));
	if (state)
		build_set_consent(p, "email", state, "subscriber", b->time);
	return true;
}
