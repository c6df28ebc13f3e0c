/* found.c: messages of any stores, as the statements of this folder list them. */
#include <stdio.h>

#include "found.h"

bool
found_see(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct found *f = arg;
	struct claimed *m;

	f->list = mem_more(f->list, f->n, sizeof *f->list);
	m = &f->list[f->n++];
	*m = (struct claimed){ .store = stores_by_id(f->stores, db_text(row, 0)),
	    .not_before = db_time(row, 3), .attempts = db_int(row, 5) };
	snprintf(m->id, sizeof m->id, "%s", db_text(row, 1));
	snprintf(m->episode, sizeof m->episode, "%s", db_text(row, 6));
	snprintf(f->provider, sizeof f->provider, "%s", db_text(row, 2) ? db_text(row, 2) : "");
	return true;
}
