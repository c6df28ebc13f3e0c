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
	return db_open(&s->db, r->common->database, r->command, e);
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
	return arena_dup(p->arena, db_text(row, column), db_length(row, column));
}

/* Remembers the row as the place where the next page begins. */
static void
replay_source_mark(struct replay_source *s, const struct db_row *row, int store, int id)
{
	snprintf(s->time, sizeof s->time, "%s", db_text(row, 0));
	if (store >= 0)
		snprintf(s->store, sizeof s->store, "%s", db_text(row, store));
	snprintf(s->id, sizeof s->id, "%s", db_text(row, id));
}

static bool
replay_source_reject_row(void *arg, const struct db_row *row, struct err *e)
{
	struct page *p = arg;
	size_t hex = db_length(row, 4), n = hex / 2, whole = (size_t)db_int(row, 5);
	char *bytes = arena_get(p->arena, n + 1);
	crt_time received = 0;

	if (p->n == p->max || !hex_read(db_text(row, 4), hex, bytes, n, &n))
		return err_set(e, ERR_BUG, "reject %s cannot be read", db_text(row, 1));
	if (!clock_read(db_text(row, 0), &received))
		received = 0;
	p->lines[p->n++] = (struct line){ .text = bytes, .n = n, .whole = whole > n ? whole : n,
	    .source = replay_source_texts(p, row, 2), .position = (uint64_t)db_int(row, 3),
	    .id = replay_source_texts(p, row, 1),
	    .form = db_text(row, 6) ? replay_source_texts(p, row, 6) : NULL, .received = received };
	replay_source_mark(p->from, row, -1, 1);
	return true;
}

static bool
event_row(void *arg, const struct db_row *row, struct err *e)
{
	struct page *p = arg;
	size_t n = db_length(row, 3);

	if (p->n == p->max)
		return err_set(e, ERR_BUG, "a page has more than %zu events", p->max);
	p->lines[p->n++] = (struct line){ .text = replay_source_texts(p, row, 3), .n = n, .whole = n,
	    .source = REPLAY_SOURCE_EVENTS, .position = ++p->from->position,
	    .id = replay_source_texts(p, row, 2) };
	replay_source_mark(p->from, row, 1, 2);
	snprintf(p->from->arrived, sizeof p->from->arrived, "%s", db_text(row, 4));
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
