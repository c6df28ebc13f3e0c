/* cart.c: convert a quote of Magento, with its totals or without. */
#include <string.h>
#include <strings.h>

#include "platform/magento/magento.h"
#include "payload/plain.h"

#define OPTIONS_MAX 32		/* chosen options of an item that are used */
#define SEGMENTS_MAX 100	/* lines in the totals */

/* The parts of the body. A cart alone has no totals, a URL only by the module in etc/magento. */
struct quote {
	const json_t *cart, *totals, *lines;
	const char *url, *currency;
	struct money nothing;		/* zero in its currency */
	bool one_currency;		/* the shopper pays in the base currency */
};

static void
open_quote(const struct build *b, struct quote *q)
{
	const json_t *cart = value_get(b->body, "cart"), *totals = value_get(b->body, "totals");
	bool whole = value_kind(cart) == VALUE_MAP;
	const char *base;
	char code[4];
	size_t n;

	if (whole && value_kind(totals) > VALUE_NULL && value_kind(totals) != VALUE_MAP)
		build_leave(b->body, "totals", LEFT_OBJECT);
	*q = (struct quote){ .cart = whole ? cart : b->body,
	    .totals = whole && value_kind(totals) == VALUE_MAP ? totals : NULL };
	build_list(q->totals, "items", PLATFORM_ITEMS_MAX, &q->lines, &n);
	q->url = build_text(q->cart, "extension_attributes.crt_restore_url");
	if (q->url == NULL)
		q->url = whole ? build_text(b->body, "url") : NULL;
	q->currency = build_text(q->totals, "quote_currency_code");
	if (q->currency == NULL)
		q->currency = BUILD_FIRST(q->cart, "currency.quote_currency_code",
		    "quote_currency_code");
	base = BUILD_FIRST(q->cart, "currency.base_currency_code", "base_currency_code");
	q->one_currency = base == NULL
	    || (build_currency(code, base) && q->currency && !strcasecmp(base, q->currency));
	if (!build_money(&q->nothing, "0", q->currency))
		q->currency = NULL;
}

static const json_t *
magento_cart_find(const json_t *list, const char *member, const char *text, size_t max)
{
	size_t i;

	for (i = 0; text && i < value_count(list) && i < max; i++) {
		const char *given = build_text(value_at(list, i), member);

		if (given && !strcmp(given, text))
			return value_at(list, i);
	}
	return NULL;
}

/* The totals' data about the same item. */
static const json_t *
magento_cart_line_of(const struct quote *q, const json_t *item)
{
	return magento_cart_find(q->lines, "item_id", build_text(item, "item_id"),
	    PLATFORM_ITEMS_MAX);
}

/* The price of one, or of the whole line, as the shopper saw it: with tax if known. NULL:
   unknown in the shopper's currency. */
static const char *
magento_cart_price_given(const struct quote *q, const json_t *item, bool whole)
{
	const json_t *line = magento_cart_line_of(q, item);
	const char *given = whole ? build_text(line, "price_incl_tax")
	    : BUILD_FIRST(line, "row_total_incl_tax", "row_total");

	if (given == NULL)
		given = whole ? build_text(item, "price_incl_tax")
		    : BUILD_FIRST(item, "row_total_incl_tax", "row_total");
	if (given == NULL && whole && q->one_currency)
		given = build_text(line, "price") ? build_text(line, "price")
		    : build_text(item, "price");
	return q->currency ? given : NULL;
}

/* The chosen options: a JSON text such as [{"label":"Size","value":"XS"}]. */
static void
magento_cart_set_variant(json_t *out, const json_t *line)
{
	const char *text = build_text(line, "options");
	struct str chosen = STR_MAX(MAGENTO_TEXT_MAX);
	struct err unread = { 0 };
	json_t *list;
	size_t i;

	if (text == NULL || strlen(text) > MAGENTO_TEXT_MAX
	    || !value_read_exact(&list, text, strlen(text), &unread))
		return;
	for (i = 0; i < value_count(list) && i < OPTIONS_MAX; i++) {
		const char *given = build_text(value_at(list, i), "value");

		if (given && chosen.len)
			str_puts(&chosen, ", ");
		if (given)
			plain_text(&chosen, given);
	}
	build_set_words(out, "item", "variant", str_text(&chosen));
	str_free(&chosen);
	value_free(list);
}

static void
magento_cart_set_title(json_t *out, const char *name, const char *times)
{
	struct str title = STR_MAX(MAGENTO_TEXT_MAX);

	plain_text(&title, name);
	if (times)
		str_printf(&title, " \xc3\x97 %s", times);
	build_set_words(out, "item", "title", title.len ? str_text(&title) : name);
	str_free(&title);
}

/* The parts of a bundle and the choice of a configurable product are listed beside their parent. */
static bool
magento_cart_is_part(const json_t *item)
{
	return build_id(item, "parent_item_id") != NULL;
}

/* The quantity of an item. An item sold by weight or length counts as one piece with the line's
   price. */
struct amount {
	const char *given;
	int64_t n;
	bool whole, known;
};

static struct amount
amount_of(const json_t *item)
{
	struct amount a = { .given = build_text(item, "qty"), .n = 1 };

	a.whole = build_whole(a.given, &a.n);
	a.known = a.whole || build_decimal(a.given);
	if (!a.whole)
		a.n = 1;
	if (a.given && !a.known)
		build_leave_text(a.given, LEFT_INTEGER);
	return a;
}

static bool
magento_cart_fill_item(struct build *b UNUSED, const json_t *item, const void *quote, json_t *out)
{
	const struct quote *q = quote;
	const char *name = BUILD_FIRST(item, "name", "sku");
	struct amount a = amount_of(item);
	struct money m;

	if (magento_cart_is_part(item) || a.n == 0)
		return false;
	build_set_key(out, "item", "id", build_text(item, "item_id"));
	build_set_key(out, "item", "sku", build_text(item, "sku"));
	if (name)
		magento_cart_set_title(out, name, a.known && !a.whole ? a.given : NULL);
	magento_cart_set_variant(out, magento_cart_line_of(q, item));
	if (a.known)
		value_set(out, "quantity", value_new_int(a.n));
	if (build_money(&m, a.known ? magento_cart_price_given(q, item, a.whole) : NULL, q->currency))
		build_set_money(out, "price", &m);
	return true;
}

/* The sum of the items, if all have a price. */
static bool
magento_cart_sum(const struct quote *q, struct money *total)
{
	const json_t *list;
	size_t i, n;
	bool known = build_list(q->cart, "items", PLATFORM_ITEMS_MAX, &list, &n), any = false;

	*total = q->nothing;
	for (i = 0; i < n && known; i++) {
		const json_t *item = value_at(list, i);
		struct amount a = amount_of(item);
		struct money m;

		if (magento_cart_is_part(item))
			continue;
		any = known = a.known && build_money(&m, magento_cart_price_given(q, item, a.whole),
		    q->currency);
		if (known && (__builtin_mul_overflow(m.minor, a.n, &m.minor)
		    || !build_add(total, &m))) {
			build_leave(q->cart, "items", LEFT_SUM);
			known = false;
		}
	}
	return known && any;
}

static void
magento_cart_set_total(const struct quote *q, json_t *cart)
{
	const json_t *segments;
	const char *given;
	struct money total;
	size_t n;

	build_list(q->totals, "total_segments", SEGMENTS_MAX, &segments, &n);
	given = build_text(magento_cart_find(segments, "code", "grand_total", SEGMENTS_MAX), "value");
	given = given ? given : build_text(q->totals ? q->totals : q->cart, "grand_total");
	if (given ? build_money(&total, given, q->currency) : magento_cart_sum(q, &total))
		build_set_money(cart, "total", &total);
	if (q->currency)
		value_set_text(cart, "currency", q->nothing.currency);
}

static void
set_times(struct build *b, const struct quote *q, json_t *cart)
{
	crt_time created;

	if (magento_time(q->cart, "created_at", &created))
		build_set_time(cart, "created", created);
	build_set_time(cart, "updated", b->time);
	if (value_get(cart, "url"))
		value_set_text(cart, "url_lasts", "cart_life");
	if (q->totals)
		b->time++;
}

const char *
magento_no_cart(const json_t *cart)
{
	const json_t *active = value_get(cart, "is_active");
	const json_t *bargain = value_path(cart, "extension_attributes.negotiable_quote");
	const char *created = build_text(cart, "created_at");
	const char *updated = build_text(cart, "updated_at"), *n = build_text(cart, "items_count");

	if (value_kind(active) > VALUE_NULL && !magento_yes(active))
		return "a closed cart; its order follows";
	if (magento_yes(value_get(bargain, "is_regular_quote")))
		return "a quote under negotiation";
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
	open_quote(b, &q);
	if (!build_subject(b, "cart", magento_id(q.cart)))
		return false;
	magento_happened(b, q.cart, "updated_at", "created_at");
	b->ignored = magento_no_cart(q.cart);
	if (b->ignored)
		return true;
	value_set_text(cart, "id", magento_id(q.cart));
	build_set_url(cart, "cart", "url", q.url);
	magento_cart_set_total(&q, cart);
	build_items(b, q.cart, "items", magento_cart_fill_item, &q, cart);
	set_times(b, &q, cart);
	magento_set_code(cart, q.totals ? build_text(q.totals, "coupon_code")
	    : build_text(q.cart, "coupon_code"));
	magento_person(b, q.cart, value_get(q.cart, "customer"));
	return true;
}

bool
magento_cart_deleted(struct build *b)
{
	return build_gone(b, "cart.deleted", "cart", magento_id(b->body));
}
