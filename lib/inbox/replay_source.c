/* replay_source.c: read stored rejects and events in pages and turn them back into lines. */
#include <stdio.h>
#include <string.h>

#include "crypto/encode.h"
#include "inbox/replay_source.h"
#include "query.h"

#define NUMBER 24

struct page {
	struct replay_source *from;
	struct arena *arena;
	struct line *lines;
	size_t n, max;
};

bool
replay_source_open(struct replay_source *s, const struct run *r, struct err *e)
{
	*s = (struct replay_source){ 0 };
	return db_open(&s->db, r->common->database, r->common->pooler, r->command, e);
}

void
replay_source_close(struct replay_source *s)
{
	db_close(s->db);
	s->db = NULL;
}

static const char *
replay_source_texts(const struct page *p, const struct db_row *row, int column)
{
	const char *s = db_text(row, column);

	return s ? arena_dup(p->arena, s, db_length(row, column)) : NULL;
}

/* Remembers the row as the place where the next page begins. */
static void
replay_source_mark(struct replay_source *s, const char *time, const char *id)
{
	snprintf(s->time, sizeof s->time, "%s", time);
	snprintf(s->id, sizeof s->id, "%s", id);
}

static bool
replay_source_reject_row(void *arg, const struct db_row *row, struct err *e)
{
	struct page *p = arg;
	const char *time = db_text(row, SQL_REJECT_PAGE_CREATED_AT);
	size_t hex = db_length(row, SQL_REJECT_PAGE_BYTES), n = hex / 2;
	size_t whole = (size_t)db_int(row, SQL_REJECT_PAGE_LENGTH);
	char *bytes = arena_get(p->arena, n + 1);
	crt_time received = 0;

	if (p->n == p->max || !hex_read(db_text(row, SQL_REJECT_PAGE_BYTES), hex, bytes, n, &n))
		return err_set(e, ERR_BUG, "reject %s cannot be read",
		    db_text(row, SQL_REJECT_PAGE_ID));
	if (!clock_read(time, &received))
		received = 0;
	p->lines[p->n++] = (struct line){ .text = bytes, .n = n, .whole = whole > n ? whole : n,
	    .source = replay_source_texts(p, row, SQL_REJECT_PAGE_SOURCE),
	    .position = (uint64_t)db_int(row, SQL_REJECT_PAGE_POSITION),
	    .id = replay_source_texts(p, row, SQL_REJECT_PAGE_ID),
	    .form = { replay_source_texts(p, row, SQL_REJECT_PAGE_PLATFORM),
	    replay_source_texts(p, row, SQL_REJECT_PAGE_SLUG),
	    replay_source_texts(p, row, SQL_REJECT_PAGE_TOPIC) }, .received = received };
	replay_source_mark(p->from, time, db_text(row, SQL_REJECT_PAGE_ID));
	return true;
}

static bool
event_row(void *arg, const struct db_row *row, struct err *e)
{
	struct page *p = arg;
	size_t n = db_length(row, SQL_EVENT_PAGE_PAYLOAD);
	crt_time received = 0;

	if (p->n == p->max)
		return err_set(e, ERR_BUG, "a page has more than %zu events", p->max);
	if (!clock_read(db_text(row, SQL_EVENT_PAGE_RECEIVED_AT), &received))
		received = 0;
	p->lines[p->n++] = (struct line){ .text = replay_source_texts(p, row, SQL_EVENT_PAGE_PAYLOAD),
	    .n = n, .whole = n,
	    .source = REPLAY_SOURCE_EVENTS, .position = ++p->from->position,
	    .id = replay_source_texts(p, row, SQL_EVENT_PAGE_ID), .received = received };
	replay_source_mark(p->from, db_text(row, SQL_EVENT_PAGE_TIME), db_text(row, SQL_EVENT_PAGE_ID));
	snprintf(p->from->store, sizeof p->from->store, "%s", db_text(row, SQL_EVENT_PAGE_STORE_ID));
	snprintf(p->from->arrived, sizeof p->from->arrived, "%s",
	    db_text(row, SQL_EVENT_PAGE_RECEIVED_AT));
	return true;
}

static const char *
replay_source_given(const char *text)
{
	return *text ? text : NULL;
}

bool
replay_source_rejects(void *arg, struct arena *a, struct line *lines, size_t max, size_t *n,
    bool *end, struct err *e)
{
	struct replay_source *s = arg;
	struct replay_source was = *s;		/* each row moves the mark */
	struct page p = { s, a, lines, 0, max };
	char most[NUMBER], bytes[NUMBER];
	const char *params[] = { s->stores, s->ids, replay_source_given(was.time),
	    replay_source_given(was.id), most, bytes, s->due };
	bool ok;

	snprintf(most, sizeof most, "%zu", max);
	snprintf(bytes, sizeof bytes, "%zu", INPUT_BATCH_BYTES_MAX);
	ok = db_each(s->db, sql_reject_page, COUNT(params), params, replay_source_reject_row, &p, e);
	*n = p.n;
	*end = p.n == 0;
	return ok;
}

bool
replay_source_events(void *arg, struct arena *a, struct line *lines, size_t max, size_t *n,
    bool *end, struct err *e)
{
	struct replay_source *s = arg;
	struct replay_source was = *s;
	struct page p = { s, a, lines, 0, max };
	char most[NUMBER], bytes[NUMBER];
	const char *params[] = { s->stores, s->since, replay_source_given(was.time),
	    replay_source_given(was.arrived),
	    replay_source_given(was.store), replay_source_given(was.id), most, bytes };
	bool ok;

	snprintf(most, sizeof most, "%zu", max);
	snprintf(bytes, sizeof bytes, "%zu", INPUT_BATCH_BYTES_MAX);
	ok = db_each(s->db, sql_event_page, COUNT(params), params, event_row, &p, e);
	*n = p.n;
	*end = p.n == 0;
	return ok;
}

static bool
arrivals_page(struct page *p, crt_time hour, struct err *e)
{
	struct replay_source *s = p->from, was = *s;
	char most[NUMBER], bytes[NUMBER], after[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *params[] = { s->stores, clock_print(s->after, after), clock_print(hour, until),
	    replay_source_given(was.arrived), replay_source_given(was.time),
	    replay_source_given(was.store), replay_source_given(was.id), most, bytes };

	snprintf(most, sizeof most, "%zu", p->max - p->n);
	snprintf(bytes, sizeof bytes, "%zu", INPUT_BATCH_BYTES_MAX);
	return db_each(s->db, sql_event_arrived, COUNT(params), params, event_row, p, e);
}

static size_t
arrivals_bytes(const struct page *p)
{
	size_t i, bytes = 0;

	for (i = 0; i < p->n; i++)
		bytes += p->lines[i].n;
	return bytes;
}

/* Quiet hours are taken together: a batch costs as much as many lines. */
bool
replay_source_arrivals(void *arg, struct arena *a, struct line *lines, size_t max, size_t *n,
    bool *end, struct err *e)
{
	struct replay_source *s = arg;
	struct page p = { s, a, lines, 0, max };
	bool ok = true;

	while (ok && p.n < max && arrivals_bytes(&p) < INPUT_BATCH_BYTES_MAX && s->after < s->until) {
		crt_time hour = s->until - s->after > CLOCK_HOUR ? s->after + CLOCK_HOUR : s->until;
		size_t had = p.n;

		ok = arrivals_page(&p, hour, e);
		if (p.n == had) {
			s->after = hour;
			*s->time = *s->arrived = *s->store = *s->id = '\0';
		}
	}
	*n = p.n;
	*end = p.n == 0;
	return ok;
}
