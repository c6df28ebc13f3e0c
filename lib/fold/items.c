/* items.c: the items of a cart in stored form, each price with its currency. */
#include <stdio.h>
#include <string.h>

#include "fold/fold.h"
#include "record/line.h"

#define ROOM sizeof "{\"amount\":,\"currency\":\"EUR\"}"

int64_t
fold_quantity(const struct record_item *i)
{
	return i->quantity == RECORD_NO_INT ? 1 : i->quantity;
}

static size_t
items_bare_prices(const struct record_cart *cart)
{
	size_t i, n = 0;

	for (i = 0; i < cart->nitems; i++)
		n += cart->items[i].price.given && cart->items[i].price.bare;
	return n;
}

static char *
fold_items_copy(char *to, const char *from, const char *end)
{
	memcpy(to, from, (size_t)(end - from));
	return to + (end - from);
}

/* Keeps the text as received but adds the cart's currency to amounts without one: items are
   later read without their cart. */
static struct fold_text
items_with_currency(struct arena *arena, const struct record_cart *cart, struct fold_text list,
    size_t bare)
{
	const char *from = list.at, *end = list.at + list.n, *copied = list.at, *item, *price;
	size_t n, m, i = 0;
	char *text, *p;

	p = text = arena_get(arena, list.n + bare * ROOM);
	for (; i < cart->nitems && value_span_next(&from, end, &item, &n); i++) {
		const struct record_money *money = &cart->items[i].price;

		if (!money->given || !money->bare || !value_span(item, n, "price", &price, &m))
			continue;
		p = fold_items_copy(p, copied, price);
		copied = price + m;
		p += snprintf(p, ROOM + m, "{\"amount\":%.*s,\"currency\":\"%s\"}", (int)m, price,
		    money->currency);
	}
	p = fold_items_copy(p, copied, end);
	return (struct fold_text){ text, (size_t)(p - text) };
}

/* Whether some field must be left out of the stored text. */
static bool
items_have_gaps(const struct record *r, const struct record_cart *cart)
{
	static const char items[] = "cart.items";
	const struct left *l;
	size_t i;

	for (l = r->left.first; l; l = l->next)
		if (!strncmp(l->path, items, sizeof items - 1) || !strcmp(l->path, LEFT_OTHERS))
			return true;
	for (i = 0; i < cart->nitems; i++)
		if (cart->items[i].title == NULL || cart->items[i].quantity == RECORD_NO_INT)
			return true;
	return false;
}

static void
write_item(struct str *s, const struct record_item *i)
{
	str_puts(s, "{");
	line_text(s, "id", i->id);
	line_text(s, "sku", i->sku);
	line_text(s, "title", i->title ? i->title : i->sku);
	line_text(s, "variant", i->variant);
	line_int(s, "quantity", fold_quantity(i));
	if (i->price.given)
		line_money(s, "price", i->price.minor, i->price.currency);
	if (i->cost.given)
		line_money(s, "cost", i->cost.minor, i->cost.currency);
	line_text(s, "category", i->category);
	line_text(s, "vendor", i->vendor);
	line_text(s, "image", i->image);
	line_text(s, "url", i->url);
	str_puts(s, "}");
}

/* The items with only those fields that could be read. */
static struct fold_text
items_as_read(struct arena *arena, const struct record_cart *cart)
{
	struct str s = STR_MAX(2 * RECORD_LINE_MAX);
	struct fold_text text = { "[]", 2 };
	size_t i;

	str_puts(&s, "[");
	for (i = 0; i < cart->nitems; i++) {
		str_puts(&s, i ? "," : "");
		write_item(&s, &cart->items[i]);
	}
	str_puts(&s, "]");
	if (!str_full(&s))
		text = (struct fold_text){ arena_dup(arena, str_text(&s), s.len), s.len };
	str_free(&s);
	return text;
}

struct fold_text
fold_items(struct arena *arena, const struct record *r, struct fold_text list)
{
	const struct record_cart *cart = ((const struct record_cart_updated *)r->data)->cart;
	size_t bare = items_bare_prices(cart);

	if (items_have_gaps(r, cart))
		return items_as_read(arena, cart);
	return bare ? items_with_currency(arena, cart, list, bare) : list;
}
