/* order.c: convert orders of Shopify and their states. */
#include <string.h>
#include <strings.h>

#include "platform/shopify/shopify.h"

#define SHIPPING_MAX 100		/* shipping lines of an order, and taxes of a line */

/*
 * All values of financial_status in the Admin API. Any other value, and none, counts as
 * awaiting, because a person who may have bought must get no reminder; the value is reported. A
 * canceled order is failed whatever was paid, because in the end nothing was bought.
 */
static const struct state {
	const char *word;
	enum order_status status;
} states[] = {
	{ "paid", ORDER_BOUGHT },
	{ "authorized", ORDER_BOUGHT },
	{ "partially_refunded", ORDER_BOUGHT },
	{ "refunded", ORDER_BOUGHT },
	{ "pending", ORDER_AWAITING },
	{ "partially_paid", ORDER_AWAITING },
	{ "expired", ORDER_FAILED },
	{ "voided", ORDER_FAILED },
};

static const struct state *
shopify_order_state_of(const char *word)
{
	size_t i;

	for (i = 0; word && i < COUNT(states); i++)
		if (!strcasecmp(states[i].word, word))
			return &states[i];
	return NULL;
}

/* A subscription's automatic order comes from no cart: its person did nothing. An order whose
   cart key cannot be read does come from a cart. */
static bool
shopify_order_renewal(const struct build *b)
{
	static const char by_contract[] = "subscription_contract";
	const char *source = build_text(b->body, "source_name");

	return source && !strncmp(source, by_contract, sizeof by_contract - 1)
	    && !build_text(b->body, "cart_token") && !build_unread(b->body, "cart_token");
}

static enum order_status
shopify_order_status_of(struct build *b, const char **word)
{
	const struct state *s;
	crt_time cancelled;

	*word = build_text(b->body, "financial_status");
	s = shopify_order_state_of(*word);
	if (build_time(b->body, "cancelled_at", "", &cancelled)) {
		*word = "cancelled";
		return ORDER_FAILED;
	}
	if (s == NULL) {
		b->unknown = *word ? *word : "";
		return ORDER_AWAITING;
	}
	if (shopify_order_renewal(b))
		return ORDER_NOT_A_CHECKOUT;
	/* An invoice for a draft that the shop's staff wrote is not a checkout. */
	if (s->status == ORDER_AWAITING && !build_text(b->body, "checkout_token")
	    && !build_unread(b->body, "checkout_token")
	    && build_reads(b->body, "source_name", "shopify_draft_order"))
		return ORDER_NOT_A_CHECKOUT;
	return s->status;
}

/* sets: whether the order has each amount also in the currency that the shopper saw. */
static bool
shopify_order_total(const struct build *b, json_t *order, struct money *m, bool *sets)
{
	static const char shown[] = "total_price_set.presentment_money.amount";
	const char *amount = build_text(b->body, shown);

	*sets = amount != NULL;
	if (*sets)
		return build_total(order, m, amount,
		    build_text(b->body, "total_price_set.presentment_money.currency_code"));
	return build_total(order, m, build_text(b->body, "total_price"),
	    build_text(b->body, "currency"));
}

/* Subtracts the tax of a shipping line, whose price includes it. */
static bool
shopify_order_untax(const json_t *line, bool sets, struct money *price)
{
	const json_t *taxes;
	struct money m;
	size_t i, n;
	bool known = build_list(line, "tax_lines", SHIPPING_MAX, &taxes, &n);

	for (i = 0; i < n; i++) {
		known = build_money(&m, build_text(value_at(taxes, i),
		    sets ? "price_set.presentment_money.amount" : "price"), price->currency) && known;
		price->minor -= known && m.minor < price->minor ? m.minor : known ? price->minor : 0;
	}
	return known;
}

static void
shopify_order_shipping(const struct build *b, const struct money *total, bool sets, json_t *order)
{
	const bool taxed = build_flag(b->body, "taxes_included");
	struct money sum = *total, m;
	const json_t *lines;
	size_t i, n;
	bool known = build_list(b->body, "shipping_lines", SHIPPING_MAX, &lines, &n)
	    && value_kind(value_get(b->body, "shipping_lines")) == VALUE_LIST;

	sum.minor = 0;
	for (i = 0; i < n; i++) {
		const json_t *line = value_at(lines, i);

		if (build_flag(line, "is_removed"))
			continue;
		known = build_money(&m, build_text(line,
		    sets ? "discounted_price_set.presentment_money.amount" : "discounted_price"),
		    total->currency) && (!taxed || shopify_order_untax(line, sets, &m))
		    && build_add(&sum, &m) && known;
	}
	if (known)
		build_set_money(order, "shipping", &sum);
}

static void
shopify_order_parts(const struct build *b, const struct money *total, bool sets, json_t *order)
{
	struct money m;

	if (build_money(&m, build_text(b->body, sets ? "total_tax_set.presentment_money.amount"
	    : "total_tax"), total->currency))
		build_set_money(order, "tax", &m);
	shopify_order_shipping(b, total, sets, order);
}

/* Adds a refunded payment. False: the refunded total is unknown, for example because a payment
   went back in a currency other than the order's. */
static bool
add_payment(const json_t *t, struct money *sum)
{
	const char *kind = build_text(t, "kind"), *state = build_text(t, "status");
	const char *currency = build_text(t, "currency"), *amount = build_text(t, "amount");
	struct money m;

	if (kind == NULL || strcmp(kind, "refund") || state == NULL || strcmp(state, "success"))
		return true;
	if (currency && strcasecmp(currency, sum->currency)) {
		build_leave(t, "currency", LEFT_SUM);
		return false;
	}
	return build_money(&m, amount, sum->currency) && build_add(sum, &m);
}

static void
shopify_order_refunded(const struct build *b, const struct money *of, json_t *order)
{
	const json_t *refunds, *payments;
	struct money sum = *of;
	size_t i, k, n, m;
	bool known = build_list(b->body, "refunds", PLATFORM_REFUNDS_MAX, &refunds, &n);

	sum.minor = 0;
	for (i = 0; i < n; i++) {
		known = build_list(value_at(refunds, i), "transactions", PLATFORM_REFUNDS_MAX,
		    &payments, &m) && known;
		for (k = 0; k < m; k++)
			known = add_payment(value_at(payments, k), &sum) && known;
	}
	if (known && sum.minor > 0)
		build_set_money(order, "refunded", &sum);
}

/* The time of purchase: an imported order was processed long before it was created here. */
static crt_time
shopify_order_placed(const struct build *b, json_t *order)
{
	crt_time t = b->time, processed;
	bool there = build_time(b->body, "created_at", "", &t);

	if (build_time(b->body, "processed_at", "", &processed) && (!there || processed < t))
		t = processed;
	build_set_time(order, "placed", t);
	return t;
}

static void
shopify_order_fill(struct build *b, json_t *order, crt_time *when)
{
	const char *word;
	enum order_status status = shopify_order_status_of(b, &word);
	struct money m;
	bool known, sets;

	value_set_text(order, "id", build_text(b->body, "id"));
	build_set_words(order, "order", "number", BUILD_FIRST(b->body, "name", "order_number"));
	build_set_key(order, "order", "cart_id", build_text(b->body, "cart_token"));
	build_set_key(order, "order", "checkout_id", build_text(b->body, "checkout_token"));
	value_set_text(order, "status", words_order_status[status]);
	build_set_words(order, "order", "platform_status", word);
	known = shopify_order_total(b, order, &m, &sets);
	build_set_codes(b, order, "discount_codes", "code");
	*when = shopify_order_placed(b, order);
	if (known) {
		shopify_order_parts(b, &m, sets, order);
		shopify_order_refunded(b, &m, order);
	}
	if (build_flag(b->body, "test"))
		value_set(order, "test", value_new_bool(true));
}

static void
shopify_order_device(struct build *b)
{
	build_device(b, build_text(b->body, "client_details.user_agent"),
	    BUILD_FIRST(b->body, "browser_ip", "client_details.browser_ip"));
}

/* The boxes were ticked at the checkout; later changes of the order are no new consent. */
static bool
shopify_order_make(struct build *b, const char *type)
{
	json_t *order = value_map();
	crt_time when;

	value_set(b->data, "order", order);
	b->type = type;
	if (!build_subject(b, "order", build_text(b->body, "id")))
		return false;
	shopify_happened(b, "updated_at");
	shopify_order_fill(b, order, &when);
	value_set(b->data, "customer", shopify_person(b, b->body, value_get(b->body, "customer"),
	    when));
	shopify_order_device(b);
	return true;
}

bool
shopify_order_create(struct build *b)
{
	return shopify_order_make(b, "order.placed");
}

bool
shopify_order_change(struct build *b)
{
	return shopify_order_make(b, "order.updated");
}
