/* left_out.c: count, log, and store the fields that were left out of records. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/tuples.h"
#include "inbox/left_out.h"
#include "query.h"

/* The id of a fields, derived, so that a map can hold it. */
static void
left_out_key(const struct store *s, const char *type, const struct left *l, unsigned char key[16])
{
	struct str what = STR_MAX(LEFT_PATH + 128);

	str_printf(&what, "%s %s", type, l->path);
	ident_derive(key, s->id, left_reason(l->reason), str_text(&what), what.len);
	str_free(&what);
}

static void
left_out_count(struct left_out *all, struct arena *a, const struct store *s, const char *type,
    const struct left *l)
{
	unsigned char key[16];
	struct left_out_field *g;
	void **at;

	left_out_key(s, type, l, key);
	at = map_put(&all->by, a, key);
	g = *at;
	if (g == NULL) {
		*at = g = arena_get(a, sizeof *g);
		*g = (struct left_out_field){ all->first, s, type, l, { 0 }, 0 };
		memcpy(g->key, key, sizeof g->key);
		all->first = g;
	}
	g->n++;
	all->n++;
}

void
left_out_add(struct left_out *all, struct arena *a, const struct store *s, const struct record *r)
{
	const struct left *l;

	for (l = r->left.first; l; l = l->next)
		left_out_count(all, a, s, record_type(r->kind), l);
}

bool
left_out_write(const struct left_out *all, struct db *db, struct err *e)
{
	const crt_time now = clock_now();
	const struct left_out_field *g;
	struct tuples t;
	bool ok;

	if (all->first == NULL)
		return true;
	tuples_init(&t);
	for (g = all->first; g; g = g->next) {
		tuples_row(&t, 7);
		tuples_uuid(&t, g->store->id);
		tuples_time(&t, now - now % CLOCK_HOUR);
		tuples_texts(&t, g->type);
		tuples_texts(&t, g->left->path);
		tuples_texts(&t, left_reason(g->left->reason));
		tuples_int8(&t, g->n);
		tuples_time(&t, now - LEFT_OUT_KEPT);
	}
	ok = tuples_send(db, sql_left_out_add, &t, e);
	tuples_free(&t);
	return ok;
}

void
left_out_log(const struct left_out *all, struct left_out_logged *logged)
{
	const struct left_out_field *g;

	for (g = all->first; g; g = g->next) {
		void **at;

		if (logged->by.n == LEFT_OUT_LOGGED_MAX && map_get(&logged->by, g->key) == NULL)
			continue;
		at = map_put(&logged->by, &logged->arena, g->key);
		if (*at)
			continue;
		*at = logged;
		log_line(LOG_WARN, g->store->slug, "%s: %s %s and is %s", g->type, g->left->path,
		    left_reason(g->left->reason), left_outcome(g->left->reason));
	}
}

void
left_out_forget(struct left_out_logged *logged)
{
	arena_free(&logged->arena);
	*logged = (struct left_out_logged){ 0 };
}
