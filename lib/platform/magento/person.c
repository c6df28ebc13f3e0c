/* person.c: convert customers of Magento, with an account or as guests. */
#include <string.h>

#include "platform/magento/magento.h"

/*
 * is_subscribed is Magento's only consent, and only for accounts. A person who is not
 * subscribed never made a choice or has unsubscribed. The two look the same, so it is a no. A
 * guest's consent is unknown.
 */

#define PEOPLE_MAX 100		/* addresses of one person */

const char *const magento_person_paths[] = {
	"quote_id", "customer_id", "customer_email", "customer_telephone", "billing_address.email",
	"billing_address.telephone", "addresses.email", "addresses.telephone", NULL
};

/* Where to find a person's data, the most recent source first. */
struct places {
	const json_t *account, *doc, *billing, *shipping;
};

static const json_t *
map_or_null(const json_t *v)
{
	return value_kind(v) == VALUE_MAP ? v : NULL;
}

/* REST has billing_address, events have "addresses": a list, or a map by kind. */
static const json_t *
magento_person_address(const json_t *doc, const char *member, const char *kind)
{
	const json_t *given = value_get(doc, member), *list = value_get(doc, "addresses");
	size_t i, n;

	if (map_or_null(given))
		return given;
	if (value_kind(given) > VALUE_NULL)
		build_text(given, "email");	/* notes that it is not a map */
	if (map_or_null(value_get(list, kind)))
		return value_get(list, kind);
	build_list(doc, "addresses", PEOPLE_MAX, &list, &n);
	for (i = 0; i < n; i++)
		if (build_reads(value_at(list, i), "address_type", kind))
			return value_at(list, i);
	return NULL;
}

static const json_t *
magento_person_shipping(const json_t *doc)
{
	const json_t *found = magento_person_address(doc, "shipping_address", "shipping"), *list;
	size_t n;

	build_list(doc, "extension_attributes.shipping_assignments", PEOPLE_MAX, &list, &n);
	if (found)
		return found;
	found = map_or_null(value_path(value_at(list, 0), "shipping.address"));
	/* build_text notes what is no map on the way to it */
	if (found == NULL && build_text(value_at(list, 0), "shipping.address"))
		build_leave(value_at(list, 0), "shipping.address", LEFT_OBJECT);
	return found;
}

/* The account's billing address, else the first one. */
static const json_t *
magento_person_default(const json_t *account)
{
	const json_t *list;
	size_t i, n;

	build_list(account, "addresses", PEOPLE_MAX, &list, &n);
	for (i = 0; i < n; i++)
		if (magento_yes(value_get(value_at(list, i), "default_billing")))
			return value_at(list, i);
	return value_at(list, 0);
}

/* A member of an account or an address; in a cart or an order it is named "customer_" and the
   same. */
static const char *
magento_person_pick(const struct places *p, const char *member, const char *of_doc)
{
	const char *given = build_text(p->account, member);

	given = given ? given : build_text(p->doc, of_doc);
	given = given ? given : build_text(p->billing, member);
	return given ? given : build_text(p->shipping, member);
}

static const char *
magento_person_region(const json_t *a)
{
	static const char *const paths[] = {
		"region_code", "region.region_code", "region", "region.region"
	};
	const char *given = NULL;
	size_t i;

	for (i = 0; i < COUNT(paths) && given == NULL; i++)
		given = build_perhaps(a, paths[i]);
	if (value_kind(value_get(a, "region")) == VALUE_LIST)
		build_text(a, "region");	/* a text or a map; notes anything else */
	if (given == NULL || value_kind(value_get(a, "region_code")) > VALUE_NULL)
		build_text(a, "region_code");
	return given;
}

static bool
is_yes_or_no(const char *s)
{
	return s && (!*s || !strcmp(s, "0") || !strcmp(s, "1") || !strcmp(s, "true")
	    || !strcmp(s, "false"));
}

static void
set_consent(struct build *b, json_t *person, const json_t *account)
{
	static const char *const paths[] = {
		"extension_attributes.is_subscribed", "is_subscribed"
	};
	const json_t *given = value_path(account, paths[0]);
	size_t i = value_kind(given) <= VALUE_NULL;

	given = i ? value_path(account, paths[1]) : given;
	if (value_kind(given) == VALUE_BOOL || is_yes_or_no(value_text(given))) {
		build_set_consent(person, "email", magento_yes(given) ? CONSENT_GRANTED
		    : CONSENT_DENIED, "newsletter", b->time);
		return;
	}
	build_flag(account, paths[0]);	/* notes an unreadable value */
	build_flag(account, paths[1]);
	if (value_kind(given) > VALUE_NULL || build_uncertain(account, paths[0]))
		build_set_consent(person, "email", CONSENT_PENDING, "newsletter", b->time);
}

static void
magento_person_fill(struct build *b, const struct places *p, const char *id)
{
	json_t *person = value_map();
	const char *given;

	value_set(b->data, "customer", person);
	build_set_key(person, "customer", "id", id);
	build_set_key(person, "customer", "email", magento_person_pick(p, "email", "customer_email"));
	build_set_key(person, "customer", "phone",
	    magento_person_pick(p, "telephone", "customer_telephone"));
	build_set_words(person, "customer", "first_name",
	    magento_person_pick(p, "firstname", "customer_firstname"));
	build_set_words(person, "customer", "last_name",
	    magento_person_pick(p, "lastname", "customer_lastname"));
	build_set_key(person, "customer", "country",
	    magento_person_pick(p, "country_id", "country_id"));
	given = magento_person_region(p->billing);
	build_set_key(person, "customer", "region", given ? given : magento_person_region(p->shipping));
	if (id)
		set_consent(b, person, p->account);
}

void
magento_person(struct build *b, const json_t *doc, const json_t *account)
{
	struct places p = { account, doc, magento_person_address(doc, "billing_address", "billing"),
	    magento_person_shipping(doc) };
	const char *id = build_id(account, "id");

	if (p.billing == NULL)
		p.billing = magento_person_default(account);
	magento_person_fill(b, &p, id ? id : build_id(doc, "customer_id"));
}

bool
magento_customer(struct build *b)
{
	struct places p = { b->body, NULL, magento_person_default(b->body), NULL };
	const char *id = magento_id(b->body);

	b->type = "customer.updated";
	magento_happened(b, b->body, "updated_at", "created_at");
	magento_person_fill(b, &p, id);
	return build_customer(b, id);
}

bool
magento_customer_deleted(struct build *b)
{
	return build_gone(b, "customer.deleted", "customer", magento_id(b->body));
}
