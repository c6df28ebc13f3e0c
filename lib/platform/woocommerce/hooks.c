/* hooks.c: list, create, and remove webhooks of a WooCommerce shop. */
#include <string.h>

#include "platform/woocommerce/woocommerce.h"

/*
 * A shop disables a webhook after a few failed deliveries, without any notice: status
 * "disabled". "paused" means that a person did it. A PUT makes it active again.
 */

#define PER_PAGE 100

static const char *const topics[] = {
	"order.created", "order.updated", "order.deleted", "order.restored",
	"customer.created", "customer.updated", "customer.deleted", NULL
};

static bool
woocommerce_hooks_request_list(const struct shop *s, const char *page, struct http_request *r,
    struct err *e)
{
	woocommerce_begin(r, s, "GET", "webhooks");
	request_number(r, "per_page", PER_PAGE);
	http_query(&r->url, "orderby", "id");
	http_query(&r->url, "order", "asc");
	http_query(&r->url, "page", *page ? page : "1");
	return woocommerce_finish(r, s, e);
}

/* A webhook that was saved by hand without a topic and an address is not crt's. */
static bool
woocommerce_hooks_response_hook(const json_t *v, hook_fn *fn, void *arg, struct err *e)
{
	const char *topic = build_text(v, "topic"), *to = build_text(v, "delivery_url");
	struct hook h = { .active = build_reads(v, "status", "active") };

	return hook_text(build_text(v, "id"), "id", h.id, sizeof h.id, e)
	    && hook_text(topic ? topic : "", "topic", h.topic, sizeof h.topic, e)
	    && hook_text(to ? to : "", "delivery_url", h.address, sizeof h.address, e)
	    && fn(arg, &h, e);
}

/* The page in <...&page=2>; rel="next", which may follow rel="prev". */
static void
woocommerce_hooks_next_page(const struct http_response *a, struct str *next)
{
	struct str links = STR_MAX(HTTP_FIELDS_MAX);
	const char *rel, *open, *page;

	if (http_response_field(a, "link", &links)
	    && (rel = strstr(str_text(&links), ">; rel=\"next\"")) != NULL) {
		for (open = rel; open > str_text(&links) && *open != '<'; open--)
			;
		for (page = open; page < rel; page++)
			if ((*page == '?' || *page == '&') && !strncmp(page + 1, "page=", 5)) {
				page += 6;
				str_add(next, page, strspn(page, "0123456789"));
				break;
			}
	}
	str_free(&links);
}

static bool
woocommerce_hooks_response_list(const struct http_response *a, hook_fn *fn, void *arg,
    struct str *next, struct err *e)
{
	json_t *v = woocommerce_list(a, e);
	bool ok = v != NULL;
	size_t i;

	for (i = 0; ok && i < value_count(v); i++)
		ok = woocommerce_hooks_response_hook(value_at(v, i), fn, arg, e);
	if (ok)
		woocommerce_hooks_next_page(a, next);
	value_free(v);
	return ok;
}

static bool
woocommerce_hooks_begin(struct http_request *r, const struct shop *s, const char *method,
    const char *id, struct err *e)
{
	woocommerce_begin(r, s, method, "webhooks/");
	str_puts(&r->url, id);
	return (*id && id[strspn(id, "0123456789")] == '\0')
	    || err_set(e, ERR_INPUT, "\"%.64s\" is not the id of a webhook", id);
}

static bool
woocommerce_hooks_request_put(const struct shop *s, const struct hook *h, const char *secret,
    struct http_request *r, struct err *e)
{
	json_t *v;

	if (*h->id == '\0')
		woocommerce_begin(r, s, "POST", "webhooks");
	else if (!woocommerce_hooks_begin(r, s, "PUT", h->id, e))
		return false;
	v = value_map();
	value_set_text(v, "name", "crt");
	value_set_text(v, "status", "active");
	value_set_text(v, "topic", h->topic);
	value_set_text(v, "delivery_url", h->address);
	value_set_text(v, "secret", secret);
	value_print(&r->body, v, false);
	value_free(v);
	return woocommerce_finish(r, s, e);
}

static bool
woocommerce_hooks_request_remove(const struct shop *s, const char *id, struct http_request *r,
    struct err *e)
{
	if (!woocommerce_hooks_begin(r, s, "DELETE", id, e))
		return false;
	http_query(&r->url, "force", "true");
	return woocommerce_finish(r, s, e);
}

static bool
woocommerce_hooks_response_done(const struct http_response *a, struct err *e)
{
	json_t *v = woocommerce_value(a, e);
	bool ok = v && (build_id(v, "id") || woocommerce_refused(v, e));

	value_free(v);
	return ok;
}

const struct hooks woocommerce_hooks = {
	.topics = topics,
	.own_secret = true,
	.takes = woocommerce_takes,
	.request_list = woocommerce_hooks_request_list,
	.response_list = woocommerce_hooks_response_list,
	.request_put = woocommerce_hooks_request_put,
	.response_done = woocommerce_hooks_response_done,
	.request_remove = woocommerce_hooks_request_remove,
};
