/* order.c: convert orders of WooCommerce, and decide which are carts. */
#include <string.h>

#include "platform/woocommerce/woocommerce.h"

/* A cart, a cart if the shopper made it, an order, a deleted one, not an order yet. */
enum meaning { DRAFT, CART, ORDER, GONE, NOTHING };

/*
 * WooCommerce's own statuses. Plugins add others, and a status alone does not show whether
 * somebody bought. An order with such a status, or without one, counts as awaiting, which ends
 * the reminders to its person. The status is reported.
 */
static const struct state {
	const char *word;
	enum meaning meaning;
	enum order_status status;	/* of an ORDER */
} states[] = {
	{ "checkout-draft", DRAFT, 0 },
	{ "pending", CART, 0 },
	{ "failed", CART, 0 },
	{ "processing", ORDER, ORDER_BOUGHT },
	{ "completed", ORDER, ORDER_BOUGHT },
	{ "refunded", ORDER, ORDER_BOUGHT },
	{ "on-hold", ORDER, ORDER_AWAITING },
	{ "cancelled", ORDER, ORDER_FAILED },
	{ "trash", GONE, 0 },
	{ "auto-draft", NOTHING, 0 },
};

static const struct state of_a_plugin = { NULL, ORDER, ORDER_AWAITING };

static const struct state *
woocommerce_order_state_of(const char *word)
{
	size_t i;

	for (i = 0; word && i < COUNT(states); i++)
		if (!strcmp(states[i].word, word))
			return &states[i];
	return &of_a_plugin;
}

static bool
order_by_shopper(const struct build *b)
{
	const char *via = build_text(b->body, "created_via");

	return via && (!strcmp(via, "checkout") || !strcmp(via, "store-api"));
}

/* A subscription's automatic order: its person did nothing. If that is not certain, they did. */
static bool
woocommerce_order_renewal(const struct build *b)
{
	return build_reads(b->body, "created_via", "subscription")
	    || (woocommerce_meta(b->body, "_subscription_renewal") && !order_by_shopper(b)
	    && !build_unread(b->body, "created_via"));
}

/* WooCommerce writes refunds as negative amounts. */
static void
woocommerce_order_refunded(const struct build *b, const struct money *of, json_t *order)
{
	const json_t *list;
	struct money sum = *of, m;
	size_t i, n;
	bool known = build_list(b->body, "refunds", PLATFORM_REFUNDS_MAX, &list, &n);

	sum.minor = 0;
	for (i = 0; i < n; i++) {
		const char *amount = build_text(value_at(list, i), "total");

		known = build_money(&m, amount && *amount == '-' ? amount + 1 : amount, of->currency)
		    && build_add(&sum, &m) && known;
	}
	if (known && sum.minor > 0)
		build_set_money(order, "refunded", &sum);
}

/* WooCommerce's total of shipping is without tax, whatever its prices include. */
static void
woocommerce_order_parts(const struct build *b, const struct money *total, json_t *order)
{
	struct money m;

	if (build_money(&m, build_text(b->body, "total_tax"), total->currency))
		build_set_money(order, "tax", &m);
	if (build_money(&m, build_text(b->body, "shipping_total"), total->currency))
		build_set_money(order, "shipping", &m);
}

/*
 * The time of the order. With the block checkout, this is when the page was opened. The order
 * was a cart until it was paid or changed, whichever is earlier. A bank transfer is paid days
 * later, and opening an order may change it.
 */
static void
woocommerce_order_placed(const struct build *b, bool purchase, json_t *order)
{
	crt_time made = b->time, ended = b->time, paid;
	bool known = build_time(b->body, "date_created_gmt", "Z", &made);

	if (build_time(b->body, "date_paid_gmt", "Z", &paid) && paid < ended)
		ended = paid;
	build_set_time(order, "placed", known ? made : ended);
	if (purchase && known && ended > made)
		build_set_time(order, "confirmed", ended);
}

static void
woocommerce_order_fill(struct build *b, enum order_status status, json_t *order)
{
	const char *id = build_id(b->body, "id");
	struct money total;
	bool known;

	value_set_text(order, "id", id);
	build_set_words(order, "order", "number", build_text(b->body, "number"));
	build_set_key(order, "order", "cart_id", id);
	value_set_text(order, "status", words_order_status[status]);
	build_set_words(order, "order", "platform_status", build_text(b->body, "status"));
	known = build_total(order, &total, build_text(b->body, "total"),
	    build_text(b->body, "currency"));
	build_set_codes(b, order, "coupon_lines", "code");
	woocommerce_order_placed(b, record_order_closes(status), order);
	if (known) {
		woocommerce_order_parts(b, &total, order);
		woocommerce_order_refunded(b, &total, order);
	}
}

static bool
woocommerce_order_erase(struct build *b, const char *id)
{
	json_t *orders = value_list();

	b->type = "privacy.requested";
	value_set_text(b->data, "kind", words_privacy_kind[PRIVACY_ERASE]);
	value_set(b->data, "customer", value_map());
	value_set(b->data, "orders", orders);
	value_add(orders, value_new_text(id));
	return build_subject(b, "order", id);
}

static bool
woocommerce_order(struct build *b, const char *type, enum order_status status)
{
	json_t *o = value_map();

	b->type = type;
	value_set(b->data, "order", o);
	woocommerce_order_fill(b, status, o);
	woocommerce_person(b);
	woocommerce_device(b);
	return build_subject(b, "order", build_id(b->body, "id"));
}

static bool
woocommerce_order_make(struct build *b, const char *type)
{
	const char *word = build_text(b->body, "status");
	const struct state *s = woocommerce_order_state_of(word);

	build_happened(b, b->body, "date_modified_gmt", "Z");
	if (woocommerce_erased(b->body))
		return woocommerce_order_erase(b, build_id(b->body, "id"));
	switch (s->meaning) {
	case DRAFT:
		return woocommerce_cart(b);
	case GONE:
		return build_gone(b, "cart.deleted", "cart", build_id(b->body, "id"));
	case NOTHING:
		b->ignored = "an order that the shop's staff is writing";
		return true;
	case CART:
		if (order_by_shopper(b))
			return woocommerce_cart(b);
		return woocommerce_order(b, type, ORDER_NOT_A_CHECKOUT);
	default:
		if (s == &of_a_plugin)
			b->unknown = word ? word : "";
		return woocommerce_order(b, type, woocommerce_order_renewal(b) ? ORDER_NOT_A_CHECKOUT
		    : s->status);
	}
}

bool
woocommerce_order_created(struct build *b)
{
	return woocommerce_order_make(b, "order.placed");
}

bool
woocommerce_order_changed(struct build *b)
{
	return woocommerce_order_make(b, "order.updated");
}

bool
woocommerce_order_deleted(struct build *b)
{
	build_happened(b, b->body, "date_modified_gmt", "Z");
	return build_gone(b, "cart.deleted", "cart", build_id(b->body, "id"));
}
