/* variable.c: the variables that message templates can read. */
#include <string.h>

#include "rule/variable.h"

static const char *const names[] = {
	"store", "store.name", "store.url", "store.currency", "store.locale", "store.from",
	"store.address", "store.timezone", "store.color", "store.ink", "store.edge",
	"store.edge_dark", "store.logo",
	"customer", "customer.first_name", "customer.last_name", "customer.email",
	"customer.locale", "customer.country",
	"cart", "cart.id", "cart.url", "cart.currency",
	"cart.total", "cart.total.amount", "cart.total.currency",
	"cart.items", "cart.items.id", "cart.items.sku", "cart.items.title", "cart.items.variant",
	"cart.items.quantity", "cart.items.image", "cart.items.url",
	"cart.items.price", "cart.items.price.amount", "cart.items.price.currency",
	"links", "links.cart", "links.hidden", "links.open", "links.preferences",
	"links.unsubscribe",
	"coupon", "coupon.code", "coupon.percent", "coupon.expires",
	"message", "message.id", "message.step",
	"design", "design.color", "design.ink", "design.edge", "design.edge_dark", "design.logo",
	"design.layout",
};

static bool
variable_is_view(const char *s, size_t n)
{
	return (n == 4 && (!memcmp(s, "size", 4) || !memcmp(s, "last", 4)))
	    || (n == 5 && !memcmp(s, "first", 5));
}

bool
variable_plain(const char *dotted, char out[VARIABLE_MAX])
{
	size_t used = 0;

	while (*dotted) {
		size_t n = strcspn(dotted, ".");

		if (!(used && variable_is_view(dotted, n))) {
			if (used + n + 2 > VARIABLE_MAX)
				return false;
			if (used)
				out[used++] = '.';
			memcpy(out + used, dotted, n);
			used += n;
		}
		dotted += n + (dotted[n] == '.');
	}
	out[used] = '\0';
	return true;
}

bool
variable_known(const char *dotted)
{
	char plain[VARIABLE_MAX];
	size_t i;

	if (!variable_plain(dotted, plain))
		return false;
	for (i = 0; i < COUNT(names); i++)
		if (!strcmp(names[i], plain))
			return true;
	return false;
}

const char *
variable_at(size_t i)
{
	return i < COUNT(names) ? names[i] : NULL;
}
