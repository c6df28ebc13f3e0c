/* invalid_fixture.h: a golden delivery with an invalid field, and whether it is identified. */
#ifndef CRT_INVALID_FIXTURE_H
#define CRT_INVALID_FIXTURE_H

#include "platform/platform.h"
#include "invalid_made.h"

#define RECEIVED (INT64_C(1795338000) * CLOCK_SECOND)	/* 2026-11-22T09:00:00Z */

/* A fixture, and its undamaged result. */
struct fixture {
	const struct platform *platform;
	const char *name, *topic;
	const json_t *headers;
	json_t *body;			/* with the invalid field */
	json_t *whole;			/* without one */
	struct made was;
	bool wholly;			/* in each way */
	size_t ways, fields;		/* so far; kept from one fixture to the next */
	char path[LEFT_PATH];		/* of the current damage */
};

static inline void
forget(struct made *m)
{
	str_free(&m->keys);
	str_free(&m->data);
	str_free(&m->missing);
}

/* The body as text, with the damage that a tree cannot hold. */
static inline void
write_body(struct str *body, const struct fixture *f, const char *damage)
{
	struct str whole = STR_MAX(TEXT_MAX);
	const char *at;

	value_print(&whole, f->body, false);
	at = damage && is_raw(damage) ? strstr(str_text(&whole), RAW_PLACE) : NULL;
	if (at) {
		str_add(body, str_text(&whole), (size_t)(at - str_text(&whole)));
		write_raw(body, damage);
		at += sizeof RAW_PLACE - 1;
	}
	str_puts(body, at ? at : str_text(&whole));
	str_free(&whole);
}

static inline void
deliver(const struct fixture *f, const char *damage, struct made *m, struct err *e)
{
	struct str body = STR_MAX(TEXT_MAX);
	struct platform_delivery d = { .topic = f->topic, .headers = f->headers, .store = "acme",
	    .received = RECEIVED };
	const char *ignored;

	*m = (struct made){ .kind = RECORD_KINDS, .keys = STR_MAX(4096), .data = STR_MAX(TEXT_MAX),
	    .missing = STR_MAX(TEXT_MAX) };
	write_body(&body, f, damage);
	d.body = str_text(&body);
	d.len = body.len;
	if (!f->platform->records(&d, take, m, &ignored, e))
		m->taken = false;
	str_free(&body);
}

/* A key of the undamaged order that the damaged field was no part of, and that is still there. */
static inline bool
still_named(const struct made *was, const struct made *now, const json_t *invalid, bool *must)
{
	const char *a = str_text(&was->keys), *b = str_text(&now->keys);
	bool found = false;

	for (*must = false; *a; a += strcspn(a, "|") + 1) {
		size_t n = strcspn(a, "|");
		char key[1024];

		snprintf(key, sizeof key, "%.*s", (int)n, a);
		if (n && !holds(invalid, key, n)) {
			*must = true;
			found |= strstr(b, key) != NULL;
		}
	}
	return found;
}

static inline const char *
member(const struct fixture *f)
{
	const char *dot = strrchr(f->path, '.');

	return dot ? dot + 1 : f->path;
}

/* The type of an event names its object. */
static inline bool
is_type(const struct fixture *f)
{
	return !strcmp(member(f), "type");
}

/* A test order, or one that the shopper did not make, if a valid field has exactly that meaning. */
static inline bool
is_reported(const struct fixture *f, const char *damage, const struct made *now)
{
	bool text = !strchr("{[t", *damage)
	    && (!is_raw(damage) || damage[1] != '"' || damage[2] == '?');

	if (!strcmp(member(f), "cart_token"))		/* a renewal without a cart */
		return !strcmp(damage, "null") || !strcmp(damage, "\"\"");
	return (now->test && !strcmp(damage, "true")) || (text && !strcmp(member(f), "created_via"));
}

#endif
