/* seen.c: when the last genuine webhook of each store came, for the database to keep. */
#include "base/log.h"
#include "stores.h"
#include "query.h"

static bool
serve_seen_write(struct db *db, const struct serve_store *s, crt_time seen, struct err *e)
{
	char text[CLOCK_TEXT];
	const char *params[] = { s->id, clock_print(seen, text) };

	return db_do(db, sql_hook_seen, COUNT(params), params, NULL, e);
}

void
serve_seen_keep(const struct serve_table *t, struct db *db, crt_time least)
{
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < t->n; i++) {
		struct serve_count *c = t->list[i].count;
		crt_time seen = atomic_load(&c->seen);

		if (seen == c->seen_kept || (c->seen_kept && seen - c->seen_kept < least))
			continue;
		if (!serve_seen_write(db, &t->list[i], seen, &e)) {
			log_line(LOG_WARN, NULL, "cannot store when webhooks arrived: %s", e.text);
			return;
		}
		c->seen_kept = seen;
	}
}
