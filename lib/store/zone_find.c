/* zone_find.c: read a time zone's changes from the database. */
#include <stdlib.h>

#include "store/zone_find.h"
#include "query.h"

static bool
zone_find_add(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct zone *z = arg;

	if (z->n < ZONE_CHANGES_MAX)
		z->change[z->n++] = (struct zone_change){ db_time(row, SQL_ZONE_CHANGES_AT),
		    (int)db_int(row, SQL_ZONE_CHANGES_MINUTES) };
	return true;
}

bool
zone_find(struct zone *z, struct db *db, const char *name, struct err *e)
{
	crt_time today = clock_now() / CLOCK_DAY * CLOCK_DAY, reach = ZONE_YEARS * 366 * CLOCK_DAY;
	char from[CLOCK_TEXT], until[CLOCK_TEXT];
	const char *params[] = { name, clock_print(today - reach, from),
	    clock_print(today + reach, until) };
	char *known = NULL;
	bool ok;

	*z = (struct zone){ .n = 0 };
	ok = db_query(db, sql_timezone_usable, 1, params, &known, e);
	if (ok && *known != 't')
		ok = err_set(e, ERR_CONFIG, "there is no time zone \"%.64s\"", name);
	free(known);
	return ok && db_each(db, sql_zone_changes, COUNT(params), params, zone_find_add, z, e);
}
