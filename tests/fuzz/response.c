/* response.c: any bytes as a response of a platform to any request: records, or an err. */
#include "base/mem.h"
#include "platform/shop.h"
#include "keys.h"
#include "taken.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The result must be usable for the next request. */
static void
judge(const struct shop *s, const struct poll_request *request, const struct endpoint *q, bool ok,
    struct response *h, const struct err *e)
{
	struct poll_request again = *request;
	struct http_request r = { 0 };
	struct err why = { 0 };

	if (!ok && e->kind != ERR_INPUT && e->kind != ERR_AGAIN && e->kind != ERR_DENIED
	    && e->kind != ERR_CONFIG && e->kind != ERR_UNAVAILABLE)
		abort();
	if (h->seen < 0 || h->refused > h->items)
		abort();
	again.page = str_text(&h->next);
	if (ok && q->stream && h->next.len) {
		if (h->next.len > SHOP_PAGE_MAX || !strcmp(again.page, request->page))
			abort();
		if (!q->request(s, &again, &r, &why)) {
			fprintf(stderr, "\"%s\": %s\n", again.page, why.text);
			abort();
		}
		http_request_free(&r);
	}
}

/*
 * The first two bytes select the platform, the request, and the status. Lines follow with the page
 * (or the id of a fetch), the fields, and the state; then the body.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct shop s = { .slug = "fuzz", .url = "https://shop.example", .currency = "EUR",
	    .token = STR_MAX(4096) };
	struct response h = { .record = taken, .next = STR_MAX(SHOP_PAGE_MAX) };
	const struct platform *p = size > 2 ? platform_at(data[0] % 8) : NULL;
	const char *part[3] = { "", "", "" };
	struct http_response a = { 200, "", NULL, 0 };
	const struct endpoint *q;
	struct poll_request request;
	struct str fields = STR_MAX(HTTP_FIELDS_MAX);
	struct err e = { 0 };
	struct http_request r = { 0 };
	char *text, *at, *eol;
	json_t *keys;
	size_t i;
	bool ok;

	if (p == NULL || p->api == NULL)
		return 0;
	q = &p->api->endpoints[data[1] % 16 % p->api->count];
	a.status = !q->stream && data[1] >= 128 ? 404 : 200;
	at = text = mem_dupn((const char *)data + 2, size - 2);
	for (i = 0; i < COUNT(part) && (eol = strchr(at, '\n')); i++, at = eol + 1) {
		*eol = '\0';
		part[i] = at;
	}
	if (*part[1])
		str_printf(&fields, "%s\n", part[1]);
	a.fields = str_text(&fields);
	a.body = at;
	a.len = size - 2 - (size_t)(at - text);
	request = (struct poll_request){ CLOCK_DAY, 2 * CLOCK_DAY, q->stream ? part[0] : "",
	    q->stream ? "" : part[0], part[2], q };
	s.platform = p;
	s.credentials = keys = keys_read();
	(void)!q->request(&s, &request, &r, &e);
	http_request_free(&r);
	e = (struct err){ 0 };
	ok = q->response(&s, &request, &a, &h, &e);
	judge(&s, &request, q, ok, &h, &e);
	response_close(&h);
	value_free(keys);
	str_free(&s.token);
	str_free(&fields);
	free(text);
	return 0;
}
