/* shop_test.h: a request to a shop as text, and the records of its response as lines. */
#ifndef CRT_SHOP_TEST_H
#define CRT_SHOP_TEST_H

#include "request_test.h"

static inline bool
test_record(void *arg, json_t *v UNUSED, const char *line, size_t n, struct err *e)
{
	struct arena arena = { 0 };
	struct record r;
	bool ok = record_read(&r, line, n, &arena, e);

	if (ok) {
		str_add(arg, line, n);
		str_putc(arg, '\n');
	}
	value_free(r.json);
	arena_free(&arena);
	return ok;
}

static inline struct http_response
test_response(int status, const char *fields, const char *body)
{
	return (struct http_response){ status, fields, body, strlen(body) };
}

/* Records, one a line, then the other results; fetches as "endpoint id state". */
static inline void
test_handle(struct str *out, const struct platform *p, const char *endpoint, const struct shop *s,
    const struct poll_request *request, const struct http_response *a)
{
	struct response h = { .record = test_record, .arg = out, .next = STR_MAX(SHOP_PAGE_MAX) };
	struct err e = { 0 };
	int64_t unknown = platform_unknown();
	struct poll_request of = *request;
	struct shop shop = *s;
	char seen[CLOCK_TEXT];
	size_t i;

	of.endpoint = endpoint_find(p->api, endpoint);
	shop.platform = p;
	if (!of.endpoint->response(&shop, &of, a, &h, &e))
		str_printf(out, "refused (%d): %s\n", err_status(&e), e.text);
	else {
		str_printf(out, "items %zu, seen %s, next \"%s\"", h.items,
		    h.seen ? clock_print(h.seen, seen) : "-", str_text(&h.next));
		if (platform_unknown() > unknown)
			str_printf(out, ", unknown %lld", (long long)(platform_unknown() - unknown));
		if (h.refused)
			str_printf(out, ", refused %zu: %s", h.refused, h.why.text);
		for (i = 0; i < h.wants; i++)
			str_printf(out, ", wants %s %s %s", h.want[i].endpoint,
			    str_text(&h.want[i].id), str_text(&h.want[i].state));
		str_putc(out, '\n');
	}
	response_close(&h);
}

/* "decided by the status", or the expected exit status and reason. */
static inline void
test_explains(const struct platform *p, int status, const char *body, const char *want,
    const char *what)
{
	struct http_response a = test_response(status, "", body);
	struct str got = STR_MAX(TEST_TEXT_MAX);
	struct err e = { 0 };

	if (shop_explain(p->api, &a, &e))
		str_puts(&got, "decided by the status");
	else
		str_printf(&got, "%d: %s", err_status(&e), e.text);
	tap_is(str_text(&got), want, what);
	str_free(&got);
}

/* The last line of the output of test_handle. */
static inline const char *
test_last(const struct str *s)
{
	const char *text = str_text(s), *last = text;

	for (; *text; text++)
		if (*text == '\n' && text[1])
			last = text + 1;
	return last;
}

#endif
