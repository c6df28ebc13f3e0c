/* fold_items.c: the items of a cart as they are kept: each price with its currency. */
#include <stdio.h>
#include <string.h>

#include "flow/fold.h"

#define ROOM sizeof "{\"amount\":,\"currency\":\"EUR\"}"

static size_t
bare_prices(const struct record_cart *cart)
{
	size_t i, n = 0;

	for (i = 0; i < cart->nitems; i++)
		n += cart->items[i].price.given && cart->items[i].price.bare;
	return n;
}

static char *
copy(char *to, const char *from, const char *end)
{
	memcpy(to, from, (size_t)(end - from));
	return to + (end - from);
}

/* What stands there stays, but for the amounts that leave their currency to the cart:
   who reads an item later does not see the cart around it. */
struct fold_text
fold_items(struct arena *arena, const struct record_cart *cart, struct fold_text list)
{
	const char *from = list.at, *end = list.at + list.n, *copied = list.at, *item, *price;
	size_t n, m, i = 0, bare = bare_prices(cart);
	char *text, *p;

	if (bare == 0)
		return list;
	p = text = arena_get(arena, list.n + bare * ROOM);
	for (; i < cart->nitems && value_span_next(&from, end, &item, &n); i++) {
		const struct record_money *money = &cart->items[i].price;

		if (!money->given || !money->bare || !value_span(item, n, "price", &price, &m))
			continue;
		p = copy(p, copied, price);
		copied = price + m;
		p += snprintf(p, ROOM + m, "{\"amount\":%.*s,\"currency\":\"%s\"}", (int)m, price,
		    money->currency);
	}
	p = copy(p, copied, end);
	return (struct fold_text){ text, (size_t)(p - text) };
}
