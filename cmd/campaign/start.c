/* start.c: enroll a cart, or the carts of a segment, in a manual campaign. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "campaign.h"
#include "campaign/active.h"
#include "campaign/trigger_facts.h"
#include "db/array.h"
#include "query.h"
#include "report/table.h"
#include "store/key.h"

#define PAGE "2000"			/* episodes of a query */
#define PAGES_MAX 1000000

struct starting {
	struct run *run;
	struct active_campaigns active;
	const struct active_campaign *campaign;
	const struct condition_segment *segment;	/* NULL: one cart */
	const char *cart;		/* its id; NULL: those of the segment */
	struct table *table;
	struct array episodes, next;
	size_t page, found, started;
	char last[IDENT_TEXT];
};

static bool
start_print(struct starting *x, const struct db_row *row, const char *result, const char *why,
    struct err *e)
{
	table_cell_text(x->table, x->campaign->store->slug);
	table_cell_text(x->table, db_text(row, SQL_EPISODE_OPEN_CART));
	table_cell_text(x->table, x->last);
	table_cell_text(x->table, x->campaign->rule.name);
	table_cell_text(x->table, result);
	table_cell_text(x->table, why);
	return table_row_end(x->table, e);
}

static bool
start_decide(struct starting *x, const struct db_row *row, struct condition_facts *f,
    struct err *e)
{
	enum campaign_refusal why = REFUSAL_NO_CUSTOMER;
	char at[CLOCK_TEXT];

	f->segments = x->campaign->segments;
	f->nsegments = x->campaign->nsegments;
	if (x->segment && !condition_met(&x->segment->conditions, f, &why))
		return true;
	x->found++;
	if (db_text(row, SQL_EPISODE_OPEN_ENROLLMENT_ID))
		return start_print(x, row, "same", NULL, e);
	why = REFUSAL_NO_CUSTOMER;
	if (db_text(row, SQL_EPISODE_OPEN_CUSTOMER_ID) == NULL
	    || !condition_met(&x->campaign->rule.trigger, f, &why))
		return start_print(x, row, "refused", words_campaign_refusal[why], e);
	array_add(&x->episodes, x->last);
	array_add(&x->next, clock_print(clock_now() + x->campaign->rule.steps[0].wait, at));
	x->started++;
	return start_print(x, row, "started", NULL, e);
}

static bool
start_row(void *arg, const struct db_row *row, struct err *e)
{
	struct starting *x = arg;
	struct condition_facts f;
	bool ok = trigger_facts_read(&f, row, SQL_EPISODE_OPEN_EPISODE_TAKE, e);

	x->page++;
	db_fill(row, SQL_EPISODE_OPEN_ID, x->last, sizeof x->last);
	ok = ok && start_decide(x, row, &f, e);
	trigger_facts_free(&f);
	return ok;
}

static bool
start_write(struct starting *x, struct err *e)
{
	char now[CLOCK_TEXT];
	size_t any = x->started;
	const char *params[] = { x->campaign->store->id_text, x->campaign->id,
	    array_param(&x->episodes), array_param(&x->next), run_now(now), now };

	x->started = 0;
	return any == 0
	    || db_do(x->run->db, sql_enrollment_start, COUNT(params), params, NULL, e);
}

/* Each page of episodes is one transaction: what is killed is started again, each cart once. */
static bool
start_pages(struct starting *x, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { x->campaign->store->id_text, x->campaign->id, run_now(now), x->cart,
	    NULL, PAGE };
	bool ok = true;
	int page = 0;

	do {
		x->page = 0;
		ok = db_begin(x->run->db, e)
		    && db_each(x->run->db, sql_episode_open, COUNT(params), params, start_row, x, e)
		    && start_write(x, e);
		fault();
		ok = run_keep(x->run, x->run->db, ok, e);
		params[4] = x->last;
	} while (ok && x->page && ++page < PAGES_MAX);
	return ok;
}

static bool
start_run(struct starting *x, const char *name, enum output_form form, struct err *e)
{
	static const struct table_column columns[] = {
		{ "store", TABLE_TEXT, 0 }, { "cart", TABLE_TEXT, 0 }, { "episode", TABLE_TEXT, 0 },
		{ "campaign", TABLE_TEXT, 0 }, { "result", TABLE_TEXT, 0 }, { "reason", TABLE_TEXT, 0 },
	};
	bool ok;

	array_open(&x->episodes);
	array_open(&x->next);
	x->table = table_open(columns, COUNT(columns), form);
	ok = start_pages(x, e);
	ok = table_close(x->table, e) && ok;
	array_free(&x->episodes);
	array_free(&x->next);
	if (!ok || x->found || x->segment)
		return ok;
	err_set(e, ERR_USAGE, "there is no abandoned cart and no segment \"%.64s\"", name);
	return err_hint(e, "see the cart: crt-detect show CART; to make it count as abandoned: "
	    "crt-detect recover CART");
}

static bool
start_allowed(const struct found *f, const char *name, struct err *e)
{
	if (f->type != TYPE_MANUAL) {
		err_set(e, ERR_USAGE, "campaign \"%.64s\" is AUTOMATED: its trigger chooses the carts",
		    name);
		return err_hint(e, "write \"type: MANUAL\" in its file and run: crt-campaign apply FILE");
	}
	if (f->status == CAMPAIGN_ACTIVE)
		return true;
	err_set(e, ERR_USAGE, "campaign \"%.64s\" is %s", name, words_campaign_status[f->status]);
	return err_hint(e, "run: crt-campaign activate %.64s", name);
}

static bool
start_named(struct starting *x, const struct found *f, const char *name, enum output_form form,
    struct err *e)
{
	char cart[2 * IDENT_TEXT + 4], id[2][IDENT_TEXT];
	unsigned char key[IDENT_BYTES];
	size_t i;

	x->campaign = active_find(&x->active, f->id);
	for (i = 0; i < x->campaign->nsegments; i++)
		if (!strcmp(x->campaign->segments[i].name, name))
			x->segment = &x->campaign->segments[i];
	key_cart(x->campaign->store, name, key);
	ident_print(key, id[0]);
	snprintf(cart, sizeof cart, ident_read(name, key) ? "{%s,%s}" : "{%s}", id[0],
	    ident_print(key, id[1]));
	x->cart = x->segment ? NULL : cart;
	return start_run(x, name, form, e);
}

bool
campaign_start(void *settings, char **operands, struct err *e)
{
	struct campaign_settings *set = settings;
	struct starting x = { .segment = NULL };
	struct found f = { 0 };
	struct run run;
	bool ok;

	x.run = &run;
	ok = run_open(&run, &set->common, "crt-campaign", RUN_STORES | RUN_KEYS, e)
	    && found_open(&f, &run, operands[0], e) && start_allowed(&f, operands[0], e)
	    && active_open(&x.active, run.db, &run.stores, e)
	    && start_named(&x, &f, operands[1], option_output(&set->common), e);
	active_close(&x.active);
	found_free(&f);
	return run_close(&run, ok, e);
}
