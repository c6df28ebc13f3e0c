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

#define COUNTS_MAX ((size_t)1024 * 1024)
#define NUMBER_MAX 24

struct erasing {
	struct erased *done;
	const struct store *store;
};

static void
erase_count(struct erased *done, const struct store *s, const char *table, int64_t rows)
{
	struct erased_rows *r;

	done->list = mem_more(done->list, done->n, sizeof *r);
	r = &done->list[done->n++];
	r->store = s;
	r->rows = rows;
	snprintf(r->table, sizeof r->table, "%s", table);
}

static bool
erase_counted(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct erasing *x = arg;

	erase_count(x->done, x->store, db_text(row, SQL_SUBJECT_ERASE_TABLE_NAME),
	    db_int(row, SQL_SUBJECT_ERASE_ROWS));
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
erase_part(struct run *r, const struct subject_part *p, bool suppress, struct erased *done,
    struct err *e)
{
	unsigned char stamp[2][IDENT_BYTES];
	char fact[IDENT_TEXT], owner[IDENT_TEXT], now[CLOCK_TEXT];
	struct erasing x = { done, p->store };
	struct array other;
	const char *params[] = { p->store->id_text, p->param[SUBJECT_CUSTOMERS],
	    erase_pseudonyms(&other, p->n[SUBJECT_CUSTOMERS]), p->param[SUBJECT_CARTS],
	    p->param[SUBJECT_ORDERS], p->param[SUBJECT_MESSAGES], p->param[SUBJECT_EVENT_TIMES],
	    p->param[SUBJECT_EVENTS], p->param[SUBJECT_REQUESTS], p->param[SUBJECT_WORDS], fact, owner,
	    run_now(now), suppress ? "true" : "false" };
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

static void
erase_counts(const struct erased *done, struct str *json)
{
	size_t i;

	str_putc(json, '[');
	for (i = 0; i < done->n; i++)
		str_printf(json, "%s{\"store\":\"%s\",\"table\":\"%s\",\"rows\":%lld}", i ? "," : "",
		    done->list[i].store->slug, done->list[i].table, (long long)done->list[i].rows);
	str_putc(json, ']');
}

/* The proof, without data of the person. */
static bool
erase_proven(struct run *r, const struct store *s, char **handles, const char *id,
    const struct erased *done, struct err *e)
{
	char organization[IDENT_TEXT], now[CLOCK_TEXT], key[IDENT_TEXT], customers[NUMBER_MAX];
	const char *params[] = { ident_print(s->organization, organization), id, NULL, customers, NULL,
	    run_now(now) };
	struct str counts = STR_MAX(COUNTS_MAX);
	struct array subjects;
	bool ok = true;

	array_open(&subjects);
	for (; ok && *handles; handles++) {
		ok = handle_subject(key, r->ring, s, *handles, e);
		if (ok)
			array_add(&subjects, key);
	}
	erase_counts(done, &counts);
	snprintf(customers, sizeof customers, "%zu", done->customers);
	params[2] = array_param(&subjects);
	params[4] = str_text(&counts);
	ok = ok && db_do(r->db, sql_erasure_add, COUNT(params), params, NULL, e);
	str_free(&counts);
	array_free(&subjects);
	return ok;
}

bool
erase_subject(struct run *r, const struct store *only, char **handles, struct erased *done,
    struct err *e)
{
	unsigned char bytes[IDENT_BYTES];
	char id[IDENT_TEXT];
	struct subject s;
	int64_t calls;
	size_t i;
	bool ok = subject_open(&s, r, only, handles, SUBJECT_WHOLE, e);

	*done = (struct erased){ .customers = subject_customers(&s) };
	ident_random(bytes, clock_now());
	ident_print(bytes, id);
	for (i = 0; ok && i < s.n; i++) {
		ok = stop_check(e) && erase_handles(r, s.part[i].store, handles, e)
		    && erase_calls(r, &s.part[i], id, &calls, e)
		    && erase_part(r, &s.part[i], true, done, e);
		if (ok && calls)
			erase_count(done, s.part[i].store, "erasure_calls", calls);
	}
	if (ok && s.n)
		ok = erase_proven(r, s.part[0].store, handles, id, done, e);
	subject_close(&s);
	return ok;
}

bool
anonymize_people(struct run *r, const struct store *s, char **ids, struct erased *done,
    struct err *e)
{
	struct subject who;
	bool ok = subject_open(&who, r, s, ids, SUBJECT_WHOLE, e);

	*done = (struct erased){ .customers = subject_customers(&who) };
	ok = ok && erase_part(r, &who.part[0], false, done, e);
	subject_close(&who);
	return ok;
}

void
erased_free(struct erased *done)
{
	free(done->list);
	*done = (struct erased){ .n = 0 };
}
