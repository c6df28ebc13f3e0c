/* bigcommerce.c: for bigcommerce.mjs: prints every request of crt, and how crt handles a response.
 *
 *   bigcommerce requests                    a line of JSON each: name, method, url, fields, body
 *   bigcommerce reads NAME STATUS < BODY   prints "fine", or why the response is not understood
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/shop.h"

#define BODY_MAX ((size_t)4 << 20)
#define KEYS "{\"store_hash\":\"hash\",\"access_token\":\"token\",\"client_secret\":\"secret\"}"
#define CART "5d0c1f2e-7a3b-4c88-9e41-2b6f0a9d1c37"

static struct shop shop = { .slug = "peer", .url = "https://shop.example", .currency = "EUR" };
static const struct platform_api *api;

static void
print(const char *name, bool ok, struct http_request *r, const struct err *e)
{
	struct str line = STR_MAX(BODY_MAX);
	json_t *v = value_map();

	value_set_text(v, "name", name);
	value_set_text(v, "error", ok ? NULL : e->text);
	value_set_text(v, "method", r->method);
	value_set_text(v, "url", str_text(&r->url));
	value_set_text(v, "fields", str_text(&r->fields));
	value_set_text(v, "body", r->body.len ? str_text(&r->body) : NULL);
	value_print(&line, v, false);
	puts(str_text(&line));
	value_free(v);
	str_free(&line);
	http_request_free(r);
}

static void
endpoint(const struct endpoint *q, const char *page)
{
	struct poll_request request = { 1795165200 * CLOCK_SECOND, 1795165200 * CLOCK_SECOND, page,
	    "", "", q };
	struct http_request r = { 0 };
	struct err e = { 0 };
	bool ok;

	if (!q->stream)
		request.id = strstr(q->name, "c") == q->name && strcmp(q->name, "customer") ? CART : "7";
	ok = q->request(&shop, &request, &r, &e);
	print(q->name, ok, &r, &e);
}

static void
hooks(void)
{
	struct hook h = { .topic = "store/order/created", .address = "https://crt.example/in" };
	struct http_request r = { 0 };
	struct err e = { 0 };

	print("hooks", api->hooks->request_list(&shop, "", &r, &e), &r, &e);
	print("hook", api->hooks->request_put(&shop, &h, NULL, &r, &e), &r, &e);
	memcpy(h.id, "18", 3);
	print("hook", api->hooks->request_put(&shop, &h, NULL, &r, &e), &r, &e);
	print("hook", api->hooks->request_remove(&shop, "18", &r, &e), &r, &e);
	print("test", api->request_test(&shop, &r, &e), &r, &e);
}

static bool
count(void *arg, json_t *v UNUSED, const char *line UNUSED, size_t n UNUSED, struct err *e UNUSED)
{
	++*(int *)arg;
	return true;
}

static bool
hook(void *arg UNUSED, const struct hook *h UNUSED, struct err *e UNUSED)
{
	return true;
}

static bool
read_response(const char *name, const struct http_response *a, struct response *h, struct err *e)
{
	const struct endpoint *q = endpoint_find(api, name);
	struct poll_request request = { 0, 1795165200 * CLOCK_SECOND, "", CART, "", q };

	if (!strcmp(name, "hooks"))
		return api->hooks->response_list(a, hook, NULL, &h->next, e);
	if (!strcmp(name, "hook"))
		return api->hooks->response_done(a, e);
	return q == NULL || q->response(&shop, &request, a, h, e);
}

static void
reads(const char *name, int status)
{
	struct str body = STR_MAX(BODY_MAX);
	int records = 0;
	struct response h = { .record = count, .arg = &records, .next = STR_MAX(SHOP_PAGE_MAX) };
	struct http_response a = { status, "", NULL, 0 };
	struct err e = { 0 };
	char buf[4096];
	size_t n;

	while ((n = fread(buf, 1, sizeof buf, stdin)) > 0)
		str_add(&body, buf, n);
	a.body = str_text(&body);
	a.len = body.len;
	if (!read_response(name, &a, &h, &e))
		printf("%s\n", e.text);
	else if (h.refused)
		printf("left out: %s\n", h.why.text);
	else
		printf("fine\n");
	response_close(&h);
	str_free(&body);
}

int
main(int argc, char **argv)
{
	struct err e = { 0 };
	json_t *keys;
	size_t i;

	if (!value_read(&keys, KEYS, sizeof KEYS - 1, &e))
		return 70;
	shop.credentials = keys;
	api = platform_find("bigcommerce")->api;
	if (argc == 4)
		reads(argv[2], (int)strtol(argv[3], NULL, 10));
	else {
		for (i = 0; i < api->count; i++)
			endpoint(&api->endpoints[i], "");
		endpoint(&api->endpoints[0], "1795165200");
		endpoint(&api->endpoints[0], "1795165200/4711");
		hooks();
	}
	value_free(keys);
	return 0;
}
