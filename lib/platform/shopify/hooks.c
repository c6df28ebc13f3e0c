/* hooks.c: list, create, and remove an app's webhook subscriptions in a Shopify shop. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Topics are spelled as in deliveries ("carts/update"); the API writes CARTS_UPDATE.
 * Subscriptions belong to the app with these credentials, and its client_secret signs their
 * deliveries. Shopify removes a subscription whose deliveries fail. So an existing one is
 * active, unless it sends XML.
 */

static const char *const topics[] = {
	"carts/create", "carts/update", "checkouts/create", "checkouts/update", "checkouts/delete",
	"orders/create", "orders/updated", "orders/paid", "orders/cancelled",
	"customers/create", "customers/update", "customers/delete", "customers/merge",
	"customers_email_marketing_consent/update", "customers_marketing_consent/update", NULL
};

static const char *const by_hand[] = {
	"customers/data_request", "customers/redact", "shop/redact", NULL
};

#define HOOK_GID "gid://shopify/WebhookSubscription/"

/* carts/update to CARTS_UPDATE. */
static bool
shopify_hooks_spelled(const char *topic, char out[SHOP_ID_MAX])
{
	size_t i;

	for (i = 0; topic[i] && i < SHOP_ID_MAX - 1; i++) {
		char c = topic[i];

		out[i] = c == '/' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	out[i] = '\0';
	return topic[i] == '\0';
}

/* The reverse; a topic that crt does not need stays in Shopify's form. */
static const char *
shopify_hooks_needed(const char *word)
{
	char mine[SHOP_ID_MAX];
	size_t i;

	for (i = 0; topics[i]; i++)
		if (shopify_hooks_spelled(topics[i], mine) && !strcmp(mine, word))
			return topics[i];
	return word;
}

static bool
shopify_hooks_request_list(const struct shop *s, const char *page, struct http_request *r,
    struct err *e)
{
	json_t *v = value_map();

	value_set_text(v, "after", *page ? page : NULL);
	return shopify_request(s, SHOPIFY_HOOKS, v, r, e);
}

static bool
shopify_hooks_response_hook(const json_t *v, hook_fn *fn, void *arg, struct err *e)
{
	const char *format = build_text(v, "format"), *topic = build_text(v, "topic");
	struct hook h = { .active = format && !strcmp(format, "JSON") };

	return hook_text(shopify_digits(build_text(v, "id")), "id", h.id, sizeof h.id, e)
	    && hook_text(topic ? shopify_hooks_needed(topic) : NULL, "topic", h.topic, sizeof h.topic,
	    e)
	    && hook_text(build_text(v, "uri"), "uri", h.address, sizeof h.address, e) && fn(arg, &h, e);
}

static bool
hooks_response_all(const json_t *v, hook_fn *fn, void *arg, struct str *next, struct err *e)
{
	const json_t *list = value_path(v, "data.webhookSubscriptions");
	const json_t *nodes = value_get(list, "nodes"), *page = value_get(list, "pageInfo");
	size_t i;

	if (value_kind(nodes) != VALUE_LIST)
		return err_set(e, ERR_INPUT, "the shop's response has no subscriptions");
	for (i = 0; i < value_count(nodes); i++)
		if (!shopify_hooks_response_hook(value_at(nodes, i), fn, arg, e))
			return false;
	if (value_true(value_get(page, "hasNextPage")) && build_text(page, "endCursor"))
		str_puts(next, build_text(page, "endCursor"));
	return true;
}

static bool
shopify_hooks_response_list(const struct http_response *a, hook_fn *fn, void *arg, struct str *next,
    struct err *e)
{
	bool costly;
	json_t *v;
	bool ok = shopify_handle(a, &v, &costly, e) && hooks_response_all(v, fn, arg, next, e);

	value_free(v);
	return ok;
}

static bool
set_gid(json_t *v, const char *id, struct err *e)
{
	struct str gid = STR_MAX(SHOP_ID_MAX + sizeof HOOK_GID);

	if (*id == '\0' || id[strspn(id, "0123456789")] != '\0')
		return err_set(e, ERR_INPUT, "\"%.64s\" is not the id of a subscription", id);
	str_printf(&gid, HOOK_GID "%s", id);
	value_set_text(v, "id", str_text(&gid));
	str_free(&gid);
	return true;
}

static bool
shopify_hooks_request_put(const struct shop *s, const struct hook *h, const char *secret UNUSED,
    struct http_request *r, struct err *e)
{
	char topic[SHOP_ID_MAX];
	json_t *v = value_map();

	value_set_text(v, "uri", h->address);
	if (*h->id == '\0' && shopify_hooks_spelled(h->topic, topic)) {
		value_set_text(v, "topic", topic);
		return shopify_request(s, SHOPIFY_HOOK_CREATE, v, r, e);
	}
	http_request_init(r, "POST");
	if (set_gid(v, h->id, e))
		return shopify_request(s, SHOPIFY_HOOK_UPDATE, v, r, e);
	value_free(v);
	return false;
}

static bool
shopify_hooks_request_remove(const struct shop *s, const char *id, struct http_request *r,
    struct err *e)
{
	json_t *v = value_map();

	http_request_init(r, "POST");
	if (set_gid(v, id, e))
		return shopify_request(s, SHOPIFY_HOOK_DELETE, v, r, e);
	value_free(v);
	return false;
}

static bool
shopify_hooks_response_done(const struct http_response *a, struct err *e)
{
	const json_t *errors, *done;
	bool costly, ok;
	json_t *v;

	ok = shopify_handle(a, &v, &costly, e);
	done = value_path(v, "data.done");
	errors = value_get(done, "userErrors");
	if (ok && value_count(errors))
		ok = shopify_refuses(build_text(value_at(errors, 0), "message"), ERR_INPUT, e);
	else if (ok && BUILD_FIRST(done, "webhookSubscription.id", "deletedWebhookSubscriptionId")
	    == NULL)
		ok = err_set(e, ERR_INPUT, "unexpected response from the shop");
	value_free(v);
	return ok;
}

const struct hooks shopify_hooks = {
	.topics = topics,
	.by_hand = by_hand,
	.request_list = shopify_hooks_request_list,
	.response_list = shopify_hooks_response_list,
	.request_put = shopify_hooks_request_put,
	.request_remove = shopify_hooks_request_remove,
	.response_done = shopify_hooks_response_done,
};
