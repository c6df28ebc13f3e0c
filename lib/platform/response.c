/* response.c: collect the records and fetches of a response. */
#include <stdlib.h>

#include "base/mem.h"
#include "platform/shop.h"

bool
response_want(struct response *h, const char *endpoint, const char *id, const char *state,
    struct err *e)
{
	struct shop_want *w;

	if (h->wants == SHOP_WANTS_MAX)
		return err_set(e, ERR_INPUT, "a response names more than %d objects", SHOP_WANTS_MAX);
	h->want = mem_more(h->want, h->wants, sizeof *h->want);
	w = &h->want[h->wants];
	*w = (struct shop_want){ endpoint, STR_MAX(SHOP_ID_MAX), STR_MAX(SHOP_STATE_MAX) };
	str_puts(&w->id, id);
	str_puts(&w->state, state);
	h->wants++;
	if (str_full(&w->id) || str_full(&w->state))
		return err_set(e, ERR_INPUT, "a %s is too large", endpoint);
	return true;
}

/* Passes on a record and remembers whether that failed. */
struct sink {
	struct response *response;
	bool failed;
};

static bool
response_pass_on(void *arg, json_t *v, const char *line, size_t n, struct err *e)
{
	struct sink *s = arg;

	s->failed = !s->response->record(s->response->arg, v, line, n, e);
	return !s->failed;
}

bool
response_item(struct response *h, const struct shop *shop, const struct poll_request *request,
    const char *topic, const char *text, size_t n, struct err *e)
{
	struct platform_delivery d = { topic, NULL, text, n, shop->slug, request->now, true,
	    false };
	struct sink sink = { h, false };
	struct err why = { 0 };
	const char *ignored;
	bool resolved = false;

	h->items++;
	if (shop->platform->records(&d, response_pass_on, &sink, &ignored, &why))
		return true;
	if (sink.failed) {
		*e = why;
		return false;
	}
	if (h->reject && !h->reject(h->arg, &d, ignored != NULL, &why, &resolved, e))
		return false;
	if (!resolved && h->refused++ == 0)
		h->why = why;
	return true;
}

void
response_close(struct response *h)
{
	size_t i;

	for (i = 0; i < h->wants; i++) {
		str_free(&h->want[i].id);
		str_free(&h->want[i].state);
	}
	free(h->want);
	str_free(&h->next);
}
