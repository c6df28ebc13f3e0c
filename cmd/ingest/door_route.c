/* door_route.c: whom a request is for, whether it is genuine, and what it is answered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "door.h"

#define WORD_MAX 64			/* a platform's name, a store's slug */
#define CHALLENGE_MAX 256
#define ENVELOPE_MAX ((size_t)64 * 1024 * 1024)	/* the body's limit is far below */

static const char hooks[] = "/hooks/";
static const char health[] = "/health";

struct asked {
	char platform[WORD_MAX], store[WORD_MAX];
};

/* A word of an address as we give them out: nothing in it needs decoding. */
static const char *
word(const char *at, const char *end, char out[WORD_MAX])
{
	size_t n = 0;

	while (at < end && n < WORD_MAX - 1 && strchr("abcdefghijklmnopqrstuvwxyz0123456789-", *at))
		out[n++] = *at++;
	out[n] = '\0';
	return n ? at : NULL;
}

/* ".../hooks/PLATFORM/STORE": what stands before is the web server's matter. */
static bool
read_path(const struct web_request *r, struct asked *to)
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

/* Is somebody there?  The answer is what is asked, if it can be taken for nothing else. */
static bool
challenged(const struct web_request *r, const struct door_store *s, struct web_answer *a,
    char said[CHALLENGE_MAX])
{
	const char *name = s->platform ? s->platform->challenge : NULL;
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

	if (atomic_load(&s->count->waiting) >= (size_t)d->set->waiting) {
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
	const struct door_store *store;
	enum proof proof;
};

static void
look(struct door *d, const struct asked *to, const struct platform_delivery *one,
    struct looking *l)
{
	crt_time signed_at;

	door_table_done(l->table);
	l->table = door_stores_use(&d->stores);
	l->store = door_table_find(l->table, to->store);
	l->proof = PROOF_MISSING;
	if (l->store && (l->store->platform == NULL || l->store->platform->prove == NULL
	    || strcmp(l->store->platform->name, to->platform)))
		l->store = NULL;
	if (l->store)
		l->proof = l->store->platform->prove(one, l->store->secret, one->received,
		    &signed_at);
}

static void
refuse(struct door *d, struct looking *l, struct web_answer *a)
{
	if (l->store == NULL && !door_stores_fresh(&d->stores)) {
		door_say(a, 503, "the stores are not known now");
		return;
	}
	if (l->store == NULL) {
		door_say(a, 404, "there is no such store");
		return;
	}
	door_say(a, 401, l->proof == PROOF_STALE ? "the signature is too old"
	    : l->proof == PROOF_MISSING ? "there is no signature" : "the signature is wrong");
	atomic_fetch_add(&l->store->count->refused, 1);
}

/* False: it is answered at once. */
static bool
receive(struct door *d, struct web_request *r, const struct asked *to, struct web_answer *a)
{
	json_t *headers = door_headers(r);
	struct platform_delivery one = { NULL, headers, r->body, r->len, to->store, clock_now(),
	    false };
	struct looking l = { 0 };
	bool later = false;

	look(d, to, &one, &l);
	/* A store that was added or a secret that was changed a moment ago. */
	if ((l.store == NULL || l.proof == PROOF_WRONG) && door_stores_again(&d->stores))
		look(d, to, &one, &l);
	if (l.store && l.proof == PROOF_GENUINE)
		later = keep(d, r, l.store, headers, one.received, l.table->version, a);
	else if (l.store && l.proof == PROOF_PING)
		door_say(a, 200, "a ping");
	else
		refuse(d, &l, a);
	door_table_done(l.table);
	value_free(headers);
	return later;
}

/* ---- not POST ---- */

static void
answer_get(struct door *d, const struct web_request *r, const struct asked *to,
    struct web_answer *a)
{
	static _Thread_local char said[CHALLENGE_MAX];
	struct door_table *t = door_stores_use(&d->stores);
	const struct door_store *s = door_table_find(t, to->store);

	if (s == NULL || !challenged(r, s, a, said)) {
		door_say(a, 405, "only POST");
		a->allow = "POST";
	}
	door_table_done(t);
}

void
door_request(void *arg, struct web_request *r)
{
	struct door *d = arg;
	struct web_answer a;
	struct asked to = { .store = "" };
	bool get = !strcmp(r->method, "GET") || !strcmp(r->method, "HEAD");

	if (get && ends_with(r, health))
		answer_health(d, &a);
	else if (!read_path(r, &to))
		door_say(&a, 404, "there is nothing here");
	else if (strcmp(r->method, "POST"))
		answer_get(d, r, &to, &a);
	else if (receive(d, r, &to, &a))
		return;
	else
		log_say(LOG_INFO, to.store, "%d %s", a.status, a.text);
	request_answer(r, &a);
}
