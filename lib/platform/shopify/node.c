/* node.c: convert nodes of GraphQL responses to the form of webhook bodies. */
#include <stdio.h>
#include <string.h>

#include "platform/shopify/api.h"

#define TOKEN_MAX 128			/* bytes, as record.def has a cart's id */
#define STEP_MAX  64			/* of a path */

const char *
shopify_digits(const char *gid)
{
	const char *slash = gid ? strrchr(gid, '/') : NULL;

	return slash && slash[1] ? slash + 1 : NULL;
}

/* The value at path, or the one that blocks the path; the reader of that value notes the error. */
static json_t *
node_at(json_t *v, const char *path)
{
	char step[STEP_MAX];
	size_t n;

	for (; *path && value_kind(v) == VALUE_MAP; path += n + (path[n] == '.')) {
		n = strcspn(path, ".");
		snprintf(step, sizeof step, "%.*s", (int)n, path);
		v = value_get(v, step);
	}
	return v;
}

static void
node_move(json_t *to, const char *member, json_t *from, const char *path)
{
	json_t *found = node_at(from, path);

	if (value_kind(found) > VALUE_NULL)
		value_set(to, member, value_hold(found));
}

/* Moves the shopper's amount out of its set, where a webhook has it too. */
static void
shopify_node_shown(json_t *v, const char *set, const char *amount, const char *currency)
{
	json_t *money = node_at(value_get(v, set), "presentment_money");

	node_move(v, amount, money, "amount");
	if (currency)
		node_move(v, currency, money, "currency_code");
}

static void
shopify_node_person(json_t *c)
{
	json_t *email = value_get(c, "default_email"), *phone = value_get(c, "default_phone");

	if (value_kind(c) != VALUE_MAP)
		return;
	node_move(c, "email", email, "email");
	node_move(c, "phone", phone, "phone");
	if (value_kind(email) == VALUE_MAP)
		value_set(c, "email_marketing_consent", value_hold(email));
	if (value_kind(phone) == VALUE_MAP)
		value_set(c, "sms_marketing_consent", value_hold(phone));
}

/* ["SAVE"] to [{"code":"SAVE"}]. */
static void
shopify_node_codes(json_t *v)
{
	json_t *given = value_get(v, "codes"), *list;
	size_t i;

	if (value_kind(given) != VALUE_LIST) {
		node_move(v, "discount_codes", given, "");
		return;
	}
	list = value_list();
	for (i = 0; i < value_count(given); i++) {
		json_t *code = value_map();

		value_set_text(code, "code", value_text(value_at(given, i)));
		value_add(list, code);
	}
	value_set(v, "discount_codes", list);
}

void
shopify_node_customer(json_t *v)
{
	shopify_node_person(v);
}

/* Turns the refunded total into one payment. */
static void
shopify_node_refunds(json_t *v)
{
	json_t *money = node_at(value_get(v, "total_refunded_set"), "presentment_money");
	json_t *amount = node_at(money, "amount"), *list, *refund, *payments, *payment;

	if (value_kind(amount) <= VALUE_NULL || (value_kind(amount) == VALUE_TEXT
	    && strpbrk(value_text(amount), "123456789") == NULL))
		return;
	list = value_list();
	refund = value_map();
	payments = value_list();
	payment = value_map();
	value_set_text(payment, "kind", "refund");
	value_set_text(payment, "status", "success");
	value_set(payment, "amount", value_hold(amount));
	node_move(payment, "currency", money, "currency_code");
	value_add(payments, payment);
	value_set(refund, "transactions", payments);
	value_add(list, refund);
	value_set(v, "refunds", list);
}

/* Makes the sum of an order's shipping its only shipping line. */
static void
shopify_node_shipping(json_t *v)
{
	json_t *line = value_get(v, "shipping_line"), *list;

	if (line == NULL)
		return;
	list = value_list();
	if (value_kind(line) > VALUE_NULL)
		value_add(list, value_hold(line));
	value_set(v, "shipping_lines", list);
}

/* PAID to paid. */
static void
shopify_node_lower(json_t *v, const char *member)
{
	const char *given = build_text(v, member);
	struct str word = STR_MAX(TOKEN_MAX);

	for (; given && *given; given++)
		str_putc(&word, *given >= 'A' && *given <= 'Z' ? (char)(*given - 'A' + 'a') : *given);
	if (word.len)
		value_set(v, member, value_new_textn(str_text(&word), word.len));
	str_free(&word);
}

void
shopify_node_order(json_t *v)
{
	shopify_node_lower(v, "financial_status");
	shopify_node_person(value_get(v, "customer"));
	shopify_node_codes(v);
	shopify_node_refunds(v);
	shopify_node_shipping(v);
}

/*
 * Extracts a cart's key from its URL. /ID/checkouts/ac/KEY/recover has the cart's own token,
 * which carts/... also have, and orders in cart_token. The older form /ID/checkouts/KEY/recover
 * has the checkout's token.
 */
static void
shopify_node_tokens(json_t *v)
{
	static const char mark[] = "/checkouts/";
	const char *url = build_text(v, "abandoned_checkout_url");
	const char *at = url ? strstr(url, mark) : NULL;
	bool cart;
	size_t n;

	if (at == NULL)
		return;
	at += sizeof mark - 1;
	cart = !strncmp(at, "ac/", 3) || !strncmp(at, "cn/", 3);
	at += cart ? 3 : 0;
	n = strcspn(at, "/?#");
	if (n == 0 || n > TOKEN_MAX)
		return;
	value_set(v, cart ? "cart_token" : "token", value_new_textn(at, n));
}

static void
shopify_node_lines(json_t *v)
{
	json_t *list = node_at(value_get(v, "lines"), "nodes");
	size_t i;

	for (i = 0; i < value_count(list); i++) {
		json_t *line = value_at(list, i);

		shopify_node_shown(line, "price_set", "price", NULL);
		node_move(line, "variant_id", value_get(line, "variant"), "id");
	}
	node_move(v, "line_items", list, "");
}

void
shopify_node_cart(json_t *v)
{
	shopify_node_tokens(v);
	shopify_node_shown(v, "total_price_set", "total_price", "presentment_currency");
	shopify_node_person(value_get(v, "customer"));
	shopify_node_codes(v);
	shopify_node_lines(v);
}
