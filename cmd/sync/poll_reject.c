/* poll_reject.c: store the polled objects that crt cannot read as rejects. */
#include "run/reject.h"
#include "poll.h"

#define SOURCE_MAX 128

bool
poll_reject(void *arg, const struct platform_delivery *d, bool order, const struct err *why,
    bool *resolved, struct err *e)
{
	struct poll_shop *s = arg;
	struct str source = STR_MAX(SOURCE_MAX);
	struct line line = { .text = d->body, .n = d->len, .whole = d->len,
	    .form = { s->platform->name, d->store, d->topic ? d->topic : "" } };
	struct reject r = { .line = &line, .store = s->store, .reason = why->text, .order = order };
	bool ok;

	str_printf(&source, "poll of %s", s->session.requested->name);
	line.source = str_text(&source);
	ok = reject_keep(&r, "crt-sync", s->poll->run.db, resolved, e);
	str_free(&source);
	return ok;
}
