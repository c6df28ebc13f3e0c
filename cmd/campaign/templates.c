/* templates.c: list the templates that the stores can use. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "campaign.h"
#include "query.h"
#include "report/table.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "locale", TABLE_TEXT, 0 },
	{ "parts", TABLE_TEXT, 0 }, { "updated_at", TABLE_TIME, 0 },
};

static bool
campaign_templates_template_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_TEMPLATE_PAGE_STORE; i <= SQL_TEMPLATE_PAGE_PARTS; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_time(t, db_time(row, SQL_TEMPLATE_PAGE_UPDATED_AT));
	return table_row_end(t, e);
}

/* "STORE/NAME/LOCALE": the last row of the previous page; no STORE for a template of all. */
static bool
template_after(char *after, const char *params[3], struct err *e)
{
	char *name = after ? strchr(after, '/') : NULL, *locale = name ? strchr(name + 1, '/') : NULL;

	if (after == NULL)
		return true;
	if (locale == NULL)
		return err_set(e, ERR_USAGE, "--after takes STORE/NAME/LOCALE, not \"%.64s\"", after);
	*name++ = *locale++ = '\0';
	params[0] = after;
	params[1] = name;
	params[2] = locale;
	return true;
}

static bool
campaign_templates_list(struct run *r, const struct common *common, struct err *e)
{
	char limit[RUN_LIMIT_TEXT], *after = common->after ? mem_dup(common->after) : NULL;
	const char *params[] = { str_text(&r->stores.array), NULL, NULL, NULL, run_limit(r, limit) };
	bool ok = template_after(after, params + 1, e);

	if (ok) {
		struct table *t = table_open(columns, COUNT(columns), option_output(common));

		ok = db_each(r->db, sql_template_page, COUNT(params), params,
		    campaign_templates_template_row, t, e);
		ok = table_close(t, e) && ok;
	}
	free(after);
	return ok;
}

bool
campaign_templates(void *settings, char **operands UNUSED, struct err *e)
{
	struct campaign_settings *set = settings;
	struct run run;

	return run_close(&run, run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && campaign_templates_list(&run, &set->common, e), e);
}
