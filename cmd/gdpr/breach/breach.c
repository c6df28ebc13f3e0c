/* breach.c: find a breach, and document what is done about it. */
#include "base/fault.h"
#include "breach.h"
#include "query.h"

static bool
breach_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct breach *b = arg;
	int i;

	b->facts = value_map();
	for (i = 0; db_name(row, i); i++)
		value_set_text(b->facts, db_name(row, i), db_text(row, i));
	return true;
}

bool
breach_period(crt_time from, crt_time until, struct err *e)
{
	return from == 0 || until == 0 || from <= until
	    || err_set(e, ERR_USAGE, "--until is earlier than --from");
}

bool
breach_begin(struct breach *b, struct run *r, const char *id, struct err *e)
{
	unsigned char bytes[IDENT_BYTES];
	bool ok;

	*b = (struct breach){ .run = r, .id = id };
	ok = tenants_open(&b->all, r, e) && tenants_only(&b->all, &b->tenant, e);
	if (ok && ident_read(id, bytes)) {
		const char *params[] = { b->tenant->id, id };

		ok = db_begin(r->db, e)
		    && db_stream(r->db, sql_breach_find, COUNT(params), params, NULL, breach_row, b, e);
	}
	if (ok && b->facts == NULL) {
		err_set(e, ERR_USAGE, "\"%.64s\" is not the id of a breach", id);
		return err_hint(e, "list them: crt-gdpr breach list");
	}
	if (ok && value_get(b->facts, "closed_at"))
		return err_set(e, ERR_USAGE, "the breach is closed");
	return ok;
}

bool
breach_end(struct breach *b, bool ok, const char *act, const char *detail, int64_t rows,
    struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { b->tenant ? b->tenant->id : NULL, b->id, run_now(now), act, detail };

	ok = ok && db_do(b->run->db, sql_breach_act, COUNT(params), params, NULL, e)
	    && audit_add(b->run->db, &(struct audit){ b->tenant->id, act, b->id, NULL, rows }, e);
	fault();
	ok = run_keep(b->run, b->run->db, ok, e);
	fault();
	value_free(b->facts);
	tenants_close(&b->all);
	return ok;
}
