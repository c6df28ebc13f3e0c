/* clocks.c: read the time zones that the hours of text messages need. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "campaign/clocks.h"
#include "db/array.h"
#include "query.h"

/* The rows come in the order of the names. */
static bool
clocks_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct place_clocks *all = arg;
	const char *name = db_text(row, SQL_CLOCK_LIST_NAME);
	struct place_clock *c = all->n ? &all->list[all->n - 1] : NULL;
	struct zone *z;

	if (strlen(name) >= PLACE_NAME_MAX)
		return true;
	if (c == NULL || strcmp(c->name, name)) {
		all->list = mem_more(all->list, all->n, sizeof *all->list);
		c = &all->list[all->n++];
		*c = (struct place_clock){ .usable = false };
		snprintf(c->name, sizeof c->name, "%s", name);
	}
	z = &c->zone;
	if (db_text(row, SQL_CLOCK_LIST_MINUTES) && z->n < ZONE_CHANGES_MAX) {
		c->usable = true;
		z->change[z->n++] = (struct zone_change){ db_time(row, SQL_CLOCK_LIST_AT),
		    (int)db_int(row, SQL_CLOCK_LIST_MINUTES) };
	}
	return true;
}

bool
clocks_open(struct place_clocks *all, struct run *r, struct err *e)
{
	crt_time today = clock_now() / CLOCK_DAY * CLOCK_DAY;
	char from[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *params[] = { str_text(&r->stores.array), NULL,
	    clock_print(today - 2 * CLOCK_DAY, from),
	    clock_print(today + CLOCKS_DAYS * CLOCK_DAY, until) };
	struct array names;
	bool ok;
	size_t i;

	*all = (struct place_clocks){ .n = 0 };
	array_open(&names);
	for (i = 0; place_zone_name(i); i++)
		array_add(&names, place_zone_name(i));
	params[1] = array_param(&names);
	ok = db_each(r->db, sql_clock_list, COUNT(params), params, clocks_row, all, e);
	array_free(&names);
	return ok;
}

void
clocks_close(struct place_clocks *all)
{
	free(all->list);
	*all = (struct place_clocks){ .n = 0 };
}
