/* zone_find.c: read a time zone's changes from the database. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/zone_find.h"
#include "query.h"
#include "text/nearest.h"

static bool
zone_find_add(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct zone *z = arg;

	if (z->n < ZONE_CHANGES_MAX)
		z->change[z->n++] = (struct zone_change){ db_time(row, SQL_ZONE_CHANGES_AT),
		    (int)db_int(row, SQL_ZONE_CHANGES_MINUTES) };
	return true;
}

/* "Berlin" of "Europe/Berlin". */
static const char *
zone_find_city(const char *zone)
{
	const char *slash = strrchr(zone, '/');

	return slash ? slash + 1 : zone;
}

static bool
zone_find_try(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	const char *name = db_text(row, SQL_ZONE_NAMES_NAME);
	struct nearest *near = arg;

	if (strcasecmp(zone_find_city(name), zone_find_city(near->wanted)))
		nearest_try(near, name);
	else if (near->best[0] == '\0' || near->distance) {	/* the same city */
		snprintf(near->best, sizeof near->best, "%s", name);
		near->distance = 0;
	}
	return true;
}

bool
zone_missing(struct db *db, const char *name, struct err *e)
{
	struct nearest near = { .wanted = name };

	err_set(e, ERR_CONFIG, "there is no time zone \"%.64s\"", name);
	if (!db_each(db, sql_zone_names, 0, NULL, zone_find_try, &near, e))
		return false;
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near))
	    : err_hint(e, "use a tzdata name such as Europe/Berlin");
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
		ok = zone_missing(db, name, e);
	free(known);
	return ok && db_each(db, sql_zone_changes, COUNT(params), params, zone_find_add, z, e);
}
