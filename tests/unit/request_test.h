/* request_test.h: a shop, a request to it, and the request as text. */
#ifndef CRT_REQUEST_TEST_H
#define CRT_REQUEST_TEST_H

#include <stdlib.h>

#include "base/mem.h"
#include "platform/shop.h"
#include "tap.h"

#define TEST_TEXT_MAX ((size_t)4 << 20)

static const char test_since[] = "2026-11-20T09:00:00Z", test_now[] = "2026-11-22T09:00:00Z";

static inline crt_time
test_time(const char *text)
{
	crt_time t;

	if (!clock_read(text, &t))
		abort();
	return t;
}

/* credentials: JSON; shop_test_close frees. */
static inline struct shop
shop_test(const char *url, const char *credentials)
{
	struct err e = { 0 };
	json_t *v;

	if (!value_read(&v, credentials, strlen(credentials), &e))
		abort();
	return (struct shop){ .slug = "acme", .url = url, .credentials = v, .token = STR_MAX(4096) };
}

static inline void
shop_test_close(struct shop *s)
{
	value_free(mem_foreign(s->credentials));
	str_free(&s->token);
}

static inline struct poll_request
test_requested(const char *page)
{
	return (struct poll_request){ .since = test_time(test_since), .now = test_time(test_now),
	    .page = page, .id = "", .state = "" };
}

/* "GET URL\nName: value\n...\nbody", or "refused: why". */
static inline void
test_request(struct str *out, bool ok, struct http_request *r, const struct err *e)
{
	if (ok)
		str_printf(out, "%s %s\n%s%s", r->method, str_text(&r->url), str_text(&r->fields),
		    str_text(&r->body));
	else
		str_printf(out, "refused (%d): %s", err_status(e), e->text);
	http_request_free(r);
}

static inline void
test_endpoint(struct str *out, const struct platform *p, const char *endpoint, const struct shop *s,
    const struct poll_request *request)
{
	struct http_request r = { 0 };
	struct poll_request a = *request;
	struct err e = { 0 };
	bool ok;

	a.endpoint = endpoint_find(p->api, endpoint);
	ok = a.endpoint->request(s, &a, &r, &e);
	test_request(out, ok, &r, &e);
}

#endif
