/* magento_cart.c: a quote of Magento, with its totals or without. */
#include <string.h>
#include <strings.h>

#include "platform/magento.h"

#define OPTIONS_MAX 32		/* chosen options of an item that are told */
#define SEGMENTS_MAX 100	/* lines of the totals */

/* The parts of what came: alone, a cart has neither totals nor an address. */
struct quote {
	const json_t *cart, *totals;
	const char *url, *currency;
	struct money nothing;		/* of that currency */
	bool one_currency;		/* the base prices are the shopper's too */
};

static bool
open_quote(struct build *b, struct quote *q)
{
	const json_t *cart = value_get(b->body, "cart"), *totals = value_get(b->body, "totals");
	bool whole = value_kind(cart) == VALUE_MAP && value_kind(totals) == VALUE_MAP;
	const char *base;

	*q = (struct quote){ .cart = whole ? cart : b->body, .totals = whole ? totals : NULL };
	q->url = whole ? build_said(b->body, "url") : NULL;
	q->currency = build_said(q->totals, "quote_currency_code");
	if (q->currency == NULL)
		q->currency = BUILD_FIRST(q->cart, "currency.quote_currency_code",
		    "quote_currency_code");
	base = BUILD_FIRST(q->cart, "currency.base_currency_code", "base_currency_code");
	q->one_currency = base == NULL || (q->currency && !strcasecmp(base, q->currency));
	return q->currency == NULL || build_money(b, &q->nothing, "0", q->currency);
}

static const json_t *
find(const json_t *list, const char *member, const char *text, size_t max)
{
	size_t i;

	for (i = 0; text && i < value_count(list) && i < max; i++) {
		const char *said = build_said(value_at(list, i), member);

		if (said && !strcmp(said, text))
			return value_at(list, i);
	}
	return NULL;
}

/* What the totals say of the same item. */
static const json_t *
line_of(const struct quote *q, const json_t *item)
{
	return find(value_get(q->totals, "items"), "item_id", build_said(item, "item_id"),
	    PLATFORM_ITEMS_MAX);
}

/* Of one, or of the whole line: as it was shown, tax included where that is known.  NULL:
   not known in the shopper's currency. */
static const char *
price_said(const struct quote *q, const json_t *item, bool whole)
{
	const json_t *line = line_of(q, item);
	const char *said = whole ? build_said(line, "price_incl_tax")
	    : BUILD_FIRST(line, "row_total_incl_tax", "row_total");

	if (said == NULL)
		said = whole ? build_said(item, "price_incl_tax")
		    : BUILD_FIRST(item, "row_total_incl_tax", "row_total");
	if (said == NULL && whole && q->one_currency)
		said = build_said(line, "price") ? build_said(line, "price")
		    : build_said(item, "price");
	return q->currency ? said : NULL;
}

/* [{"label":"Size","value":"XS"}], written as a text: what was chosen. */
static void
set_variant(json_t *out, const json_t *line)
{
	const char *text = build_said(line, "options");
	struct str chosen = STR_MAX(MAGENTO_TEXT_MAX);
	struct err unread = { 0 };
	json_t *list;
	size_t i;

	if (text == NULL || strlen(text) > MAGENTO_TEXT_MAX
	    || !value_read_exact(&list, text, strlen(text), &unread))
		return;
	for (i = 0; i < value_count(list) && i < OPTIONS_MAX; i++) {
		const char *said = build_said(value_at(list, i), "value");

		if (said && chosen.len)
			str_puts(&chosen, ", ");
		if (said)
			magento_plain(&chosen, said);
	}
	build_set_words(out, "item", "variant", str_text(&chosen));
	str_free(&chosen);
	value_free(list);
}

static void
set_title(json_t *out, const char *name, const char *times)
{
	struct str title = STR_MAX(MAGENTO_TEXT_MAX);

	magento_plain(&title, name);
	if (times)
		str_printf(&title, " \xc3\x97 %s", times);
	build_set_words(out, "item", "title", title.len ? str_text(&title) : name);
	str_free(&title);
}

/* The parts of a bundle and the choice of a configurable stand beside what holds them. */
static bool
is_part(const json_t *item)
{
	return build_id(item, "parent_item_id") != NULL;
}

/* An item sold by weight or length is one, and costs what its line costs. */
static bool
fill_item(struct build *b, const json_t *item, const void *quote, json_t *out)
{
	const struct quote *q = quote;
	const char *said = build_said(item, "qty");
	const char *name = BUILD_FIRST(item, "name", "sku");
	const char *price;
	struct money m;
	int64_t quantity;
	bool whole = build_whole(said, &quantity);

	if (is_part(item))
		return true;
	if (name == NULL || said == NULL)
		return err_set(b->err, ERR_INPUT, "an item lacks its %s",
		    name ? "quantity" : "name");
	price = price_said(q, item, whole);
	if (price && !build_money(b, &m, price, q->currency))
		return false;
	build_set_key(out, "item", "id", build_said(item, "item_id"));
	build_set_key(out, "item", "sku", build_said(item, "sku"));
	set_title(out, name, whole ? NULL : said);
	set_variant(out, line_of(q, item));
	value_set(out, "quantity", value_new_int(whole ? quantity : 1));
	if (price)
		build_set_money(out, "price", &m);
	return true;
}

/* The sum of the items, if each of them says its price. */
static bool
sum(struct build *b, const struct quote *q, struct money *total, bool *known)
{
	const json_t *list = value_get(q->cart, "items");
	size_t i;

	*total = q->nothing;
	for (i = 0, *known = false; i < value_count(list) && i < PLATFORM_ITEMS_MAX; i++) {
		const json_t *item = value_at(list, i);
		struct money m;
		int64_t quantity;
		bool whole = build_whole(build_said(item, "qty"), &quantity);
		const char *said = price_said(q, item, whole);

		if (is_part(item))
			continue;
		if (said == NULL)
			return *known = false, true;
		if (!build_money(b, &m, said, q->currency))
			return false;
		if (whole && __builtin_mul_overflow(m.minor, quantity, &m.minor))
			return err_set(b->err, ERR_INPUT, "a sum of money is too large");
		if (!build_add(b, total, &m))
			return false;
		*known = true;
	}
	return true;
}

static bool
set_total(struct build *b, const struct quote *q, json_t *cart)
{
	const json_t *segment = find(value_get(q->totals, "total_segments"), "code",
	    "grand_total", SEGMENTS_MAX);
	const char *said = build_said(segment, "value");
	struct money total;
	bool known = true;

	said = said ? said : build_said(q->totals ? q->totals : q->cart, "grand_total");
	if (said && q->currency ? !build_money(b, &total, said, q->currency)
	    : !sum(b, q, &total, &known))
		return false;
	if (known)
		build_set_money(cart, "total", &total);
	if (q->currency)
		value_set_text(cart, "currency", q->nothing.currency);
	return true;
}

static bool
set_times(struct build *b, const struct quote *q, json_t *cart)
{
	crt_time created;
	bool there;

	if (!magento_time(b, q->cart, "created_at", &created, &there))
		return false;
	if (there)
		build_set_time(cart, "created", created);
	build_set_time(cart, "updated", b->time);
	if (q->totals)
		b->time++;
	return true;
}

const char *
magento_no_cart(const json_t *cart)
{
	const json_t *active = value_get(cart, "is_active");
	const json_t *bargain = value_path(cart, "extension_attributes.negotiable_quote");
	const char *created = build_said(cart, "created_at");
	const char *updated = build_said(cart, "updated_at"), *n = build_said(cart, "items_count");

	if (value_kind(active) > VALUE_NULL && !magento_yes(active))
		return "a closed cart; its order comes by itself";
	if (magento_yes(value_get(bargain, "is_regular_quote")))
		return "a quote that is being negotiated";
	if (n && !strcmp(n, "0") && created && updated && !strcmp(created, updated))
		return "a cart that never held anything";
	return NULL;
}

bool
magento_cart(struct build *b)
{
	struct quote q;
	json_t *cart = value_map();

	value_set(b->data, "cart", cart);
	b->type = "cart.updated";
	if (!open_quote(b, &q) || !build_subject(b, "cart", magento_id(q.cart))
	    || !magento_happened(b, q.cart, "updated_at", "created_at"))
		return false;
	b->ignored = magento_no_cart(q.cart);
	if (b->ignored)
		return true;
	value_set_text(cart, "id", magento_id(q.cart));
	build_set_url(cart, "cart", "url", q.url);
	if (!set_total(b, &q, cart) || !build_items(b, q.cart, "items", fill_item, &q, cart)
	    || !set_times(b, &q, cart))
		return false;
	magento_set_code(cart, q.totals ? build_said(q.totals, "coupon_code")
	    : build_said(q.cart, "coupon_code"));
	magento_person(b, q.cart, value_get(q.cart, "customer"));
	return true;
}

bool
magento_cart_deleted(struct build *b)
{
	return build_gone(b, "cart.deleted", "cart", magento_id(b->body));
}
