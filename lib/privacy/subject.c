/* subject.c: find a person, and the ids of everything that is stored about them. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "privacy/handle.h"
#include "privacy/subject.h"
#include "query.h"
#include "store/named.h"

/* A record that only links a person's carts may come before the first that names the person. */
#define EARLIER CLOCK_DAY

struct reading {
	struct subject *subject;
	struct subject_part *part;
	crt_time since;			/* DB_NO_TIME: none yet */
};

static void
subject_about(struct subject *s, struct subject_part *p, const char *text)
{
	unsigned char id[IDENT_BYTES];
	void **at;

	if (!ident_read(text, id))
		return;
	at = map_put(&p->about, &s->arena, id);
	*at = p;
}

static void
subject_word_add(struct subject *s, struct subject_part *p, const char *word)
{
	size_t n = p->n[SUBJECT_WORDS];

	subject_note(p, SUBJECT_WORDS, word);
	p->words = mem_more(mem_more(p->words, n, sizeof *p->words), n + 1, sizeof *p->words);
	p->words[n] = arena_dup(&s->arena, word, strlen(word));
	p->words[n + 1] = NULL;
}

/* What a handle may stand for in a store. */
static bool
subject_handle(struct subject *s, struct subject_part *p, const char *text, struct named *w,
    struct err *e)
{
	struct handle h;

	if (handle_is(text)) {
		if (!handle_read(&h, s->run->ring, p->store, text, e))
			return false;
		named_add(w, p->store, h.key);
		subject_note(p, SUBJECT_KEYS, h.key);
		subject_word_add(s, p, text);
		if (h.channel == CHANNEL_EMAIL)
			subject_about(s, p, h.key);
		return true;
	}
	named_add_customer(w, p->store, text);
	return true;
}

static bool
subject_handles(struct subject *s, char **handles, struct named *w, struct err *e)
{
	size_t i, k;

	for (i = 0; handles[i]; i++)
		for (k = 0; k < s->n; k++)
			if (!subject_handle(s, &s->part[k], handles[i], w, e)) {
				e->kind = ERR_USAGE;
				return err_in(e, "operand %zu", i + 1);
			}
	return true;
}

static struct subject_part *
subject_part_in(const struct subject *s, const char *store)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!strcmp(s->part[i].store->id_text, store))
			return &s->part[i];
	return NULL;
}

static bool
subject_customer(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct subject_part *p = subject_part_in(arg, db_text(row, SQL_SUBJECT_FIND_STORE_ID));

	if (p)
		subject_note(p, SUBJECT_CUSTOMERS, db_text(row, SQL_SUBJECT_FIND_CUSTOMER_ID));
	return true;
}

static bool
subject_thing(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	static const struct {
		const char *kind;
		enum subject_list list;
		bool about;
	} kinds[] = {
		{ "customer", SUBJECT_KEYS, true }, { "email", SUBJECT_KEYS, true },
		{ "phone", SUBJECT_KEYS, false }, { "cart", SUBJECT_CARTS, true },
		{ "order", SUBJECT_ORDERS, true }, { "message", SUBJECT_MESSAGES, true },
	};
	struct reading *r = arg;
	const char *id = db_text(row, SQL_SUBJECT_PARTS_ID);
	crt_time since = db_time(row, SQL_SUBJECT_PARTS_SINCE);
	size_t i;

	for (i = 0; i < COUNT(kinds); i++)
		if (!strcmp(db_text(row, SQL_SUBJECT_PARTS_KIND), kinds[i].kind)) {
			subject_note(r->part, kinds[i].list, id);
			if (kinds[i].about)
				subject_about(r->subject, r->part, id);
		}
	if (r->since == DB_NO_TIME || since < r->since)
		r->since = since;
	return true;
}

static bool
subject_word(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct reading *r = arg;

	subject_word_add(r->subject, r->part, db_text(row, SQL_SUBJECT_WORDS_WORD));
	return true;
}

static bool
subject_things(struct subject *s, struct subject_part *p, struct err *e)
{
	struct reading r = { s, p, DB_NO_TIME };
	const char *params[] = { p->store->id_text, NULL };

	if (p->n[SUBJECT_CUSTOMERS] == 0)
		return true;
	p->param[SUBJECT_CUSTOMERS] = array_param(&p->list[SUBJECT_CUSTOMERS]);
	params[1] = p->param[SUBJECT_CUSTOMERS];
	if (!db_each(s->run->db, sql_subject_parts, COUNT(params), params, subject_thing, &r, e)
	    || !db_each(s->run->db, sql_subject_words, COUNT(params), params, subject_word, &r, e))
		return false;
	if (r.since != DB_NO_TIME)
		clock_print(r.since - EARLIER, p->since);
	return true;
}

static void
subject_complete(struct subject_part *p)
{
	size_t i;

	for (i = 0; i < SUBJECT_LISTS; i++)
		if (p->param[i] == NULL)
			p->param[i] = array_param(&p->list[i]);
}

static bool
subject_find(struct subject *s, char **handles, enum subject_depth depth, struct err *e)
{
	struct named w;
	bool ok;
	size_t i;

	named_open(&w);
	ok = subject_handles(s, handles, &w, e);
	if (ok) {
		const char *params[] = { array_param(&w.stores), array_param(&w.ids) };

		ok = db_each(s->run->db, sql_subject_find, COUNT(params), params, subject_customer, s, e);
	}
	for (i = 0; ok && i < s->n; i++)
		ok = subject_things(s, &s->part[i], e)
		    && (depth == SUBJECT_FOUND || subject_read_events(s, &s->part[i], e));
	for (i = 0; i < s->n; i++)
		subject_complete(&s->part[i]);
	named_free(&w);
	return ok;
}

bool
subject_open(struct subject *s, struct run *r, const struct store *only, char **handles,
    enum subject_depth depth, struct err *e)
{
	size_t i, k;

	*s = (struct subject){ .run = r, .n = only ? 1 : r->stores.n };
	s->part = mem_get((s->n + 1) * sizeof *s->part);
	for (i = 0; i < s->n; i++) {
		s->part[i].store = only ? only : &r->stores.list[i];
		for (k = 0; k < SUBJECT_LISTS; k++)
			array_open(&s->part[i].list[k]);
	}
	return subject_find(s, handles, depth, e);
}

void
subject_close(struct subject *s)
{
	size_t i, k;

	for (i = 0; i < s->n; i++) {
		for (k = 0; k < SUBJECT_LISTS; k++)
			array_free(&s->part[i].list[k]);
		free(s->part[i].words);
	}
	free(s->part);
	arena_free(&s->arena);
	*s = (struct subject){ 0 };
}

size_t
subject_customers(const struct subject *s)
{
	size_t n = 0, i;

	for (i = 0; i < s->n; i++)
		n += s->part[i].n[SUBJECT_CUSTOMERS];
	return n;
}
