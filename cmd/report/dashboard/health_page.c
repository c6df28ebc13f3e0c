/* health_page.c: the page of the checks of crt-report health. */
#include <stdlib.h>

#include "dashboard.h"
#include "db/array.h"

struct checked {
	json_t *rows;
	int64_t faults, warnings;
};

static bool
health_page_check(void *arg, const char *check, const char *of, const struct health_check *c,
    struct err *e UNUSED)
{
	struct checked *k = arg;
	json_t *map = value_map();

	k->faults += c->state == HEALTH_FAULT;
	k->warnings += c->state == HEALTH_WARNING;
	value_add(k->rows, map);
	value_set_text(map, "check", check);
	value_set_text(map, "of", of);
	value_set_text(map, "state", health_word(c->state));
	value_set_text(map, "what", c->what);
	if (c->advice && *c->advice)
		value_set_text(map, "advice", c->advice);
	return true;
}

/* Checks the active stores, as crt-report health does. Certificates are not read: all pages are
   from one transaction, which must not wait for web servers. */
static bool
health_page_checks(const struct dashboard *d, struct checked *k, struct err *e)
{
	struct run active = *d->run;
	struct report set = *d->set;
	struct array ids = { .text = STR_MAX(ARRAY_BYTES_MAX) };
	size_t i;
	bool ok;

	active.stores.list = mem_get((d->run->stores.n + 1) * sizeof *active.stores.list);
	active.stores.n = 0;
	array_open(&ids);
	for (i = 0; i < d->run->stores.n; i++)
		if (!d->run->stores.list[i].paused) {
			active.stores.list[active.stores.n++] = d->run->stores.list[i];
			array_add(&ids, d->run->stores.list[i].id_text);
		}
	array_param(&ids);
	active.stores.array = ids.text;
	set.web_timeout = 0;
	ok = report_health_each(&active, set.late, health_page_check, k, e)
	    && report_health_expiry(&active, &set, health_page_check, k, e);
	free(active.stores.list);
	array_free(&ids);
	return ok;
}

bool
health_read(struct dashboard *d, struct err *e)
{
	struct checked k = { .rows = value_list() };
	bool ok = health_page_checks(d, &k, e);

	d->health = value_map();
	value_set_text(d->health, "place", PLACE_HEALTH);
	value_set_text(d->health, "state",
	    health_word(k.faults ? HEALTH_FAULT : k.warnings ? HEALTH_WARNING : HEALTH_OK));
	value_set(d->health, "faults", value_new_int(k.faults));
	value_set(d->health, "warnings", value_new_int(k.warnings));
	value_set(d->health, "rows", k.rows);
	return ok;
}

bool
health_page(struct dashboard *d, const char *locale, struct err *e)
{
	json_t *context = value_map();
	char now[CLOCK_TEXT];

	part_home(context, d);
	value_set_text(context, "checked", run_now(now));
	return dashboard_add(d, "health", PLACE_HEALTH, locale, context, e);
}
