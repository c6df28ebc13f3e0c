/* record_named.c: check that a record still identifies someone after members were left out. */
#include <string.h>

#include "person/address.h"
#include "record/record.h"

/* The members that identify someone, as paths in data. */
static const char *const person_paths[] = {
	"customer", "customer.id", "customer.email", "customer.phone", "into.id", "into.email",
	"into.phone", "order.cart_id", "order.checkout_id", "message", "provider_id", "link",
};

static bool
record_named_is(const struct record_customer *c)
{
	return c && (c->id || c->email || c->phone);
}

static bool
customer_has_key(const struct record_customer_key *c)
{
	char norm[EMAIL_MAX + 1], mail[EMAIL_MAX + 1];

	return c && (c->id || c->phone
	    || (c->email && address_email(c->email, strlen(c->email), norm, mail)));
}

static bool
order_named(const struct record_order_placed *r)
{
	return r->order->cart_id || r->order->checkout_id || record_named_is(r->customer);
}

static bool
privacy_named(const struct record_privacy_requested *r)
{
	return r->kind == PRIVACY_STORE_ERASE || r->orders || customer_has_key(r->customer);
}

static bool
merge_named(const struct record_customer_merged *r)
{
	return customer_has_key(r->customer) && customer_has_key(r->into);
}

static bool
touch_named(const struct record_touch *r)
{
	return r->message || r->provider_id || r->link || r->email;
}

static bool
record_named_names(const struct record *r)
{
	switch (r->kind) {
	case RECORD_order_placed: case RECORD_order_updated:
		return order_named(r->data);	/* both have the same members */
	case RECORD_customer_updated:
		return record_named_is(((const struct record_customer_updated *)r->data)->customer);
	case RECORD_customer_deleted:
		return customer_has_key(((const struct record_customer_deleted *)r->data)->customer);
	case RECORD_customer_merged:
		return merge_named(r->data);
	case RECORD_consent_changed:
		return customer_has_key(((const struct record_consent_changed *)r->data)->customer);
	case RECORD_privacy_requested:
		return privacy_named(r->data);
	case RECORD_message_accepted: case RECORD_message_delivered:
	case RECORD_message_opened: case RECORD_message_clicked:
	case RECORD_message_bounced: case RECORD_message_complained: case RECORD_message_replied:
	case RECORD_message_unsubscribed:
		return touch_named(r->data);
	default:
		return true;		/* its required members identify it */
	}
}

/* An order may belong to nobody. A request that belongs to nobody would be lost. */
static bool
kind_needs_person(enum record_kind kind)
{
	return kind == RECORD_consent_changed || kind == RECORD_privacy_requested
	    || kind == RECORD_customer_deleted || kind == RECORD_customer_merged;
}

const struct left *
record_unnamed(const struct record *r)
{
	static const char *const person[] = {
		"customer", "customer.id", "customer.email", "customer.phone", LEFT_OTHERS,
	};
	const struct left *l;
	size_t i;

	for (l = r->left.first; l; l = l->next)
		for (i = 0; i < COUNT(person); i++)
			if (!strcmp(person[i], l->path))
				return l;
	return NULL;
}

bool
record_named(const struct record *r, struct err *e)
{
	const struct left *l;
	size_t i;

	if (record_named_names(r))
		return true;
	for (l = r->left.first; l; l = l->next)
		for (i = 0; i < COUNT(person_paths); i++)
			if (!strcmp(person_paths[i], l->path))
				return err_set(e, ERR_INPUT, "%s %s, and no other member identifies the person",
				    l->path, left_reason(l->reason));
	return !kind_needs_person(r->kind) || err_set(e, ERR_INPUT, "no member identifies the person");
}
