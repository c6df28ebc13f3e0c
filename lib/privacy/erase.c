/* erase.c: erase a person. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stop.h"
#include "privacy/erase.h"
#include "privacy/subject.h"
#include "privacy/suppress.h"
#include "query.h"

struct erasing {
	struct erased *done;
	const struct store *store;
};

static bool
erase_counted(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct erasing *x = arg;
	struct erased_rows *r;

	x->done->list = mem_more(x->done->list, x->done->n, sizeof *r);
	r = &x->done->list[x->done->n++];
	r->store = x->store;
	r->rows = db_int(row, SQL_SUBJECT_ERASE_ROWS);
	snprintf(r->table, sizeof r->table, "%s", db_text(row, SQL_SUBJECT_ERASE_TABLE_NAME));
	return true;
}

/* Another id for each customer, which nobody can derive. */
static const char *
erase_pseudonyms(struct array *a, size_t n)
{
	unsigned char id[IDENT_BYTES];
	char text[IDENT_TEXT];

	array_open(a);
	while (n--) {
		ident_random(id, clock_now());
		array_add(a, ident_print(id, text));
	}
	return array_param(a);
}

static bool
erase_part(struct run *r, const struct subject_part *p, struct erased *done, struct err *e)
{
	unsigned char stamp[2][IDENT_BYTES];
	char fact[IDENT_TEXT], owner[IDENT_TEXT], now[CLOCK_TEXT];
	struct erasing x = { done, p->store };
	struct array other;
	const char *params[] = { p->store->id_text, p->param[SUBJECT_CUSTOMERS],
	    erase_pseudonyms(&other, p->n[SUBJECT_CUSTOMERS]), p->param[SUBJECT_CARTS],
	    p->param[SUBJECT_ORDERS], p->param[SUBJECT_MESSAGES], p->param[SUBJECT_EVENT_TIMES],
	    p->param[SUBJECT_EVENTS], p->param[SUBJECT_REQUESTS], p->param[SUBJECT_WORDS], fact, owner,
	    run_now(now) };
	bool ok;

	key_stamp(KEY_RANK_FACT, clock_now(), UINT64_MAX, stamp[0]);
	key_stamp(KEY_RANK_ID, clock_now(), UINT64_MAX, stamp[1]);
	ident_print(stamp[0], fact);
	ident_print(stamp[1], owner);
	ok = db_each(r->db, sql_subject_erase, COUNT(params), params, erase_counted, &x, e);
	array_free(&other);
	return ok;
}

/* The addresses given are suppressed even if nobody is known by them. */
static bool
erase_handles(struct run *r, const struct store *s, char **handles, struct err *e)
{
	char organization[IDENT_TEXT];
	struct suppress all;
	struct handle h;
	size_t i;
	bool ok = true;

	suppress_open(&all);
	for (i = 0; ok && handles[i]; i++)
		if (handle_is(handles[i])) {
			ok = handle_read(&h, r->ring, s, handles[i], e);
			if (ok)
				suppress_add(&all, &h, NULL, clock_now());
		}
	if (ok && all.n)
		ok = suppress_write(&all, ident_print(s->organization, organization), SUPPRESS_ERASED,
		    r->db, NULL, e);
	suppress_close(&all);
	return ok;
}

bool
erase_subject(struct run *r, const struct store *only, char **handles, struct erased *done,
    struct err *e)
{
	struct subject s;
	size_t i;
	bool ok = subject_open(&s, r, only, handles, SUBJECT_WHOLE, e);

	*done = (struct erased){ .customers = subject_customers(&s) };
	for (i = 0; ok && i < s.n; i++)
		ok = stop_check(e) && erase_handles(r, s.part[i].store, handles, e)
		    && erase_part(r, &s.part[i], done, e);
	subject_close(&s);
	return ok;
}

void
erased_free(struct erased *done)
{
	free(done->list);
	*done = (struct erased){ .n = 0 };
}
