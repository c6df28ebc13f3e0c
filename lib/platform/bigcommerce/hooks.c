/* hooks.c: list, create, and remove webhooks of a BigCommerce store. */
#include <string.h>

#include "platform/bigcommerce/bigcommerce.h"

/*
 * Source: github.com/bigcommerce/docs, webhooks v3.
 *
 * store/cart/updated also arrives when a cart is created or deleted, and when an address is
 * typed; couponApplied does not. The platform disables a webhook whose deliveries fail for two
 * days, or that had none for ninety days. A PUT makes it active again.
 *
 * Deliveries are signed with the API account's client secret. Each webhook also gets a token,
 * for deliveries that are not signed (see proof.c).
 */

#define PER_PAGE 250

static const char *const topics[] = {
	"store/cart/updated", "store/cart/couponApplied", "store/cart/abandoned",
	"store/cart/deleted", "store/cart/converted",
	"store/order/created", "store/order/updated", "store/order/statusUpdated",
	"store/order/refund/created",
	"store/customer/created", "store/customer/updated", "store/customer/deleted",
	"store/subscriber/created", "store/subscriber/updated", NULL
};

static bool
bigcommerce_hooks_request_list(const struct shop *s, const char *name, struct http_request *r,
    struct err *e)
{
	int64_t page;

	if (!bigcommerce_begin(r, s, "GET", "v3/hooks", e) || !request_page(name, &page, e))
		return false;
	request_number(r, "page", page);
	request_number(r, "limit", PER_PAGE);
	return bigcommerce_finish(r, s, e);
}

static bool
bigcommerce_hooks_response_hook(const json_t *v, hook_fn *fn, void *arg, struct err *e)
{
	struct hook h = { .active = value_true(value_get(v, "is_active")) };

	return hook_text(build_text(v, "id"), "id", h.id, sizeof h.id, e)
	    && hook_text(build_text(v, "scope"), "scope", h.topic, sizeof h.topic, e)
	    && hook_text(build_text(v, "destination"), "destination", h.address, sizeof h.address, e)
	    && fn(arg, &h, e);
}

/* A page's number is taken from the response, because the request is not at hand here. */
static bool
bigcommerce_hooks_response_list(const struct http_response *a, hook_fn *fn, void *arg,
    struct str *next, struct err *e)
{
	int64_t page, pages;
	const json_t *list;
	json_t *v;
	size_t i;
	bool ok;

	if (!bigcommerce_read(a, &v, e))
		return false;
	list = value_kind(v) == VALUE_LIST ? v : value_get(v, "data");
	ok = value_kind(list) == VALUE_LIST || bigcommerce_unexpected(e);
	for (i = 0; ok && i < value_count(list); i++)
		ok = bigcommerce_hooks_response_hook(value_at(list, i), fn, arg, e);
	if (ok && value_count(list)
	    && build_whole(build_text(v, "meta.pagination.current_page"), &page)
	    && build_whole(build_text(v, "meta.pagination.total_pages"), &pages) && page < pages)
		str_printf(next, "%lld", (long long)page + 1);
	value_free(v);
	return ok;
}

static bool
bigcommerce_hooks_begin(struct http_request *r, const struct shop *s, const char *method,
    const char *id, struct err *e)
{
	if (!bigcommerce_begin(r, s, method, "v3/hooks", e))
		return false;
	if (id[strspn(id, "0123456789")] != '\0')
		return err_set(e, ERR_INPUT, "\"%.64s\" is not the id of a webhook", id);
	str_printf(&r->url, "%s%s", *id ? "/" : "", id);
	return true;
}

static void
set_token(const struct shop *s, const char *secret, json_t *hook)
{
	const char *of = secret && *secret ? secret : request_credential(s, "client_secret");
	char token[BIGCOMMERCE_TOKEN];
	json_t *headers;

	if (of == NULL)
		return;
	bigcommerce_token(of, token);
	headers = value_map();
	value_set(hook, "headers", headers);
	value_set_text(headers, BIGCOMMERCE_HOOK_HEADER, token);
}

static bool
bigcommerce_hooks_request_put(const struct shop *s, const struct hook *h, const char *secret,
    struct http_request *r, struct err *e)
{
	json_t *v = value_map();
	bool ok = bigcommerce_hooks_begin(r, s, *h->id ? "PUT" : "POST", h->id, e);

	value_set_text(v, "scope", h->topic);
	value_set_text(v, "destination", h->address);
	value_set(v, "is_active", value_new_bool(true));
	set_token(s, secret, v);
	value_print(&r->body, v, false);
	value_free(v);
	if (ok && strncmp(h->address, "https://", 8)) {
		err_set(e, ERR_CONFIG, "BigCommerce delivers to https:// URLs only");
		ok = err_hint(e, "use an https URL with port 443");
	}
	return ok && bigcommerce_finish(r, s, e);
}

static bool
bigcommerce_hooks_request_remove(const struct shop *s, const char *id, struct http_request *r,
    struct err *e)
{
	if (*id == '\0') {
		http_request_init(r, "DELETE");
		return err_set(e, ERR_INPUT, "a webhook without an id cannot be removed");
	}
	return bigcommerce_hooks_begin(r, s, "DELETE", id, e) && bigcommerce_finish(r, s, e);
}

static bool
bigcommerce_hooks_response_done(const struct http_response *a, struct err *e)
{
	json_t *v;
	bool ok;

	if (a->len == 0)
		return true;
	if (!bigcommerce_read(a, &v, e))
		return false;
	ok = build_text(v, "data.id") != NULL || build_text(v, "id") != NULL
	    || bigcommerce_unexpected(e);
	value_free(v);
	return ok;
}

const struct hooks bigcommerce_hooks = {
	.topics = topics,
	.own_secret = false,
	.request_list = bigcommerce_hooks_request_list,
	.response_list = bigcommerce_hooks_response_list,
	.request_put = bigcommerce_hooks_request_put,
	.request_remove = bigcommerce_hooks_request_remove,
	.response_done = bigcommerce_hooks_response_done,
};
