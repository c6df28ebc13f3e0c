/* variable.c: the variables that the templates of messages can read. */
#include <string.h>

#include "rule/variable.h"

static const char *const names[] = {
	"store.name", "store.url", "store.currency", "store.locale", "store.from",
	"customer.first_name", "customer.last_name", "customer.email", "customer.locale",
	"customer.country",
	"cart.id", "cart.url", "cart.currency", "cart.total.amount", "cart.total.currency",
	"cart.items.id", "cart.items.sku", "cart.items.title", "cart.items.variant",
	"cart.items.quantity", "cart.items.price.amount", "cart.items.price.currency",
	"cart.items.image", "cart.items.url",
	"links.cart", "links.unsubscribe",
	"coupon.code", "coupon.percent", "coupon.expires",
	"message.id", "message.step",
};

static bool
is_view(const char *s, size_t n)
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

		if (!(used && is_view(dotted, n))) {
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
	size_t i, n;

	if (!variable_plain(dotted, plain))
		return false;
	n = strlen(plain);
	for (i = 0; i < COUNT(names); i++)
		if (!strncmp(names[i], plain, n) && (names[i][n] == '.' || names[i][n] == '\0'))
			return true;
	return false;
}

const char *
variable_at(size_t i)
{
	return i < COUNT(names) ? names[i] : NULL;
}
