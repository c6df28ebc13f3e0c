/* zone_find.h: a time zone by name, from the database's time zone data. */
#ifndef CRT_STORE_ZONE_FIND_H
#define CRT_STORE_ZONE_FIND_H

#include "db/db.h"
#include "hours/zone.h"

#define ZONE_YEARS 3	/* before and after now: the range of dates in mails */

/* ERR_CONFIG: no such zone. */
bool zone_find(struct zone *, struct db *, const char *name, struct err *) MUSTUSE;

/* Sets ERR_CONFIG, "no such time zone", with the nearest. Always false. */
bool zone_missing(struct db *, const char *name, struct err *);

#endif
