/*
 * place.h: where a person may be: the regions whose rules count, and the time zones.
 *
 * Nobody knows where a mobile phone is. So the area code, the address, and the device each name
 * regions and zones, and what is to be sent must be allowed in all of them. Pure; the tables are
 * etc/policy/area_codes.tsv, calling_zones.tsv, and regions.tsv.
 */
#ifndef CRT_RULE_PLACE_H
#define CRT_RULE_PLACE_H

#include "hours/zone.h"

#define PLACE_REGIONS_MAX 4
#define PLACE_ZONES_MAX 64
#define PLACE_NAME_MAX 64	/* bytes of a zone's name */
#define PLACE_REGION_MAX 6	/* bytes of "US-FL" and its end */

/* How the place is known. */
enum place_by { PLACE_AREA_CODE, PLACE_CALLING_CODE, PLACE_ADDRESS, PLACE_DEVICE, PLACE_STORE };
extern const char *const place_by_text[];	/* "area code", ... */

/* The time zones of a run. */
struct place_clock {
	char name[PLACE_NAME_MAX];
	bool usable;			/* false: there is no such zone */
	struct zone zone;
};

struct place_clocks {
	struct place_clock *list;	/* in the order of their names, by bytes */
	size_t n;
};

/* The names of all zones of the tables; NULL after the last. */
const char *place_zone_name(size_t i);

struct place_person {
	const char *phone;		/* E.164 */
	const char *country, *region;	/* of the address; NULL: not known */
	const char *device;		/* its time zone; NULL: not known */
	const char *store;		/* the store's time zone: counts if nothing else is known */
};

struct place {
	struct place_region {
		char name[PLACE_REGION_MAX];
		enum place_by by;
	} regions[PLACE_REGIONS_MAX];
	struct place_zone {
		const struct place_clock *clock;
		enum place_by by;
	} zones[PLACE_ZONES_MAX];
	size_t nregions, nzones;
	bool missing;			/* a zone is not among the run's */
};

/* The place keeps pointers to the clocks. */
void place_find(struct place *, const struct place_clocks *, const struct place_person *);

#endif
