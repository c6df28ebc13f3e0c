/* order.c: convert orders of BigCommerce and their states. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

#define LATE (24 * CLOCK_HOUR)	/* a later payment is recorded by the shop's staff */

/*
 * The platform's fifteen states; a shop can rename them but not add any. Incomplete: the
 * payment page was opened, but nobody paid. Pending waits for an external payment; its person
 * may have paid and gets no reminder. For the same reason an unknown or missing number counts
 * as awaiting and is reported. fresh: the shop has not processed the order yet, so its last
 * change is its payment.
 */
static const struct state {
	const char *number;
	enum order_status status;
	bool fresh;
} states[] = {
	{ "0", ORDER_FAILED, false },	/* Incomplete */
	{ "1", ORDER_AWAITING, true },	/* Pending */
	{ "2", ORDER_BOUGHT, false },	/* Shipped */
	{ "3", ORDER_BOUGHT, false },	/* Partially Shipped */
	{ "4", ORDER_BOUGHT, false },	/* Refunded */
	{ "5", ORDER_FAILED, false },	/* Canceled */
	{ "6", ORDER_FAILED, false },	/* Declined */
	{ "7", ORDER_AWAITING, true },	/* Awaiting Payment */
	{ "8", ORDER_BOUGHT, false },	/* Awaiting Pickup */
	{ "9", ORDER_BOUGHT, false },	/* Awaiting Shipment */
	{ "10", ORDER_BOUGHT, false },	/* Completed */
	{ "11", ORDER_BOUGHT, true },	/* Awaiting Fulfillment */
	{ "12", ORDER_AWAITING, true },	/* Manual Verification Required */
	{ "13", ORDER_BOUGHT, false },	/* Disputed */
	{ "14", ORDER_BOUGHT, false },	/* Partially Refunded */
};

static const struct state unknown_state = { NULL, ORDER_AWAITING, true };

static const struct state *
bigcommerce_order_state_of(const char *number)
{
	size_t i;

	for (i = 0; number && i < COUNT(states); i++)
		if (!strcmp(states[i].number, number))
			return &states[i];
	return &unknown_state;
}

/* An unpaid order that the shop's staff wrote for a shopper is not a checkout. */
static enum order_status
bigcommerce_order_status_of(const struct build *b, const struct state *s)
{
	if (s->status == ORDER_AWAITING && s != &unknown_state
	    && build_reads(b->body, "order_source", "manual") && !build_text(b->body, "cart_id"))
		return ORDER_NOT_A_CHECKOUT;
	return s->status;
}

/*
 * date_created is when the payment page was first opened. The payment may be hours later, with
 * changes of the cart in between, and no field has its time. So if the shop has not processed
 * the order yet, its cart ended at the order's last change.
 */
static void
bigcommerce_order_placed(const struct build *b, const struct state *s, json_t *order)
{
	crt_time made = b->time, ended = b->time;
	bool there = bigcommerce_time(b->body, "date_created", &made);

	build_set_time(order, "placed", made);
	if (there && s->fresh && b->dated && ended > made)
		build_set_time(order, "confirmed", ended < made + LATE ? ended : made + LATE);
}

/* Handling is shown and charged with the shipping. */
static void
bigcommerce_order_parts(const struct build *b, const char *currency, json_t *order)
{
	struct money m, handling;
	bool known;

	if (build_money(&m, build_text(b->body, "total_tax"), currency))
		build_set_money(order, "tax", &m);
	known = build_money(&m, build_text(b->body, "shipping_cost_ex_tax"), currency);
	if (known && value_kind(value_get(b->body, "handling_cost_ex_tax")) > VALUE_NULL)
		known = build_money(&handling, build_text(b->body, "handling_cost_ex_tax"), currency)
		    && build_add(&m, &handling);
	if (known)
		build_set_money(order, "shipping", &m);
}

/* Amounts are in the currency of the payment; the shopper may have seen another one. */
static void
bigcommerce_order_amounts(const struct build *b, json_t *order)
{
	const char *currency = BUILD_FIRST(b->body, "default_currency_code", "currency_code");
	struct money m;

	build_total(order, &m, build_text(b->body, "total_inc_tax"), currency);
	bigcommerce_order_parts(b, currency, order);
	if (build_money(&m, build_text(b->body, "refunded_amount"), currency) && m.minor > 0)
		build_set_money(order, "refunded", &m);
}

static void
bigcommerce_order_fill(const struct build *b, const struct state *s, json_t *order)
{
	const char *id = build_id(b->body, "id");

	value_set_text(order, "id", id);
	build_set_words(order, "order", "number", id);
	build_set_key(order, "order", "cart_id", build_text(b->body, "cart_id"));
	value_set_text(order, "status", words_order_status[bigcommerce_order_status_of(b, s)]);
	build_set_words(order, "order", "platform_status", build_text(b->body, "status"));
	if (build_reads(b->body, "payment_method", "Test Payment Gateway"))
		value_set(order, "test", value_new_bool(true));
	bigcommerce_order_amounts(b, order);
	bigcommerce_order_placed(b, s, order);
}

bool
bigcommerce_order(struct build *b)
{
	const char *number = build_text(b->body, "status_id");
	const struct state *s = bigcommerce_order_state_of(number);
	json_t *order = value_map();

	b->type = "order.updated";
	value_set(b->data, "order", order);
	if (build_reads(b->body, "external_source", "M-MIG")) {
		b->ignored = "an order imported from another shop system";
		return true;
	}
	bigcommerce_happened(b, b->body, "date_modified");
	if (s == &unknown_state)
		b->unknown = number ? number : "";
	bigcommerce_order_fill(b, s, order);
	bigcommerce_buyer(b);
	return build_subject(b, "order", build_id(b->body, "id"));
}
