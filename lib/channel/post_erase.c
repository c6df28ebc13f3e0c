/* post_erase.c: request that a provider erases something, and interpret its response. */
#include <stdio.h>
#include <string.h>

#include "channel/post.h"
#include "json/value.h"

#define POST_CONFLICT 409		/* such as a message that is still in the queue */

struct post_erasing {
	const struct post_provider *provider;
	int gone;
	struct channel_erased *out;
	struct err *e;
	bool ok;
};

/* The status, and the id of a job. Nothing else: a text may quote the address. */
static void
post_erase_response(const struct http_response *a, struct channel_erased *out)
{
	struct err ignored = { 0 };
	const char *job = NULL;
	json_t *v = NULL;

	if (value_read(&v, a->body, a->len, &ignored))
		job = value_text(value_get(v, "job_id"));
	snprintf(out->response, sizeof out->response, "%d%s%.64s", a->status, job ? " " : "",
	    job && job[strspn(job, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")]
	    == '\0' ? job : "");
	value_free(v);
}

static void
post_erase_done(void *arg, const struct http_response *a, const struct err *why)
{
	struct post_erasing *x = arg;
	struct channel_erased *out = x->out;

	if (a == NULL) {
		*x->e = *why;
		return;
	}
	post_erase_response(a, out);
	x->ok = true;
	if (a->status / 100 == 2 || a->status == x->gone)
		out->fate = CHANNEL_ERASED;
	else if (a->status == 429 || a->status == POST_CONFLICT || a->status >= 500)
		out->fate = CHANNEL_ERASE_LATER;
	else if (a->status == 403) {
		x->ok = err_set(x->e, ERR_UNAVAILABLE, "%s does not let the key erase (HTTP 403)",
		    x->provider->name);
		err_option(x->e, x->provider->key_option);
	} else {
		x->ok = post_admits(x->provider, a->status, x->e);
		out->fate = CHANNEL_ERASE_REFUSED;
	}
}

bool
post_erase(struct post *p, const struct post_provider *provider, const struct http_request *r,
    int gone, struct channel_erased *out, struct err *e)
{
	struct post_erasing x = { provider, gone, out, e, false };

	memset(out, 0, sizeof *out);
	return post_exchange(p, r, post_erase_done, &x, e) && x.ok;
}
