/* erase_calls.c: queue what providers must erase, sealed until they have done it. */
#include <string.h>

#include "crypto/seal.h"
#include "privacy/erase.h"
#include "query.h"

struct calling {
	const struct run *run;
	const struct store *store;
	struct array ids, providers, whats;
};

static bool
erase_call(void *arg, const struct db_row *row, struct err *e)
{
	struct calling *c = arg;
	const char *what = db_text(row, SQL_ERASURE_CALL_FIND_WHAT);
	struct str sealed = STR_MAX(SEAL_TEXT_MAX);
	unsigned char id[IDENT_BYTES];
	char text[IDENT_TEXT];
	bool ok = seal_write(c->run->ring, c->store->id_text, what, strlen(what), &sealed, e);

	ident_random(id, clock_now());
	array_add(&c->ids, ident_print(id, text));
	array_add(&c->providers, db_text(row, SQL_ERASURE_CALL_FIND_PROVIDER));
	array_add(&c->whats, str_text(&sealed));
	str_free(&sealed);
	return ok;
}

bool
erase_calls(struct run *r, const struct subject_part *p, const char *erasure, int64_t *n,
    struct err *e)
{
	const char *find[] = { p->store->id_text, p->param[SUBJECT_CUSTOMERS],
	    p->param[SUBJECT_MESSAGES] };
	struct calling c = { r, p->store, { .n = 0 }, { .n = 0 }, { .n = 0 } };
	char now[CLOCK_TEXT];
	bool ok;

	*n = 0;
	array_open(&c.ids);
	array_open(&c.providers);
	array_open(&c.whats);
	ok = db_each(r->db, sql_erasure_call_find, COUNT(find), find, erase_call, &c, e);
	if (ok && c.ids.n) {
		const char *add[] = { p->store->id_text, erasure, run_now(now), array_param(&c.ids),
		    array_param(&c.providers), array_param(&c.whats) };

		ok = db_do(r->db, sql_erasure_call_add, COUNT(add), add, n, e);
	}
	array_free(&c.ids);
	array_free(&c.providers);
	array_free(&c.whats);
	return ok;
}
