/* heard.c: what an answer brings: things as records, things to be fetched. */
#include <stdlib.h>

#include "base/mem.h"
#include "platform/shop.h"

bool
heard_want(struct heard *h, const char *question, const char *id, const char *carry,
    struct err *e)
{
	struct shop_want *w;

	if (h->wants == SHOP_WANTS_MAX)
		return err_set(e, ERR_INPUT, "an answer names more than %d things", SHOP_WANTS_MAX);
	h->want = mem_more(h->want, h->wants, sizeof *h->want);
	w = &h->want[h->wants];
	*w = (struct shop_want){ question, STR_MAX(SHOP_ID_MAX), STR_MAX(SHOP_CARRY_MAX) };
	str_puts(&w->id, id);
	str_puts(&w->carry, carry);
	h->wants++;
	if (str_full(&w->id) || str_full(&w->carry))
		return err_set(e, ERR_INPUT, "a %s is too large", question);
	return true;
}

/* Hands a record on, and remembers when that was what failed. */
struct sink {
	struct heard *heard;
	bool failed;
};

static bool
pass_on(void *arg, const char *line, size_t n, struct err *e)
{
	struct sink *s = arg;

	s->failed = !s->heard->record(s->heard->arg, line, n, e);
	return !s->failed;
}

bool
heard_item(struct heard *h, const struct shop *shop, const struct asked *asked, const char *topic,
    const char *text, size_t n, struct err *e)
{
	struct platform_delivery d = { topic, NULL, text, n, shop->slug, asked->now, true,
	    false };
	struct sink sink = { h, false };
	struct err why = { 0 };
	const char *ignored;
	bool resolved = false;

	h->items++;
	if (shop->platform->records(&d, pass_on, &sink, &ignored, &why))
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
heard_close(struct heard *h)
{
	size_t i;

	for (i = 0; i < h->wants; i++) {
		str_free(&h->want[i].id);
		str_free(&h->want[i].carry);
	}
	free(h->want);
	str_free(&h->next);
}
