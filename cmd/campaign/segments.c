/* segments.c: count the customers in each segment, or list those in one. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "campaign.h"
#include "campaign/customer_segments.h"
#include "campaign/trigger_facts.h"
#include "query.h"
#include "report/table.h"
#include "text/nearest.h"

#define PAGE "5000"			/* customers of a query */
#define PAGES_MAX 1000000

static const struct table_column counts[] = {
	{ "store", TABLE_TEXT, 0 }, { "name", TABLE_TEXT, 0 }, { "customers", TABLE_INT, 0 },
	{ "of", TABLE_INT, 0 },
};

static const struct table_column members[] = {
	{ "store", TABLE_TEXT, 0 }, { "customer", TABLE_TEXT, 0 }, { "id", TABLE_TEXT, 0 },
};

struct segmenting {
	struct run *run;
	struct customer_segments all;
	const struct store *store;
	const char *name;		/* NULL: all are counted */
	struct table *table;
	const struct condition_segment *list;	/* of the store */
	size_t n;
	int64_t *in;			/* customers in each of the list */
	int64_t seen, page;
	char last[IDENT_TEXT];
};

static bool
segmenting_add(struct segmenting *x, const struct db_row *row, struct err *e)
{
	const char *external = db_text(row, SQL_SEGMENT_CUSTOMERS_EXTERNAL_ID);

	table_cell_text(x->table, x->store->slug);
	table_cell_text(x->table, external);
	table_cell_text(x->table, x->last);
	return table_row_end(x->table, e);
}

static bool
segmenting_row(void *arg, const struct db_row *row, struct err *e)
{
	int first = SQL_SEGMENT_CUSTOMERS_EPISODE_TAKE;
	struct segmenting *x = arg;
	struct condition_facts f;
	enum campaign_refusal why;
	bool ok = trigger_facts_read(&f, row, first, e);
	size_t i;

	db_fill(row, first + SQL_EPISODE_TAKE_CUSTOMER_ID, x->last, sizeof x->last);
	x->page++;
	for (i = 0; ok && i < x->n; i++)
		if ((!x->name || !strcmp(x->name, x->list[i].name))
		    && condition_met(&x->list[i].conditions, &f, &why)) {
			x->in[i]++;
			ok = x->name == NULL || segmenting_add(x, row, e);
		}
	trigger_facts_free(&f);
	return ok;
}

static bool
segmenting_store(struct segmenting *x, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { x->store->id_text, run_now(now), NULL, PAGE };
	int page = 0;

	x->seen = 0;
	memset(x->in, 0, x->n * sizeof *x->in);
	do {
		x->page = 0;
		if (!stop_check(e) || !db_each(x->run->db, sql_segment_customers, COUNT(params),
		    params, segmenting_row, x, e))
			return false;
		x->seen += x->page;
		params[2] = x->last;
		log_progress("%s: %lld customers", x->store->slug, (long long)x->seen);
	} while (x->page && ++page < PAGES_MAX);
	return true;
}

static bool
segmenting_counts(struct segmenting *x, struct err *e)
{
	size_t i;

	for (i = 0; i < x->n; i++) {
		table_cell_text(x->table, x->store->slug);
		table_cell_text(x->table, x->list[i].name);
		table_cell_int(x->table, x->in[i]);
		table_cell_int(x->table, x->seen);
		if (!table_row_end(x->table, e))
			return false;
	}
	return true;
}

static bool
segmenting_stores(struct segmenting *x, struct err *e)
{
	const struct stores *all = &x->run->stores;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < all->n; i++) {
		x->store = &all->list[i];
		x->list = customer_segments_of(&x->all, x->store, &x->n);
		ok = x->n == 0
		    || (segmenting_store(x, e) && (x->name || segmenting_counts(x, e)));
	}
	return ok;
}

/* Whether a store of the run has the segment that was named. */
static bool
segmenting_known(const struct segmenting *x, struct err *e)
{
	struct nearest near = { .wanted = x->name };
	size_t i;

	for (i = 0; x->name && i < x->all.n; i++) {
		if (!strcmp(x->name, x->all.list[i].name))
			return true;
		nearest_try(&near, x->all.list[i].name);
	}
	if (x->name == NULL)
		return true;
	err_set(e, ERR_USAGE, "there is no segment \"%.64s\"", x->name);
	return err_hint(e, nearest_name(&near) ? "the nearest is %s"
	    : "list them: crt-campaign segments", nearest_name(&near));
}

static bool
segmenting_run(struct segmenting *x, enum output_form form, struct err *e)
{
	bool ok = customer_segments_open(&x->all, x->run->db, &x->run->stores, e)
	    && segmenting_known(x, e);

	if (ok) {
		x->in = mem_get((x->all.n + 1) * sizeof *x->in);
		x->table = x->name ? table_open(members, COUNT(members), form)
		    : table_open(counts, COUNT(counts), form);
		ok = segmenting_stores(x, e);
		ok = table_close(x->table, e) && ok;
	}
	free(x->in);
	customer_segments_close(&x->all);
	return ok;
}

bool
campaign_segments(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct run run;
	struct segmenting x = { .run = &run, .name = operands[0] };

	stop_open();
	return run_close(&run, run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && segmenting_run(&x, option_output(&set->common), e), e);
}
