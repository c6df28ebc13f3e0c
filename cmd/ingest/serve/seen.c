/* seen.c: record in the database when each store's last genuine webhook arrived. */
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
serve_seen_put(const struct serve_table *t, struct db *db, crt_time least)
{
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < t->n; i++) {
		struct serve_count *c = t->list[i].count;
		crt_time seen = atomic_load(&c->seen);

		if (seen == c->seen_stored || (c->seen_stored && seen - c->seen_stored < least))
			continue;
		if (!serve_seen_write(db, &t->list[i], seen, &e)) {
			log_line(LOG_WARN, NULL, "cannot store when webhooks arrived: %s", e.text);
			return;
		}
		c->seen_stored = seen;
	}
}
