/* link.c: build the link with which a BigCommerce shopper restores a cart. */
#include <string.h>

#include "crypto/encode.h"
#include "platform/bigcommerce/bigcommerce.h"

/*
 * A message's link must work for weeks, repeatedly, and on another device. BigCommerce's
 * redirect_urls work only once, and the page for the abandoned token has no documented address
 * in BigCommerce's own themes. A checkout URL (vendor: "Checkout URL") works forever and makes
 * a new cart of the same items each time:
 *	https://SHOP/checkout/?products=SKU:2,12:1&action=buy
 *
 * It takes a SKU, or the product's number if the product has no options. Some items do not fit
 * into it: custom items, certificates, and parts of another item. Then the link is the shop's
 * cart page, which shows the cart in a browser that still has it. The shop's address comes from
 * the first item's page, because a store may have several shops.
 */

#define LINK_MAX 2048

const char *const bigcommerce_lists[BIGCOMMERCE_LISTS] = {
	"physical_items", "digital_items", "custom_items", "gift_certificates"
};

/* The origin of an item's page: "https://shop.example". */
static bool
bigcommerce_link_origin(const json_t *line_items, struct str *out)
{
	size_t i, k;

	for (k = 0; k < BIGCOMMERCE_LINKED; k++) {
		const json_t *list = value_get(line_items, bigcommerce_lists[k]);

		for (i = 0; i < value_count(list); i++) {
			const char *url = build_text(value_at(list, i), "url");
			size_t n = url && !strncmp(url, "https://", 8) ? strcspn(url + 8, "/?#") : 0;

			if (n == 0)
				continue;
			str_add(out, url, 8 + n);
			return true;
		}
	}
	return false;
}

/* Whether the item is part of another item, and comes with that. */
static bool
bigcommerce_link_is_part(const json_t *line_items, const json_t *item)
{
	const char *parent = build_perhaps(item, "parent_id");
	size_t i, k;

	for (k = 0; parent && k < BIGCOMMERCE_LINKED; k++) {
		const json_t *list = value_get(line_items, bigcommerce_lists[k]);

		for (i = 0; i < value_count(list); i++) {
			const char *id = build_text(value_at(list, i), "id");

			if (id && !strcmp(id, parent))
				return true;
		}
	}
	return false;
}

static const char *
bigcommerce_link_name_of(const json_t *item)
{
	const char *sku = build_text(item, "sku");

	if (sku)
		return strpbrk(sku, ":,") ? NULL : sku;
	return value_count(value_get(item, "options")) ? NULL : build_id(item, "product_id");
}

/* False: the item does not fit into a checkout URL. */
static bool
bigcommerce_link_add(const json_t *line_items, const json_t *item, struct str *out, bool *first)
{
	const json_t *mutable = value_get(item, "is_mutable");
	const char *name = bigcommerce_link_name_of(item);
	int64_t quantity;

	if (value_kind(mutable) == VALUE_BOOL && !value_true(mutable))
		return true;		/* a gift of the shop, which is added automatically */
	if (name == NULL || bigcommerce_link_is_part(line_items, item)
	    || !build_whole(build_text(item, "quantity"), &quantity))
		return false;
	if (quantity == 0)
		return true;
	str_puts(out, *first ? "/checkout/?products=" : ",");
	percent_write(out, name, strlen(name));
	str_printf(out, ":%lld", (long long)quantity);
	*first = false;
	return true;
}

static bool
bigcommerce_link_products(const json_t *line_items, struct str *out)
{
	bool first = true;
	size_t i, k;

	for (k = 0; k < BIGCOMMERCE_LISTS; k++) {
		const json_t *list = value_get(line_items, bigcommerce_lists[k]);

		if (k >= BIGCOMMERCE_LINKED && value_count(list))
			return false;
		for (i = 0; i < value_count(list); i++)
			if (!bigcommerce_link_add(line_items, value_at(list, i), out, &first))
				return false;
	}
	str_puts(out, "&action=buy");
	return !first && !str_full(out);
}

void
bigcommerce_link(json_t *cart, const json_t *line_items)
{
	struct str s = STR_MAX(LINK_MAX);
	size_t n;

	if (bigcommerce_link_origin(line_items, &s)) {
		n = s.len;
		if (!bigcommerce_link_products(line_items, &s)) {
			str_cut(&s, n);
			str_puts(&s, "/cart.php");
			value_set_text(cart, "url_lasts", "cart_life");
		}
		build_set_url(cart, "cart", "url", str_text(&s));
	}
	str_free(&s);
}
