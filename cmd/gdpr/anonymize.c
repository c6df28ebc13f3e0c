/* anonymize.c: anonymize: remove people who did nothing for long, and keep the figures. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/stop.h"
#include "gdpr.h"
#include "privacy/erase.h"
#include "query.h"

#define PEOPLE_MAX 500			/* of a transaction */
#define LIMIT_TEXT 16

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "before", TABLE_TIME, TABLE_BY_KIND },
	{ "people", TABLE_INT, TABLE_BY_KIND },
};

struct inactive {
	char *ids[PEOPLE_MAX + 1];	/* NULL-terminated */
	size_t n;
};

static bool
inactive_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct inactive *all = arg;

	all->ids[all->n++] = db_copy(row, SQL_ANONYMIZE_LIST_ID);
	return true;
}

static bool
anonymize_audited(struct run *r, const struct store *s, int64_t people, struct err *e)
{
	char organization[IDENT_TEXT];

	return audit_add(r->db, &(struct audit){ ident_print(s->organization, organization),
	    "anonymize", s->slug, NULL, people }, e);
}

/* *n: the people of this transaction. A dry run anonymizes one batch, too, and forgets it. */
static bool
anonymize_batch(struct run *r, const struct store *s, const char *before, int64_t *n,
    struct err *e)
{
	struct inactive all = { .n = 0 };
	struct erased done = { .n = 0 };
	char limit[LIMIT_TEXT];
	const char *params[] = { s->id_text, before, limit };
	size_t i;
	bool ok;

	snprintf(limit, sizeof limit, "%d", PEOPLE_MAX);
	ok = stop_check(e) && db_begin(r->db, e)
	    && db_each(r->db, sql_anonymize_list, COUNT(params), params, inactive_row, &all, e);
	if (ok && all.n)
		ok = anonymize_people(r, s, all.ids, &done, e)
		    && anonymize_audited(r, s, (int64_t)all.n, e);
	fault();
	ok = run_keep(r, r->db, ok, e);
	fault();
	*n = (int64_t)all.n;
	for (i = 0; i < all.n; i++)
		free(all.ids[i]);
	erased_free(&done);
	return ok;
}

static bool
anonymize_store(struct run *r, struct table *t, const struct store *s, crt_time before,
    struct err *e)
{
	char text[CLOCK_TEXT];
	int64_t people = 0, n;
	bool ok;

	clock_print(before, text);
	do {
		ok = anonymize_batch(r, s, text, &n, e);
		people += n;
		log_progress("%lld people", (long long)people);
	} while (ok && n == PEOPLE_MAX);
	if (!ok)
		return false;
	table_cell_text(t, s->slug);
	table_cell_time(t, before);
	table_cell_int(t, people);
	return table_row_end(t, e);
}

static bool
anonymize_all(struct run *r, const struct gdpr *set, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(r->common));
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < r->stores.n; i++)
		ok = anonymize_store(r, t, &r->stores.list[i], clock_now() - set->inactive, e);
	return table_close(t, e) && ok;
}

bool
gdpr_anonymize(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok;

	if (set->inactive == 0) {
		err_set(e, ERR_USAGE, "--inactive is missing");
		return err_hint(e, "anonymize people who did nothing for this long: --inactive 730d");
	}
	if (!set->yes && !set->common.dry_run) {
		err_set(e, ERR_USAGE, "the data of these people would be removed for good");
		return err_hint(e, "count them with -n; to confirm, add --yes");
	}
	ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    && anonymize_all(&run, set, e);
	return run_close(&run, ok, e);
}
