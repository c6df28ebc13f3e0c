/* shop.c: any bytes as other responses of a shop, and as a signature. */
#include <string.h>

#include "base/mem.h"
#include "platform/platform.h"
#include "platform/shop.h"
#include "keys.h"

#define PAGE_MAX 256
#define KINDS    7

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct at {
	const struct hooks *hooks;
	const struct shop *shop;
};

static bool
hook(void *arg, const struct hook *h, struct err *e)
{
	const struct at *at = arg;
	struct http_request r;

	(void)!at->hooks->request_put(at->shop, h, "s", &r, e);
	http_request_free(&r);
	return true;
}

static void
hear(const struct platform_api *api, size_t kind, struct shop *s, const struct http_response *a)
{
	struct at at = { api->hooks, s };
	struct str next = STR_MAX(SHOP_PAGE_MAX);
	struct err e = { 0 };

	if (kind == 0 && api->hooks)
		(void)!api->hooks->response_list(a, hook, &at, &next, &e);
	else if (kind == 1 && api->hooks)
		(void)!api->hooks->response_done(a, &e);
	else if (kind == 2 && api->response_login)
		(void)!api->response_login(s, a, CLOCK_DAY, &e);
	else if (kind == 3 && api->response_test)
		(void)!api->response_test(a, &e);
	else if (kind == 4 && api->pace && api->pace(a) < 0)
		abort();
	else if (kind == 5 && api->explain)
		(void)!api->explain(a, &e);
	str_free(&next);
}

static void
prove(const struct platform *p, const char *page, const struct http_response *a)
{
	const char *secrets[] = { page, NULL };
	struct platform_delivery d = { .body = a->body, .len = a->len, .store = "fuzz" };
	struct err e = { 0 };
	crt_time at;
	json_t *v;

	/* The line is also the headers, if it is JSON. */
	if (!value_read(&v, page, strlen(page), &e))
		v = NULL;
	d.headers = value_kind(v) == VALUE_MAP ? v : NULL;
	if (p->prove(&d, secrets, CLOCK_DAY, &at) == PROOF_GENUINE)
		abort();
	value_free(v);
}

/* The first byte selects the platform, the second the kind; a line with a secret or headers
   follows, then the body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *eol;
	struct shop s = { .slug = "fuzz", .url = "https://shop.example", .token = STR_MAX(4096) };
	const struct platform *p;
	struct http_response a = { .status = size % 2 ? 200 : 401,
	    .fields = "x-wp-totalpages: 3\nlink: <https://x/?page=2>; rel=\"next\"\n" };
	char page[PAGE_MAX], *body;
	json_t *v;
	size_t n;

	if (size < 3 || (p = platform_at(data[0] % 8)) == NULL || p->api == NULL
	    || (eol = memchr(text + 2, '\n', size - 2)) == NULL
	    || (n = (size_t)(eol - text) - 2) >= sizeof page)
		return 0;
	memcpy(page, text + 2, n);
	page[n] = '\0';
	body = mem_dupn(eol + 1, size - n - 3);
	a.body = body;
	a.len = size - n - 3;
	s.credentials = v = keys_read();
	if (data[1] % KINDS == KINDS - 1)
		prove(p, page, &a);
	else
		hear(p->api, data[1] % KINDS, &s, &a);
	value_free(v);
	str_free(&s.token);
	free(body);
	return 0;
}
