/* publish.c: store the attribution of a period as a version that never changes. */
#include <stdlib.h>
#include <string.h>

#include "attribution.h"
#include "base/mem.h"
#include "db/array.h"
#include "query.h"
#include "record/line.h"

#define PARTS_MAX ((size_t)16 * 1024 * 1024)	/* bytes of a store's parts */
#define SETTINGS_MAX 1000

struct published {
	char *store, *change;
	int64_t version;
};

struct publishing {
	struct run *run;
	struct str *parts;		/* JSON of each store of the run, in the same order */
	struct published *done;
	size_t n;
};

/* A member that attribution prints; null is left out. */
static void
publish_number(struct str *s, const char *name, const struct db_row *row, int column)
{
	if (db_text(row, column))
		line_int(s, name, db_int(row, column));
}

static bool
publish_part(void *arg, const struct db_row *row, struct err *e)
{
	struct publishing *p = arg;
	const struct store *store = stores_find(&p->run->stores,
	    db_text(row, SQL_ATTRIBUTION_LIST_STORE));
	struct str *s = &p->parts[store - p->run->stores.list];
	size_t i;

	str_puts(s, s->len > 1 ? ",{" : "{");
	line_text(s, "currency", db_text(row, SQL_ATTRIBUTION_LIST_CURRENCY));
	line_text(s, "campaign", db_text(row, SQL_ATTRIBUTION_LIST_CAMPAIGN));
	publish_number(s, "step", row, SQL_ATTRIBUTION_LIST_STEP);
	line_text(s, "channel", db_text(row, SQL_ATTRIBUTION_LIST_CHANNEL));
	for (i = 0; attribution_models[i]; i++)
		publish_number(s, attribution_models[i], row, SQL_ATTRIBUTION_LIST_LAST_CLICK + (int)i);
	str_putc(s, '}');
	return !str_full(s) || err_set(e, ERR_INPUT, "store \"%s\": the parts exceed %zu bytes",
	    store->slug, PARTS_MAX);
}

/* What the parts depend on besides the data. */
static void
publish_settings(struct str *s, const struct report *set)
{
	str_putc(s, '{');
	line_int(s, "click_window", set->click_window / CLOCK_SECOND);
	line_int(s, "open_window", set->open_window / CLOCK_SECOND);
	line_int(s, "half_life", set->half_life / CLOCK_SECOND);
	if (set->view_through)
		line_int(s, "view_window", set->view_window / CLOCK_SECOND);
	if (set->sms_click_window)
		line_int(s, "sms_click_window", attribution_sms_click(set) / CLOCK_SECOND);
	if (set->view_through && set->sms_view_window)
		line_int(s, "sms_view_window", attribution_sms_view(set) / CLOCK_SECOND);
	line_text(s, "model_windows", set->model_windows);
	line_text(s, "currency", set->currency);
	str_putc(s, '}');
}

static bool
publish_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct publishing *p = arg;

	p->done = mem_more(p->done, p->n, sizeof *p->done);
	p->done[p->n++] = (struct published){ db_copy(row, SQL_PUBLICATION_PUT_STORE),
	    db_copy(row, SQL_PUBLICATION_PUT_CHANGE), db_int(row, SQL_PUBLICATION_PUT_VERSION) };
	return true;
}

static bool
publish_put(struct publishing *p, const struct report *set, const char *since, const char *until,
    struct err *e)
{
	const struct stores *all = &p->run->stores;
	struct str settings = STR_MAX(SETTINGS_MAX);
	struct array stores, parts;
	char now[CLOCK_TEXT];
	const char *params[] = { NULL, NULL, since, until, attribution_measures[set->measure], NULL,
	    run_now(now) };
	size_t i;
	bool ok;

	array_open(&stores);
	array_open(&parts);
	for (i = 0; i < all->n; i++) {
		str_putc(&p->parts[i], ']');
		array_add(&stores, all->list[i].id_text);
		array_add(&parts, str_text(&p->parts[i]));
	}
	publish_settings(&settings, set);
	params[0] = array_param(&stores);
	params[1] = array_param(&parts);
	params[5] = str_text(&settings);
	ok = db_each(p->run->db, sql_publication_put, COUNT(params), params, publish_row, p, e);
	array_free(&stores);
	array_free(&parts);
	str_free(&settings);
	return ok;
}

static bool
publish_print(const struct publishing *p, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = { { "store", TABLE_TEXT, TABLE_BY_KIND },
		{ "version", TABLE_INT, TABLE_BY_KIND }, { "change", TABLE_TEXT, TABLE_BY_KIND } };
	struct table *t = table_open(columns, COUNT(columns), form);
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < p->n; i++) {
		table_cell_text(t, p->done[i].store);
		table_cell_int(t, p->done[i].version);
		table_cell_text(t, p->done[i].change);
		ok = table_row_end(t, e);
	}
	return table_close(t, e) && ok;
}

/* The figures are read and stored in one transaction. */
static bool
publish_run(struct run *r, const struct report *set, struct err *e)
{
	struct publishing p = { r, mem_get((r->stores.n + 1) * sizeof *p.parts), NULL, 0 };
	char since[CLOCK_TEXT], until[CLOCK_TEXT];
	size_t i;
	bool ok;

	for (i = 0; i < r->stores.n; i++) {
		p.parts[i] = (struct str)STR_MAX(PARTS_MAX);
		str_putc(&p.parts[i], '[');
	}
	ok = report_times(set, since, until, e) && db_begin(r->db, e)
	    && attribution_each(r, set, since, until, publish_part, &p, e)
	    && publish_put(&p, set, since, until, e);
	ok = run_keep(r, r->db, ok, e) && publish_print(&p, option_output(&set->common), e);
	for (i = 0; i < r->stores.n; i++)
		str_free(&p.parts[i]);
	while (p.n) {
		free(p.done[--p.n].store);
		free(p.done[p.n].change);
	}
	free(p.done);
	free(p.parts);
	return ok;
}

bool
report_publish(void *settings, char **operands UNUSED, struct err *e)
{
	struct report *set = settings;
	struct run run;

	if (!set->since || !set->until)
		return err_set(e, ERR_USAGE, "a published period needs --since and --until");
	if (!attribution_check(set, e))
		return false;
	return run_close(&run, run_open(&run, &set->common, "crt-report", RUN_STORES | RUN_ANALYZED, e)
	    && publish_run(&run, set, e), e);
}
