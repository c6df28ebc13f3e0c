/* person.c: convert customers of WooCommerce, registered or guests. */
#include <string.h>

#include "payload/plain.h"
#include "platform/woocommerce/woocommerce.h"

#define ERASED_EMAIL "deleted@site.invalid"
#define ERASED_TEXT  "[deleted]"
#define META_MAX 10000			/* plugins add many */

const char *
woocommerce_meta(const json_t *order, const char *key)
{
	const json_t *meta;
	size_t i, n;

	build_list(order, "meta_data", META_MAX, &meta, &n);
	for (i = 0; i < n; i++)
		if (build_reads(value_at(meta, i), "key", key)
		    && build_perhaps(value_at(meta, i), "value"))
			return build_perhaps(value_at(meta, i), "value");
	return NULL;
}

bool
woocommerce_erased(const json_t *order)
{
	const char *given = woocommerce_meta(order, "_anonymized");

	return build_reads(order, "billing.email", ERASED_EMAIL)
	    || build_reads(order, "billing.first_name", ERASED_TEXT)
	    || build_reads(order, "billing.last_name", ERASED_TEXT) || (given && !strcmp(given, "yes"));
}

static void
woocommerce_person_fill(const struct build *b, const char *id, json_t *p)
{
	const json_t *o = b->body;

	build_set_key(p, "customer", "id", id);
	build_set_key(p, "customer", "email", BUILD_FIRST(o, "email", "billing.email"));
	build_set_key(p, "customer", "phone", BUILD_FIRST(o, "billing.phone", "shipping.phone"));
	plain_set(p, "customer", "first_name",
	    BUILD_FIRST(o, "first_name", "billing.first_name", "shipping.first_name"));
	plain_set(p, "customer", "last_name",
	    BUILD_FIRST(o, "last_name", "billing.last_name", "shipping.last_name"));
	build_set_key(p, "customer", "country",
	    BUILD_FIRST(o, "billing.country", "shipping.country"));
	build_set_key(p, "customer", "region", BUILD_FIRST(o, "billing.state", "shipping.state"));
}

void
woocommerce_person(struct build *b)
{
	json_t *p = value_map();

	value_set(b->data, "customer", p);
	woocommerce_person_fill(b, build_id(b->body, "customer_id"), p);
}

void
woocommerce_device(struct build *b)
{
	build_device(b, build_text(b->body, "customer_user_agent"),
	    build_text(b->body, "customer_ip_address"));
}

bool
woocommerce_customer(struct build *b)
{
	const char *id = build_id(b->body, "id");
	json_t *p = value_map();

	b->type = "customer.updated";
	value_set(b->data, "customer", p);
	build_happened(b, b->body, "date_modified_gmt", "Z");
	woocommerce_person_fill(b, id, p);
	return build_customer(b, id);
}

bool
woocommerce_customer_deleted(struct build *b)
{
	return build_gone(b, "customer.deleted", "customer", build_id(b->body, "id"));
}
