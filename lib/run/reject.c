/* reject.c: collect and store rejected lines, whole, with the reason and their place. */
#include <string.h>

#include "db/tuples.h"
#include "run/reject.h"
#include "query.h"

struct reject *
reject_add(struct rejects *all, struct arena *a, const struct line *l, const struct store *s,
    const char *reason)
{
	struct reject *r = arena_get(a, sizeof *r);

	*r = (struct reject){ .line = l, .store = s, .reason = arena_dup(a, reason, strlen(reason)) };
	*(all->last ? &all->last->next : &all->first) = r;
	all->last = r;
	all->n++;
	return r;
}

/* Derived from the place and the bytes, so that reading a file again adds no rows. */
static void
reject_id(const struct reject *r, unsigned char out[16])
{
	static const unsigned char nobody[16];
	char place[512];
	unsigned char bytes[16];
	struct str s = STR_MAX(sizeof place + sizeof bytes);

	ident_derive(bytes, r->store ? r->store->id : nobody, "bytes", r->line->text, r->line->n);
	str_printf(&s, "%.400s %llu ", r->line->source, (unsigned long long)r->line->position);
	str_add(&s, (const char *)bytes, sizeof bytes);
	ident_derive(out, nobody, "reject", str_text(&s), s.len);
	str_free(&s);
}

bool
reject_write(const struct rejects *all, const char *command, struct db *db, struct err *e)
{
	const struct reject *r;
	struct tuples t;
	bool ok;

	if (all->first == NULL)
		return true;
	tuples_init(&t);
	for (r = all->first; r; r = r->next) {
		unsigned char id[16];

		reject_id(r, id);
		tuples_row(&t, 13);
		tuples_uuid(&t, id);
		tuples_uuid(&t, r->store ? r->store->id : NULL);
		tuples_texts(&t, command);
		tuples_texts(&t, r->line->source);
		tuples_int8(&t, (int64_t)r->line->position);
		tuples_text(&t, r->line->text, r->line->n);
		tuples_texts(&t, r->line->form.platform);
		tuples_texts(&t, r->line->form.store);
		tuples_texts(&t, r->line->form.topic);
		tuples_texts(&t, r->reason);
		tuples_time(&t, clock_now());
		tuples_bool(&t, r->order);
		if (r->retry_at)
			tuples_time(&t, r->retry_at);
		else
			tuples_null(&t);
	}
	ok = tuples_send(db, sql_reject_fold, &t, e);
	tuples_free(&t);
	return ok;
}

static bool
reject_read_resolved(void *resolved, const struct db_row *row, struct err *e UNUSED)
{
	*(bool *)resolved = db_true(row, SQL_REJECT_RESOLVED_RESOLVED);
	return true;
}

bool
reject_keep(const struct reject *r, const char *command, struct db *db, bool *resolved,
    struct err *e)
{
	struct reject one = *r;
	const struct rejects list = { &one, &one, 1 };
	unsigned char bytes[IDENT_BYTES];
	char id[IDENT_TEXT], since[CLOCK_TEXT];
	const char *params[] = { id, clock_print(clock_now() - REJECT_HOLD, since) };

	one.next = NULL;
	reject_id(r, bytes);
	ident_print(bytes, id);
	return db_begin(db, e)
	    && db_end(db, reject_write(&list, command, db, e)
	    && db_each(db, sql_reject_resolved, COUNT(params), params, reject_read_resolved, resolved,
	    e), e);
}

bool
reject_verdict(const struct run *r, int64_t rejected, int64_t of, struct err *e)
{
	if (rejected == 0)
		return true;
	err_set(e, ERR_REJECTS, "%lld of %lld records were rejected", (long long)rejected,
	    (long long)of);
	if (r->common->dry_run)
		return err_hint(e, "without -n they are stored, and \"crt-ingest rejects list\" shows "
		    "them");
	return err_hint(e, "list them: crt-ingest rejects list");
}
