/* explain_find.c: find the carts that a name stands for. */
#include "db/array.h"
#include "explain.h"
#include "query.h"
#include "run/run.h"
#include "store/key.h"

static const char *
subject_text(struct explaining *x, const struct db_row *row, enum sql_explain_find column)
{
	const char *s = db_text(row, column);

	return s ? arena_dup(&x->memory, s, db_length(row, column)) : NULL;
}

static bool
subject_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct explaining *x = arg;
	struct subject *s;

	x->list = mem_more(x->list, x->n, sizeof *x->list);
	s = &x->list[x->n++];
	*s = (struct subject){
		.store = stores_by_id(&x->run->stores, db_text(row, SQL_EXPLAIN_FIND_STORE_ID)),
		.cart = subject_text(x, row, SQL_EXPLAIN_FIND_CART),
		.cart_status = subject_text(x, row, SQL_EXPLAIN_FIND_CART_STATUS),
		.episode = subject_text(x, row, SQL_EXPLAIN_FIND_EPISODE_ID),
		.state = subject_text(x, row, SQL_EXPLAIN_FIND_STATE),
		.reason = subject_text(x, row, SQL_EXPLAIN_FIND_REASON),
		.refusal = db_enum(row, SQL_EXPLAIN_FIND_REFUSAL, words_campaign_refusal),
		.campaign = subject_text(x, row, SQL_EXPLAIN_FIND_CAMPAIGN_ID),
		.campaign_name = subject_text(x, row, SQL_EXPLAIN_FIND_CAMPAIGN),
		.campaign_status = db_enum(row, SQL_EXPLAIN_FIND_CAMPAIGN_STATUS,
		    words_campaign_status),
		.enrollment = db_enum(row, SQL_EXPLAIN_FIND_ENROLLMENT_STATE,
		    words_enrollment_state),
		.stopped = subject_text(x, row, SQL_EXPLAIN_FIND_ENROLLMENT_REASON),
		.bot = db_true(row, SQL_EXPLAIN_FIND_BOT),
		.lines = db_int(row, SQL_EXPLAIN_FIND_LINES),
		.pieces = db_int(row, SQL_EXPLAIN_FIND_PIECES),
		.abandoned = db_time(row, SQL_EXPLAIN_FIND_ABANDONED_AT),
		.taken = db_time(row, SQL_EXPLAIN_FIND_TAKEN_AT),
		.next_at = db_time(row, SQL_EXPLAIN_FIND_NEXT_AT),
		.next_step = (size_t)db_int(row, SQL_EXPLAIN_FIND_NEXT_STEP),
	};
	return true;
}

static void
explain_add(struct array *stores, struct array *ids, const struct store *s,
    const unsigned char id[16])
{
	char text[IDENT_TEXT];

	array_add(stores, s->id_text);
	array_add(ids, ident_print(id, text));
}

/* Everything that a name can mean in a store. */
static void
explain_meanings(const struct run *r, const struct store *s, const char *name, struct array *stores,
    struct array *ids)
{
	unsigned char id[IDENT_BYTES];
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1];

	key_cart(s, name, id);
	explain_add(stores, ids, s, id);
	key_customer(s, name, id);
	explain_add(stores, ids, s, id);
	if (key_email(r->ring, s, name, written, norm, id))
		explain_add(stores, ids, s, id);
	if (*name == '+' && key_phone(r->ring, s, name, NULL, norm, id))
		explain_add(stores, ids, s, id);
	if (ident_read(name, id))
		explain_add(stores, ids, s, id);
}

bool
explain_find(struct explaining *x, const char *name, struct err *e)
{
	struct run *r = x->run;
	struct array stores, ids;
	char limit[RUN_LIMIT_TEXT];
	const char *params[] = { NULL, NULL, run_limit(r, limit) };
	size_t i;
	bool ok;

	array_open(&stores);
	array_open(&ids);
	for (i = 0; i < r->stores.n; i++)
		explain_meanings(r, &r->stores.list[i], name, &stores, &ids);
	params[0] = array_param(&stores);
	params[1] = array_param(&ids);
	ok = db_each(r->db, sql_explain_find, COUNT(params), params, subject_row, x, e);
	array_free(&stores);
	array_free(&ids);
	if (!ok || x->n)
		return ok;
	err_set(e, ERR_USAGE, "no cart, customer, or message matches");
	return err_hint(e, "use the shop's id of a cart or customer, an address, "
	    "or crt's id of a cart, episode, or message");
}
