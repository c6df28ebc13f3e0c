/* list.c: list, show and export campaigns. */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/show.h"
#include "campaign.h"
#include "query.h"
#include "record/record.h"
#include "report/table.h"
#include "rule/campaign.h"

static bool
campaign_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	crt_time updated;
	int i;

	for (i = SQL_CAMPAIGN_LIST_STORE; i <= SQL_CAMPAIGN_LIST_TYPE; i++)
		table_cell_text(t, db_text(row, i));
	for (i = SQL_CAMPAIGN_LIST_VERSION; i <= SQL_CAMPAIGN_LIST_STEPS; i++)
		table_cell_int(t, db_int(row, i));
	if (clock_read(db_text(row, SQL_CAMPAIGN_LIST_UPDATED_AT), &updated))
		table_cell_time(t, updated);
	return table_row_end(t, e);
}

/* "STORE/NAME": the last row of the previous page. */
static bool
split_after(const char *after, char **slug, const char **name, struct err *e)
{
	const char *slash = after ? strchr(after, '/') : NULL;

	*slug = slash ? mem_dupn(after, (size_t)(slash - after)) : NULL;
	*name = slash ? slash + 1 : NULL;
	return after == NULL || slash
	    || err_set(e, ERR_USAGE, "--after takes STORE/NAME, not \"%.64s\"", after);
}

static bool
campaign_list_all(struct run *r, const struct common *common, struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "status", TABLE_TEXT, 0 },
		{ "type", TABLE_TEXT, 0 }, { "version", TABLE_INT, 0 }, { "priority", TABLE_INT, 0 },
		{ "holdout", TABLE_INT, 0 }, { "steps", TABLE_INT, 0 },
		{ "updated_at", TABLE_TIME, 0 },
	};
	struct table *t;
	char limit[RUN_LIMIT_TEXT], *slug;
	const char *params[] = { str_text(&r->stores.array), NULL, NULL, run_limit(r, limit) };
	bool ok;

	if (!split_after(common->after, &slug, &params[2], e))
		return false;
	params[1] = slug;
	t = table_open(columns, COUNT(columns), option_output(common));
	ok = db_each(r->db, sql_campaign_list, COUNT(params), params, campaign_list_row, t, e);
	free(slug);
	return table_close(t, e) && ok;
}

bool
campaign_list(void *settings, char **operands UNUSED, struct err *e)
{
	struct campaign_settings *set = settings;
	struct run run;

	return run_close(&run, run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && campaign_list_all(&run, &set->common, e), e);
}

/* In the form that a campaign file takes. */
static void
duration_put(struct str *s, crt_time duration)
{
	static const struct { crt_time unit; char suffix; } units[] = {
		{ CLOCK_DAY, 'd' }, { CLOCK_HOUR, 'h' }, { CLOCK_MINUTE, 'm' },
		{ CLOCK_SECOND, 's' },
	};
	size_t i;

	for (i = 0; i < COUNT(units); i++) {
		crt_time n = duration / units[i].unit;

		if (n)
			str_printf(s, "%lld%c", (long long)n, units[i].suffix);
		duration %= units[i].unit;
	}
}

static void
wait_cells(struct table *t, const struct campaign_step *step)
{
	struct str s = STR_MAX(64 * CAMPAIGN_WAITS_MAX);
	size_t i;

	if (step->nwaits == 0)
		duration_put(&s, step->wait);
	for (i = 0; i < step->nwaits; i++) {
		str_puts(&s, i ? ", " : "");
		duration_put(&s, step->waits[i]);
	}
	table_cell_text(t, str_text(&s));
	str_cut(&s, 0);
	duration_put(&s, step->not_after);
	table_cell_text(t, str_text(&s));
	str_free(&s);
}

static bool
show_step(struct table *t, const struct found *f, const struct campaign *c, size_t i, struct err *e)
{
	const struct campaign_step *s = &c->steps[i];

	table_cell_text(t, f->slug);
	table_cell_text(t, c->name);
	table_cell_text(t, words_campaign_status[f->status]);
	table_cell_text(t, words_campaign_type[f->type]);
	table_cell_int(t, f->version);
	table_cell_int(t, f->priority);
	table_cell_int(t, f->holdout);
	table_cell_int(t, (int64_t)i + 1);
	wait_cells(t, s);
	table_cell_text(t, words_message_channel[s->channel]);
	table_cell_text(t, s->template);
	table_cell_text(t, s->coupon.code);
	table_cell_text(t, f->trigger);
	return table_row_end(t, e);
}

static bool
show_steps(const struct found *f, const struct campaign *c, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "status", TABLE_TEXT, 0 },
		{ "type", TABLE_TEXT, 0 }, { "version", TABLE_INT, 0 }, { "priority", TABLE_INT, 0 },
		{ "holdout", TABLE_INT, 0 }, { "step", TABLE_INT, 0 },
		{ "wait", TABLE_TEXT, TABLE_RIGHT }, { "not_after", TABLE_TEXT, TABLE_RIGHT },
		{ "channel", TABLE_TEXT, 0 },
		{ "template", TABLE_TEXT, 0 }, { "coupon", TABLE_TEXT, 0 },
		{ "trigger", TABLE_TEXT, 0 },
	};
	struct table *t = table_open(columns, COUNT(columns), form);
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < c->nsteps; i++)
		ok = show_step(t, f, c, i, e);
	return table_close(t, e) && ok;
}

static bool
campaign_list_show(const struct found *f, const char *name, enum output_form form, struct err *e)
{
	struct campaign c = { .name = mem_dup(name) };
	json_t *trigger = NULL, *steps = NULL;
	bool ok;

	ok = value_read(&trigger, f->trigger, strlen(f->trigger), e)
	    && value_read(&steps, f->steps, strlen(f->steps), e)
	    && campaign_read(&c, trigger, steps, e) && show_steps(f, &c, form, e);
	value_free(trigger);
	value_free(steps);
	campaign_free(&c);
	return ok;
}

bool
campaign_show(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct found f = { 0 };
	struct run run;
	bool ok;

	ok = run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && found_open(&f, &run, operands[0], e)
	    && campaign_list_show(&f, operands[0], option_output(&set->common), e);
	found_free(&f);
	return run_close(&run, ok, e);
}

/* Write errors, such as a full disk, are reported when the command ends. */
bool
campaign_export(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct found f = { 0 };
	struct run run;
	bool ok;

	ok = run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && found_open(&f, &run, operands[0], e);
	if (ok)
		show_print(stdout, f.source, strlen(f.source));
	found_free(&f);
	return run_close(&run, ok, e);
}
