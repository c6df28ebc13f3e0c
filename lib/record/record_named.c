/* record_named.c: whether what was left out of a record is what would have told whose it is. */
#include <string.h>

#include "record/record.h"

/* What tells it, by the path from data on. */
static const char *const naming[] = {
	"customer", "customer.id", "customer.email", "customer.phone", "into.id", "into.email",
	"into.phone", "order.cart_id", "order.checkout_id", "message", "provider_id", "link",
};

static bool
is_named(const struct record_customer *c)
{
	return c && (c->id || c->email || c->phone);
}

static bool
is_keyed(const struct record_customer_key *c)
{
	return c && (c->id || c->email || c->phone);
}

static bool
order_named(const struct record_order_placed *r)
{
	return r->order->cart_id || r->order->checkout_id || is_named(r->customer);
}

static bool
privacy_named(const struct record_privacy_requested *r)
{
	return r->orders || is_keyed(r->customer);
}

static bool
merge_named(const struct record_customer_merged *r)
{
	return is_keyed(r->customer) && is_keyed(r->into);
}

static bool
touch_named(const struct record_touch *r)
{
	return r->message || r->provider_id || r->link;
}

static bool
names(const struct record *r)
{
	switch (r->kind) {
	case RECORD_order_placed: case RECORD_order_updated:
		return order_named(r->data);	/* both have the same members */
	case RECORD_customer_updated:
		return is_named(((const struct record_customer_updated *)r->data)->customer);
	case RECORD_customer_deleted:
		return is_keyed(((const struct record_customer_deleted *)r->data)->customer);
	case RECORD_customer_merged:
		return merge_named(r->data);
	case RECORD_consent_changed:
		return is_keyed(((const struct record_consent_changed *)r->data)->customer);
	case RECORD_privacy_requested:
		return privacy_named(r->data);
	case RECORD_message_delivered: case RECORD_message_opened: case RECORD_message_clicked:
	case RECORD_message_bounced: case RECORD_message_complained: case RECORD_message_replied:
	case RECORD_message_unsubscribed:
		return touch_named(r->data);
	default:
		return true;		/* its required members tell */
	}
}

bool
record_named(const struct record *r, struct err *e)
{
	const struct left *l;
	size_t i;

	if (r->left.first == NULL || names(r))
		return true;
	for (l = r->left.first; l; l = l->next)
		for (i = 0; i < COUNT(naming); i++)
			if (!strcmp(naming[i], l->path))
				return err_set(e, ERR_INPUT, "%s %s, and nothing else tells whose it is",
				    l->path, left_reason(l->reason));
	return true;
}
