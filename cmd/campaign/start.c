/* start.c: enroll a cart, or the carts of a segment, in a manual campaign. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/fault.h"
#include "campaign.h"
#include "db/array.h"
#include "open_episodes.h"
#include "report/table.h"
#include "store/key.h"

/* What became of an episode, to be printed when it is committed. */
struct start_result {
	const struct start_result *next;
	const char *cart, *result, *why;
	char episode[IDENT_TEXT];
};

struct starting {
	struct run *run;
	struct active_campaigns active;
	const struct active_campaign *campaign;
	const struct condition_segment *segment;	/* NULL: one cart */
	const char *cart;		/* its id; NULL: those of the segment */
	struct table *table;
	struct array episodes, next;
	struct arena arena;		/* of the results of a page */
	const struct start_result *first, **end;
	size_t found, started;
};

static bool
start_keep(struct starting *x, const struct db_row *row, const char *id, const char *result,
    const char *why)
{
	struct start_result *kept = arena_get(&x->arena, sizeof *kept);
	const char *cart = db_text(row, SQL_EPISODE_OPEN_CART);

	*kept = (struct start_result){ .result = result, .why = why,
	    .cart = cart ? arena_dup(&x->arena, cart, strlen(cart)) : NULL };
	snprintf(kept->episode, sizeof kept->episode, "%s", id);
	*x->end = kept;
	x->end = &kept->next;
	return true;
}

static bool
start_print(struct starting *x, struct err *e)
{
	const struct start_result *kept;
	bool ok = true;

	for (kept = x->first; ok && kept; kept = kept->next) {
		table_cell_text(x->table, x->campaign->store->slug);
		table_cell_text(x->table, kept->cart);
		table_cell_text(x->table, kept->episode);
		table_cell_text(x->table, x->campaign->rule.name);
		table_cell_text(x->table, kept->result);
		table_cell_text(x->table, kept->why);
		ok = table_row_end(x->table, e);
	}
	return ok;
}

static bool
start_decide(void *arg, const struct db_row *row, const char *id, struct condition_facts *f,
    struct err *e UNUSED)
{
	struct starting *x = arg;
	enum campaign_refusal why = REFUSAL_NO_CUSTOMER;
	char at[CLOCK_TEXT];

	if (x->segment && !condition_met(&x->segment->conditions, f, &why))
		return true;
	x->found++;
	if (db_text(row, SQL_EPISODE_OPEN_ENROLLMENT_ID))
		return start_keep(x, row, id, "same", NULL);
	why = REFUSAL_NO_CUSTOMER;
	if (db_text(row, SQL_EPISODE_OPEN_CUSTOMER_ID) == NULL
	    || !condition_met(&x->campaign->rule.trigger, f, &why))
		return start_keep(x, row, id, "refused", words_campaign_refusal[why]);
	array_add(&x->episodes, id);
	array_add(&x->next, clock_print(clock_now() + x->campaign->rule.steps[0].wait, at));
	x->started++;
	return start_keep(x, row, id, "started", NULL);
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
	struct open_episodes episodes = { .db = x->run->db, .campaign = x->campaign,
	    .carts = x->cart, .fn = start_decide, .arg = x };
	bool ok, more = false;

	do {
		arena_reset(&x->arena);
		x->first = NULL;
		x->end = &x->first;
		ok = db_begin(x->run->db, e) && open_episodes_page(&episodes, &more, e)
		    && start_write(x, e);
		fault();
		ok = run_keep(x->run, x->run->db, ok, e) && start_print(x, e);
	} while (ok && more);
	arena_free(&x->arena);
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
