/* found.c: collect messages of any stores from the rows of a query. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "found.h"
#include "query.h"

bool
found_see(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct found *f = arg;
	const char *store = db_text(row, SQL_MESSAGE_UNKNOWN_STORE_ID);
	const char *provider = db_text(row, SQL_MESSAGE_UNKNOWN_PROVIDER);
	const char *to = db_text(row, SQL_MESSAGE_UNKNOWN_RECIPIENT);
	const char *key = db_text(row, SQL_MESSAGE_UNKNOWN_RECIPIENT_KEY);
	struct claimed *m;

	f->list = mem_more(f->list, f->n, sizeof *f->list);
	m = &f->list[f->n++];
	*m = (struct claimed){ .store = stores_by_id(f->stores, store),
	    .recipient = to ? arena_dup(&f->arena, to, strlen(to)) : NULL,
	    .not_before = db_time(row, SQL_MESSAGE_UNKNOWN_NOT_BEFORE),
	    .handed_off = db_time(row, SQL_MESSAGE_UNKNOWN_UPDATED_AT),
	    .attempts = db_int(row, SQL_MESSAGE_UNKNOWN_ATTEMPTS) };
	snprintf(m->id, sizeof m->id, "%s", db_text(row, SQL_MESSAGE_UNKNOWN_ID));
	snprintf(m->episode, sizeof m->episode, "%s", db_text(row, SQL_MESSAGE_UNKNOWN_EPISODE_ID));
	snprintf(m->key, sizeof m->key, "%s", key ? key : "");
	snprintf(f->provider, sizeof f->provider, "%s", provider ? provider : "");
	return true;
}

void
found_free(struct found *f)
{
	arena_free(&f->arena);
	free(f->list);
}
