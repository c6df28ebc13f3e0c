/* zone_find.h: a time zone by its name, as the database knows it. */
#ifndef CRT_STORE_ZONE_FIND_H
#define CRT_STORE_ZONE_FIND_H

#include "db/db.h"
#include "rule/zone.h"

#define ZONE_YEARS 3	/* before and after now: what dates in mails are about */

/* ERR_CONFIG if there is no such zone. */
bool zone_find(struct zone *, struct db *, const char *name, struct err *) MUSTUSE;

#endif
