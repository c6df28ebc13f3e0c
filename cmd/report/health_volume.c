/* health_volume.c: check whether a store and its steps do as much as in the weeks before. */
#include <stdio.h>
#include <string.h>

#include "query.h"
#include "report.h"

struct volumes {
	const struct stores *stores;
	report_check_fn *each;
	void *arg;
	const struct store *unusual;	/* the number of its messages is */
};

/* The rows of a store begin with its sums. If that of messages is unusual, its steps are too. */
static bool
volume_row(void *arg, const struct db_row *row, struct err *e)
{
	struct volumes *h = arg;
	const struct store *s = stores_by_id(h->stores, db_text(row, SQL_VOLUME_LIST_STORE_ID));
	const struct health_volume v = { db_text(row, SQL_VOLUME_LIST_STEP),
	    db_text(row, SQL_VOLUME_LIST_CAMPAIGN), db_int(row, SQL_VOLUME_LIST_NUMBER),
	    db_int(row, SQL_VOLUME_LIST_N), (int)db_int(row, SQL_VOLUME_LIST_DAYS),
	    db_real(row, SQL_VOLUME_LIST_MEDIAN), db_real(row, SQL_VOLUME_LIST_MAD) };
	struct health_check c;

	health_volume(&c, &v);
	if (c.state == HEALTH_OK || (v.campaign && h->unusual == s))
		return true;
	if (strcmp(v.step, "sent") == 0)
		h->unusual = s;
	return h->each(h->arg, "volume", s->slug, &c, e);
}

bool
report_health_volume(struct run *r, crt_time now, report_check_fn *each, void *arg, struct err *e)
{
	struct volumes h = { .stores = &r->stores, .each = each, .arg = arg };
	char at[CLOCK_TEXT], least[8];
	const char *params[] = { str_text(&r->stores.array), clock_print(now, at), least };

	snprintf(least, sizeof least, "%d", HEALTH_VOLUME_LEAST);
	return db_each(r->db, sql_volume_list, COUNT(params), params, volume_row, &h, e);
}
