/* record_meaning.c: what a record of an order or a cart means, also without a member. */
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

bool
record_cart_empty(const struct record_cart *c)
{
	return c->items && c->nitems == 0;
}
