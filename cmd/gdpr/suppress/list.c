/* list.c: list the suppressions. */
#include "../gdpr.h"
#include "query.h"

const char *const gdpr_list_reasons[] = { "all", WORDS_suppress_reason, NULL };

static const struct table_column columns[] = {
	{ "organization", TABLE_TEXT, TABLE_BY_KIND }, { "channel", TABLE_TEXT, TABLE_BY_KIND },
	{ "id", TABLE_TEXT, TABLE_BY_KIND }, { "reason", TABLE_TEXT, TABLE_BY_KIND },
	{ "code", TABLE_TEXT, TABLE_BY_KIND }, { "since", TABLE_TIME, TABLE_BY_KIND },
};

static bool
suppress_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_SUPPRESSION_PAGE_ORGANIZATION; i <= SQL_SUPPRESSION_PAGE_CODE; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_stamp(t, db_text(row, SQL_SUPPRESSION_PAGE_CREATED_AT));
	return table_row_end(t, e);
}

static bool
suppress_list_all(struct run *r, const struct gdpr *set, struct err *e)
{
	char since[CLOCK_TEXT], limit[RUN_LIMIT_TEXT];
	unsigned char id[IDENT_BYTES];
	struct array organizations;
	struct tenants all;
	struct table *t;
	size_t i;
	bool ok = tenants_open(&all, r, e);

	array_open(&organizations);
	for (i = 0; i < all.n; i++)
		array_add(&organizations, all.list[i].id);
	if (ok && r->common->after && !ident_read(r->common->after, id))
		ok = err_set(e, ERR_USAGE, "--after: \"%.64s\" is not the id of a suppression",
		    r->common->after);
	if (ok) {
		const char *params[] = { array_param(&organizations),
		    set->channel ? words_message_channel[set->channel - 1] : NULL,
		    set->only_reason ? gdpr_list_reasons[set->only_reason] : NULL,
		    set->since ? clock_print(set->since, since) : NULL,
		    run_limit(r, limit), r->common->after };

		t = table_open(columns, COUNT(columns), option_output(r->common));
		ok = db_each(r->db, sql_suppression_page, COUNT(params), params, suppress_list_row, t, e);
		ok = table_close(t, e) && ok;
	}
	array_free(&organizations);
	tenants_close(&all);
	return ok;
}

bool
gdpr_suppress_list(void *settings, char **operands UNUSED, struct err *e)
{
	struct gdpr *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-gdpr", RUN_STORES, e)
	    && suppress_list_all(&run, set, e);

	return run_close(&run, ok, e);
}
