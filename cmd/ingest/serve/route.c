/* route.c: whom a request is for, whether it is genuine, and what it is answered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "serve.h"

#define CHALLENGE_MAX 256
#define ENVELOPE_MAX ((size_t)64 * 1024 * 1024)	/* the body's limit is far below */

static const char hooks[] = "/hooks/";
static const char health[] = "/health";

/* A word of an address as we give them out: nothing in it needs decoding. */
static const char *
word(const char *at, const char *end, char out[DOOR_WORD])
{
	size_t n = 0;

	while (at < end && n < DOOR_WORD - 1 && strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *at))
		out[n++] = *at++;
	out[n] = '\0';
	return n ? at : NULL;
}

/* ".../hooks/PLATFORM/STORE": what stands before is the web server's matter. */
static bool
read_path(const struct web_request *r, struct door_asked *to)
{
	const char *end = r->path + r->path_len, *at = NULL, *p;

	for (p = r->path; (p = strstr(p, hooks)) && p + sizeof hooks - 1 <= end; p++)
		at = p + sizeof hooks - 1;
	if (at == NULL || (at = word(at, end, to->platform)) == NULL || at == end || *at++ != '/'
	    || (at = word(at, end, to->store)) == NULL)
		return false;
	return at == end;
}

static bool
ends_with(const struct web_request *r, const char *text)
{
	size_t n = strlen(text);

	return r->path_len >= n && !memcmp(r->path + r->path_len - n, text, n);
}

static void
answer_health(struct door *d, struct web_answer *a)
{
	struct door_table *t = door_stores_use(&d->stores);

	if (t == NULL)
		door_say(a, 503, "the stores are not known yet");
	else
		door_say(a, 200, door_queue_away(&d->queue) ? "spooling" : "ok");
	door_table_done(t);
}

/* Is somebody there?  The answer is what is asked, if it can be taken for nothing else; for
   a store that is not there, too. */
static bool
challenged(const struct web_request *r, const struct platform *p, struct web_answer *a,
    char said[CHALLENGE_MAX])
{
	const char *name = p ? p->challenge : NULL;
	const char *at = name ? strstr(r->query, name) : NULL;
	size_t n = name ? strlen(name) : 0;

	if (at == NULL || (at > r->query && at[-1] != '&') || at[n] != '=')
		return false;
	at += n + 1;
	n = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
	if (n == 0 || n >= CHALLENGE_MAX || (at[n] && at[n] != '&'))
		return false;
	snprintf(said, CHALLENGE_MAX, "%.*s", (int)n, at);
	door_say(a, 200, said);
	return true;
}

/* ---- one delivery ---- */

/* False: it is answered at once.  One store that sends a lot does not take all of what may
   wait. */
static bool
keep(struct door *d, struct web_request *r, const struct door_store *s, json_t *headers,
    crt_time now, uint64_t version, struct web_answer *a)
{
	struct str text = STR_MAX(ENVELOPE_MAX);

	if (atomic_load(&s->count->waiting) >= (size_t)d->set->max_pending) {
		door_say(a, 429, "too many at once");
		return false;
	}
	door_envelope(&text, headers, now, r);
	if (str_full(&text)) {
		str_free(&text);
		door_say(a, 413, "too large");
		return false;
	}
	door_queue_put(&d->queue, delivery_new(r, s, version, headers, now, &text));
	return true;
}

/* ---- proof ---- */

struct looking {
	struct door_table *table;
	const struct door_store *store;		/* NULL: there is none for this platform */
	enum proof proof;
};

/* Where there is no store it is asked all the same, and takes as long. */
static struct looking
look(struct door *d, const struct door_case *c)
{
	const struct platform *p = platform_find(c->to.platform);
	const struct platform_delivery one = { NULL, c->headers, c->request->body, c->request->len,
	    c->to.store, c->received, false, false };
	static const char *const none[] = { NULL };
	struct looking l = { .table = door_stores_use(&d->stores) };
	const char *const *secrets = l.table ? l.table->nobody : none;
	crt_time signed_at;

	l.store = door_table_find(l.table, c->to.store);
	if (l.store && l.store->platform != p)
		l.store = NULL;
	if (l.store)
		secrets = l.store->secret;
	l.proof = p->prove(&one, secrets, c->received, &signed_at);
	return l;
}

/* The same words whether there is such a store or not: nobody learns that here. */
static void
refuse(struct door *d, const struct looking *l, struct web_answer *a)
{
	if (l->proof == PROOF_PING)
		door_say(a, 200, "a ping");
	else if (l->table == NULL || (l->proof == PROOF_WRONG && !door_stores_fresh(&d->stores)))
		door_say(a, 503, "the stores are not known now");
	else if (l->proof == PROOF_MISSING)
		door_say(a, 401, "there is no signature");
	else if (l->proof == PROOF_STALE)
		door_say(a, 401, "the signature is too old");
	else
		door_say(a, 401, "the signature is wrong");
	if (l->store && a->status == 401)
		atomic_fetch_add(&l->store->count->refused, 1);
}

void
door_judge(struct door *d, const struct door_case *c, bool may_wait)
{
	struct looking l = look(d, c);
	bool genuine = l.store && l.proof == PROOF_GENUINE;
	bool unknown = !genuine && (l.proof == PROOF_WRONG || l.proof == PROOF_GENUINE);
	struct web_answer a;

	if (unknown && may_wait && door_doubt(d, c)) {
		door_table_done(l.table);
		return;
	}
	if (genuine)
		atomic_store(&l.store->count->seen, c->received);
	if (!genuine || !keep(d, c->request, l.store, c->headers, c->received, l.table->version, &a)) {
		if (!genuine)
			refuse(d, &l, &a);
		log_say(LOG_INFO, c->to.store, "%d %s", a.status, a.text);
		request_answer(c->request, &a);
	}
	door_table_done(l.table);
	value_free(c->headers);
}

static void
receive(struct door *d, struct web_request *r, const struct door_asked *to)
{
	const struct door_case c = { r, *to, door_headers(r), clock_now() };

	door_judge(d, &c, true);
}

/* ---- not POST ---- */

static void
answer_get(const struct web_request *r, const struct door_asked *to, struct web_answer *a)
{
	static _Thread_local char said[CHALLENGE_MAX];

	if (!challenged(r, platform_find(to->platform), a, said)) {
		door_say(a, 405, "only POST");
		a->allow = "POST";
	}
}

/* A platform that signs nothing has no address here. */
static bool
sends(const struct door_asked *to)
{
	const struct platform *p = platform_find(to->platform);

	return p && p->prove;
}

void
door_request(void *arg, struct web_request *r)
{
	struct door *d = arg;
	struct web_answer a;
	struct door_asked to = { .store = "" };
	bool get = !strcmp(r->method, "GET") || !strcmp(r->method, "HEAD");

	if (get && ends_with(r, health))
		answer_health(d, &a);
	else if (!read_path(r, &to) || !sends(&to))
		door_say(&a, 404, "there is nothing here");
	else if (strcmp(r->method, "POST"))
		answer_get(r, &to, &a);
	else {
		receive(d, r, &to);
		return;
	}
	request_answer(r, &a);
}
