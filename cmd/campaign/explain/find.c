/* find.c: find the carts that a name stands for. */
#include "explain.h"
#include "query.h"
#include "run/run.h"
#include "store/key.h"
#include "store/named.h"

static const char *
explain_text(struct explaining *x, const struct db_row *row, enum sql_explain_find column)
{
	const char *s = db_text(row, column);

	return s ? arena_dup(&x->memory, s, db_length(row, column)) : NULL;
}

static bool
explain_find_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct explaining *x = arg;
	struct explained *s;

	x->list = mem_more(x->list, x->n, sizeof *x->list);
	s = &x->list[x->n++];
	*s = (struct explained){
		.store = stores_by_id(&x->run->stores, db_text(row, SQL_EXPLAIN_FIND_STORE_ID)),
		.cart = explain_text(x, row, SQL_EXPLAIN_FIND_CART),
		.cart_status = explain_text(x, row, SQL_EXPLAIN_FIND_CART_STATUS),
		.episode = explain_text(x, row, SQL_EXPLAIN_FIND_EPISODE_ID),
		.state = explain_text(x, row, SQL_EXPLAIN_FIND_STATE),
		.reason = explain_text(x, row, SQL_EXPLAIN_FIND_REASON),
		.refusal = db_enum(row, SQL_EXPLAIN_FIND_REFUSAL, words_campaign_refusal),
		.campaign = explain_text(x, row, SQL_EXPLAIN_FIND_CAMPAIGN_ID),
		.campaign_name = explain_text(x, row, SQL_EXPLAIN_FIND_CAMPAIGN),
		.campaign_status = db_enum(row, SQL_EXPLAIN_FIND_CAMPAIGN_STATUS,
		    words_campaign_status),
		.enrollment = db_enum(row, SQL_EXPLAIN_FIND_ENROLLMENT_STATE,
		    words_enrollment_state),
		.stopped = explain_text(x, row, SQL_EXPLAIN_FIND_ENROLLMENT_REASON),
		.bot = db_true(row, SQL_EXPLAIN_FIND_BOT),
		.lines = db_int(row, SQL_EXPLAIN_FIND_LINES),
		.pieces = db_int(row, SQL_EXPLAIN_FIND_PIECES),
		.abandoned = db_time(row, SQL_EXPLAIN_FIND_ABANDONED_AT),
		.taken = db_time(row, SQL_EXPLAIN_FIND_TAKEN_AT),
		.next_at = db_time(row, SQL_EXPLAIN_FIND_NEXT_AT),
		.started = db_time(row, SQL_EXPLAIN_FIND_STARTED_AT),
		.next_step = (size_t)db_int(row, SQL_EXPLAIN_FIND_NEXT_STEP),
	};
	return true;
}

/* Everything that a name can mean in a store. */
static void
explain_meanings(const struct run *r, const struct store *s, const char *name, struct named *n)
{
	unsigned char id[IDENT_BYTES];
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1];

	named_add_customer(n, s, name);
	key_cart(s, name, id);
	named_add_key(n, s, id);
	if (key_email(r->ring, s, name, written, norm, id))
		named_add_key(n, s, id);
	if (*name == '+' && key_phone(r->ring, s, name, NULL, norm, id))
		named_add_key(n, s, id);
}

bool
explain_find(struct explaining *x, const char *name, struct err *e)
{
	struct run *r = x->run;
	struct named named;
	char limit[RUN_LIMIT_TEXT];
	const char *params[] = { NULL, NULL, run_limit(r, limit) };
	size_t i;
	bool ok;

	named_open(&named);
	for (i = 0; i < r->stores.n; i++)
		explain_meanings(r, &r->stores.list[i], name, &named);
	params[0] = array_param(&named.stores);
	params[1] = array_param(&named.ids);
	ok = db_each(r->db, sql_explain_find, COUNT(params), params, explain_find_row, x, e);
	named_free(&named);
	return ok;
}
