/* found.c: collect messages of any stores from the rows of a query. */
#include <stdio.h>

#include "found.h"
#include "query.h"

bool
found_see(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct found *f = arg;
	const char *store = db_text(row, SQL_MESSAGE_UNKNOWN_STORE_ID);
	const char *provider = db_text(row, SQL_MESSAGE_UNKNOWN_PROVIDER);
	struct claimed *m;

	f->list = mem_more(f->list, f->n, sizeof *f->list);
	m = &f->list[f->n++];
	*m = (struct claimed){ .store = stores_by_id(f->stores, store),
	    .not_before = db_time(row, SQL_MESSAGE_UNKNOWN_NOT_BEFORE),
	    .attempts = db_int(row, SQL_MESSAGE_UNKNOWN_ATTEMPTS) };
	snprintf(m->id, sizeof m->id, "%s", db_text(row, SQL_MESSAGE_UNKNOWN_ID));
	snprintf(m->episode, sizeof m->episode, "%s", db_text(row, SQL_MESSAGE_UNKNOWN_EPISODE_ID));
	snprintf(f->provider, sizeof f->provider, "%s", provider ? provider : "");
	return true;
}
