/* reject.c: what could not be used, kept whole with reason and place. */
#include <string.h>

#include "flow/reject.h"
#include "query.h"

bool
reject_prepare(struct db *db, struct err *e)
{
	return db_do(db, sql_reject_stage, 0, NULL, NULL, e);
}

void
reject_add(struct batch *b, const struct line *l, const struct store *s, const char *reason)
{
	struct batch_reject *r = arena_get(&b->arena, sizeof *r);

	*r = (struct batch_reject){ .next = b->rejects, .line = l, .store = s,
	    .reason = arena_dup(&b->arena, reason, strlen(reason)) };
	b->rejects = r;
	b->nrejects++;
}

/* Derived from place and bytes, so that a second run over a file adds nothing. */
static void
reject_id(const struct batch_reject *r, unsigned char out[16])
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
reject_write(const struct batch *b, struct db *db, struct err *e)
{
	const struct batch_reject *r;
	struct copy c;
	bool ok;

	if (b->rejects == NULL)
		return true;
	copy_init(&c);
	for (r = b->rejects; r; r = r->next) {
		unsigned char id[16];

		reject_id(r, id);
		copy_row(&c, 8);
		copy_uuid(&c, id);
		copy_uuid(&c, r->store ? r->store->id : NULL);
		copy_texts(&c, b->inbox->command);
		copy_texts(&c, r->line->source);
		copy_int8(&c, (int64_t)r->line->position);
		copy_text(&c, r->line->text, r->line->n);
		copy_texts(&c, r->reason);
		copy_time(&c, clock_now());
	}
	ok = copy_send(db, sql_reject_copy, &c, e) && db_do(db, sql_reject_fold, 0, NULL, NULL, e);
	copy_free(&c);
	return ok;
}
