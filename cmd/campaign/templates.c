/* templates.c: list the templates that the stores can use, and their versions. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/word.h"
#include "campaign.h"
#include "query.h"
#include "report/table.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "locale", TABLE_TEXT, 0 },
	{ "channel", TABLE_TEXT, 0 },
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

/* "STORE/NAME/LOCALE/CHANNEL": the last row of the previous page; no STORE for a template of all
   stores, no CHANNEL for e-mail. */
static bool
template_after(char *after, const char *params[6], struct err *e)
{
	char *name = after ? strchr(after, '/') : NULL, *locale = name ? strchr(name + 1, '/') : NULL;
	char *channel = locale ? strchr(locale + 1, '/') : NULL;

	if (after == NULL)
		return true;
	if (locale == NULL)
		return err_set(e, ERR_USAGE, "--after takes STORE/NAME/LOCALE, not \"%.64s\"", after);
	*name++ = *locale++ = '\0';
	if (channel)
		*channel++ = '\0';
	params[1] = after;
	params[2] = name;
	params[3] = locale;
	params[5] = channel ? channel : words_message_channel[CHANNEL_EMAIL];
	return word_find(words_message_channel, params[5]) >= 0
	    || err_set(e, ERR_USAGE, "--after: unknown channel \"%.64s\"", params[5]);
}

static bool
campaign_templates_list(struct run *r, const struct common *common, struct err *e)
{
	char limit[RUN_LIMIT_TEXT], *after = common->after ? mem_dup(common->after) : NULL;
	const char *params[] = { str_text(&r->stores.array), NULL, NULL, NULL, run_limit(r, limit),
	    NULL };
	bool ok = template_after(after, params, e);

	if (ok) {
		struct table *t = table_open(columns, COUNT(columns), option_output(common));

		ok = db_each(r->db, sql_template_page, COUNT(params), params,
		    campaign_templates_template_row, t, e);
		ok = table_close(t, e) && ok;
	}
	free(after);
	return ok;
}

static const struct table_column version_columns[] = {
	{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "locale", TABLE_TEXT, 0 },
	{ "channel", TABLE_TEXT, 0 }, { "version", TABLE_INT, 0 }, { "began_at", TABLE_TIME, 0 },
	{ "current", TABLE_TEXT, 0 },
};

static bool
campaign_templates_version(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_TEMPLATE_VERSIONS_STORE; i <= SQL_TEMPLATE_VERSIONS_CHANNEL; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_int(t, db_int(row, SQL_TEMPLATE_VERSIONS_VERSION));
	table_cell_time(t, db_time(row, SQL_TEMPLATE_VERSIONS_BEGAN_AT));
	table_cell_text(t, db_true(row, SQL_TEMPLATE_VERSIONS_CURRENT) ? "yes" : "no");
	return table_row_end(t, e);
}

static bool
campaign_templates_versions(struct run *r, const struct common *common, const char *name,
    struct err *e)
{
	const char *params[] = { str_text(&r->stores.array), name };
	struct table *t = table_open(version_columns, COUNT(version_columns), option_output(common));
	bool ok = db_each(r->db, sql_template_versions, COUNT(params), params,
	    campaign_templates_version, t, e);

	return table_close(t, e) && ok;
}

bool
campaign_templates(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct run run;

	return run_close(&run, run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && (operands[0] ? campaign_templates_versions(&run, &set->common, operands[0], e)
	    : campaign_templates_list(&run, &set->common, e)), e);
}
