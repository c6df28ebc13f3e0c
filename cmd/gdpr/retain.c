/* retain.c: delete the data whose retention period is over. */
#include "gdpr.h"
#include "privacy/retain.h"

static const struct table_column columns[] = {
	{ "class", TABLE_TEXT, TABLE_BY_KIND }, { "store", TABLE_TEXT, TABLE_BY_KIND },
	{ "before", TABLE_TIME, TABLE_BY_KIND }, { "rows", TABLE_INT, TABLE_BY_KIND },
};

static bool
retain_one(struct run *r, struct table *t, const struct store *s, enum retain_class class,
    crt_time before, struct err *e)
{
	int64_t rows;

	if (!retain_delete(r, s, class, before, &rows, e))
		return false;
	table_cell_text(t, retain_classes[class].name);
	table_cell_text(t, s ? s->slug : NULL);
	table_cell_time(t, before);
	table_cell_int(t, rows);
	return table_row_end(t, e);
}

/* A class without a period is kept. */
static bool
retain_all(struct run *r, const struct gdpr *set, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(r->common));
	size_t class, i;
	bool ok = true;

	for (class = 0; ok && class < RETAIN_CLASSES; class++) {
		crt_time before = clock_now() - set->keep[class];

		if (set->keep[class] == 0)
			continue;
		if (retain_classes[class].whole)
			ok = retain_one(r, t, NULL, (enum retain_class)class, before, e);
		else
			for (i = 0; ok && i < r->stores.n; i++)
				ok = retain_one(r, t, &r->stores.list[i], (enum retain_class)class,
				    before, e);
	}
	return table_close(t, e) && ok;
}

bool
gdpr_retain(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr retain", RUN_STORES | RUN_HEARTBEAT, e)
	    && retain_all(&run, set, e);

	return run_close(&run, ok, e);
}
