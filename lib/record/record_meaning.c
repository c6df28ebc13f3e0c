/* record_meaning.c: what a record of an order or a cart means, also without a member. */
#include <string.h>

#include "record/record.h"

enum order_status
record_order_status(const struct record_order *o)
{
	return o->status < 0 ? ORDER_AWAITING : (enum order_status)o->status;
}

bool
record_order_closes(enum order_status s)
{
	return s == ORDER_BOUGHT || s == ORDER_AWAITING;
}

/* Whether tax and shipping are within the total. */
static bool
record_order_fits(const struct record_order *o)
{
	const struct record_money *part[] = { &o->tax, &o->shipping };
	int64_t left = o->total.minor;
	size_t i;

	for (i = 0; o->total.given && i < COUNT(part); i++) {
		if (!part[i]->given)
			continue;
		if (part[i]->minor > left || strcmp(part[i]->currency, o->total.currency))
			return false;
		left -= part[i]->minor;
	}
	return true;
}

static const struct record_money unknown_money;

const struct record_money *
record_order_tax(const struct record_order *o)
{
	return record_order_fits(o) ? &o->tax : &unknown_money;
}

const struct record_money *
record_order_shipping(const struct record_order *o)
{
	return record_order_fits(o) ? &o->shipping : &unknown_money;
}

bool
record_cart_empty(const struct record_cart *c)
{
	return c->items && c->nitems == 0;
}
