/* place.c: find the regions and time zones in which a person may be. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hours/place.h"

#define CALLING_CODE_MAX 3	/* digits */
#define AREA_CODE 3

struct place_row {
	const char *key;		/* area code, calling code, or region */
	const char *name;		/* the region, the countries, or the region's name */
	const char *zones;		/* "America/Chicago,America/New_York" */
};

#include "policy_places.h"

const char *const place_by_text[] = { "area code", "calling code", "address", "device", "store" };

const char *
place_zone_name(size_t i)
{
	return i < COUNT(place_names) ? place_names[i] : NULL;
}

static int
place_clock_compare(const void *name, const void *clock)
{
	return strcmp(name, ((const struct place_clock *)clock)->name);
}

static void
place_add_zone(struct place *p, const struct place_clocks *all, const char *name,
    enum place_by by)
{
	const struct place_clock *clock = all->n ? bsearch(name, all->list, all->n,
	    sizeof *all->list, place_clock_compare) : NULL;
	size_t i;

	if (clock == NULL || p->nzones == PLACE_ZONES_MAX)
		p->missing = true;
	else if (clock->usable) {
		for (i = 0; i < p->nzones; i++)
			if (p->zones[i].clock == clock)
				return;
		p->zones[p->nzones++] = (struct place_zone){ clock, by };
	}
}

static void
place_add_zones(struct place *p, const struct place_clocks *all, const char *list,
    enum place_by by)
{
	char name[PLACE_NAME_MAX];
	size_t n;

	for (; *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		memcpy(name, list, n);		/* policy2c.awk knows the longest */
		name[n] = '\0';
		place_add_zone(p, all, name, by);
	}
}

static void
place_add_region(struct place *p, const char *name, size_t n, enum place_by by)
{
	size_t i;

	for (i = 0; i < p->nregions; i++)
		if (!strncmp(p->regions[i].name, name, n) && p->regions[i].name[n] == '\0')
			return;
	if (p->nregions < PLACE_REGIONS_MAX && n < PLACE_REGION_MAX) {
		memcpy(p->regions[p->nregions].name, name, n);
		p->regions[p->nregions++].by = by;
	}
}

static void
place_add_row(struct place *p, const struct place_clocks *all, const struct place_row *r,
    enum place_by by)
{
	place_add_region(p, by == PLACE_AREA_CODE ? r->name : r->key, strlen(by == PLACE_AREA_CODE
	    ? r->name : r->key), by);
	place_add_zones(p, all, r->zones, by);
}

/* A code that is not in the table may be anywhere in the states; the territories have their own. */
static void
place_american(struct place *p, const struct place_clocks *all, const char *digits)
{
	static const char territories[] = "US-AS US-GU US-MP US-PR US-VI";
	size_t i;

	for (i = 0; i < COUNT(area_codes); i++)
		if (!strncmp(area_codes[i].key, digits, AREA_CODE)) {
			place_add_row(p, all, &area_codes[i], PLACE_AREA_CODE);
			return;
		}
	place_add_region(p, "US", 2, PLACE_CALLING_CODE);
	for (i = 0; i < COUNT(regions); i++)
		if (!strncmp(regions[i].key, "US", 2) && !strstr(territories, regions[i].key))
			place_add_zones(p, all, regions[i].zones, PLACE_CALLING_CODE);
}

static void
place_of_phone(struct place *p, const struct place_clocks *all, const char *phone)
{
	size_t i, n;

	if (phone == NULL || *phone != '+')
		return;
	if (phone[1] == '1') {
		place_american(p, all, phone + 2);
		return;
	}
	for (n = CALLING_CODE_MAX; n; n--)
		for (i = 0; i < COUNT(calling_zones); i++)
			if (strlen(calling_zones[i].key) == n
			    && !strncmp(phone + 1, calling_zones[i].key, n)) {
				place_add_region(p, calling_zones[i].name, 2, PLACE_CALLING_CODE);
				place_add_zones(p, all, calling_zones[i].zones, PLACE_CALLING_CODE);
				return;
			}
}

/* "FL", "us-fl", or "Florida" of that country. */
static const struct place_row *
place_region(const char *country, const char *region)
{
	size_t i;

	for (i = 0; region && i < COUNT(regions); i++) {
		const struct place_row *r = &regions[i];

		if (!strncmp(r->key, country, 2) && (!strcasecmp(r->key, region)
		    || !strcasecmp(r->key + 3, region) || !strcasecmp(r->name, region)))
			return r;
	}
	return NULL;
}

static void
place_of_address(struct place *p, const struct place_clocks *all, const struct place_person *who)
{
	const char country[3] = { (char)(who->country[0] & ~0x20), (char)(who->country[1] & ~0x20) };
	const struct place_row *r = place_region(country, who->region);
	size_t i;

	if (r) {
		place_add_row(p, all, r, PLACE_ADDRESS);
		return;
	}
	place_add_region(p, country, 2, PLACE_ADDRESS);
	for (i = 0; i < COUNT(calling_zones); i++)
		if (strstr(calling_zones[i].name, country))
			place_add_zones(p, all, calling_zones[i].zones, PLACE_ADDRESS);
}

void
place_find(struct place *p, const struct place_clocks *all, const struct place_person *who)
{
	*p = (struct place){ .nzones = 0 };
	place_of_phone(p, all, who->phone);
	if (who->country && strlen(who->country) == 2)
		place_of_address(p, all, who);
	if (who->device && *who->device)
		place_add_zone(p, all, who->device, PLACE_DEVICE);
	if (p->nzones == 0 && who->store)
		place_add_zone(p, all, who->store, PLACE_STORE);
}
