/* order.c: convert orders of Magento and their states. */
#include <string.h>

#include "platform/magento/magento.h"

/*
 * States of Magento's Order model; a shop's own statuses each belong to one of them. A status
 * counts only if there is no state. pending_payment means that the shopper is paying at the
 * bank; Magento cancels the order after some hours.
 */
static const struct {
	const char *word;
	enum order_status meaning;
} words[] = {
	{ "new", ORDER_AWAITING },
	{ "pending_payment", ORDER_AWAITING },
	{ "payment_review", ORDER_AWAITING },
	{ "holded", ORDER_AWAITING },
	{ "processing", ORDER_BOUGHT },
	{ "complete", ORDER_BOUGHT },
	{ "closed", ORDER_BOUGHT },		/* refunded */
	{ "canceled", ORDER_FAILED },
	{ "pending", ORDER_AWAITING },	/* the status of "new"; only statuses from here on */
	{ "fraud", ORDER_AWAITING },
	{ "pending_paypal", ORDER_AWAITING },
	{ "paypal_reversed", ORDER_BOUGHT },
	{ "paypal_canceled_reversal", ORDER_BOUGHT },
};

#define UNKNOWN_ORDER ORDER_AWAITING	/* like a purchase: one mail too few is better */

static enum order_status
magento_order_meaning(struct build *b, const json_t *order)
{
	const char *word = BUILD_FIRST(order, "state", "status");
	size_t i;

	for (i = 0; word && i < COUNT(words); i++)
		if (!strcmp(words[i].word, word))
			return words[i].meaning;
	b->unknown = word ? word : "";
	return UNKNOWN_ORDER;
}

static void
magento_order_refunded(const json_t *o, const char *currency, json_t *order)
{
	struct money m;

	if (build_money(&m, build_text(o, "total_refunded"), currency) && m.minor > 0)
		build_set_money(order, "refunded", &m);
}

/* A discount of the shipping is not in its amount. */
static void
magento_order_parts(const json_t *o, const char *currency, json_t *order)
{
	struct money m, discount = { 0 };
	bool known;

	if (build_money(&m, build_text(o, "tax_amount"), currency))
		build_set_money(order, "tax", &m);
	known = build_money(&m, build_text(o, "shipping_amount"), currency);
	if (known && value_kind(value_get(o, "shipping_discount_amount")) > VALUE_NULL)
		known = build_money(&discount, build_text(o, "shipping_discount_amount"), currency);
	m.minor = known && m.minor > discount.minor ? m.minor - discount.minor : 0;
	if (known)
		build_set_money(order, "shipping", &m);
}

static void
magento_order_set_placed(const struct build *b, const json_t *o, json_t *order)
{
	crt_time t = b->time;

	magento_time(o, "created_at", &t);
	build_set_time(order, "placed", t);
}

static void
magento_order_fill(struct build *b, const json_t *o, const char *id, json_t *order)
{
	const char *currency = build_text(o, "order_currency_code");
	struct money total;

	value_set_text(order, "id", id);
	build_set_words(order, "order", "number", BUILD_FIRST(o, "increment_id", "real_order_id"));
	build_set_key(order, "order", "cart_id", build_id(o, "quote_id"));
	value_set_text(order, "status", words_order_status[magento_order_meaning(b, o)]);
	build_set_words(order, "order", "platform_status", BUILD_FIRST(o, "status", "state"));
	build_total(order, &total, build_text(o, "grand_total"), currency);
	magento_order_parts(o, currency, order);
	magento_set_code(order, build_text(o, "coupon_code"));
	magento_order_set_placed(b, o, order);
	magento_order_refunded(o, currency, order);
}

/* Some modules send {"order":{...}} with other members. */
static bool
magento_order_make(struct build *b, const char *type)
{
	const json_t *inner = value_get(b->body, "order");
	const json_t *o = value_kind(inner) == VALUE_MAP ? inner : b->body;
	const char *id = BUILD_FIRST(o, "entity_id", "id");
	json_t *order = value_map();

	b->type = type;
	value_set(b->data, "order", order);
	magento_happened(b, o, "updated_at", "created_at");
	magento_order_fill(b, o, id, order);
	magento_person(b, o, NULL);
	return build_subject(b, "order", id);
}

bool
magento_order(struct build *b)
{
	return magento_order_make(b, "order.updated");
}

bool
magento_order_placed(struct build *b)
{
	return magento_order_make(b, "order.placed");
}
