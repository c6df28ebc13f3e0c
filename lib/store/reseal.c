/* reseal.c: encrypt the sealed columns of stores again with the active key. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/reseal.h"
#include "query.h"

/* The sealed columns, in the order of sealed_list. */
enum { CREDENTIALS, SECRETS, COLUMNS };

static const int sealed_column[COLUMNS] = {
	SQL_SEALED_LIST_API_CREDENTIALS, SQL_SEALED_LIST_WEBHOOK_SECRET
};

struct reseal_row {
	char *store, *slug, *text[COLUMNS];	/* text NULL: empty column */
};

static bool
reseal_take(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct reseal *r = arg;
	struct reseal_row *at;
	int i;

	r->list = mem_more(r->list, r->n, sizeof *r->list);
	at = &r->list[r->n++];
	*at = (struct reseal_row){ .store = db_copy(row, SQL_SEALED_LIST_ID),
	    .slug = db_copy(row, SQL_SEALED_LIST_SLUG) };
	for (i = 0; i < COLUMNS; i++)
		at->text[i] = db_copy(row, sealed_column[i]);
	return true;
}

/* ring NULL: only check that it can be opened. */
static bool
reseal_with(const struct keyring *old, const struct keyring *ring, const struct reseal_row *at,
    char **text, struct err *e)
{
	const char *store = at->store;
	struct str plain = STR_MAX(SEAL_BYTES_MAX), sealed = STR_MAX(SEAL_TEXT_MAX);
	bool ok = seal_read(old, store, *text, strlen(*text), &plain, e);

	if (!ok)
		e->kind = ERR_CONFIG;
	if (ok && ring)
		ok = seal_write(ring, store, str_text(&plain), plain.len, &sealed, e);
	if (ok && ring) {
		free(*text);
		*text = mem_dup(str_text(&sealed));
	}
	str_wipe(&plain);
	str_free(&sealed);
	return ok || err_in(e, "store %s", at->slug);
}

bool
reseal_open(struct reseal *r, struct db *db, const struct keyring *ring, struct err *e)
{
	size_t i;
	int k;

	*r = (struct reseal){ .db = db };
	if (!db_begin(db, e) || !db_each(db, sql_sealed_list, 0, NULL, reseal_take, r, e))
		return false;
	for (i = 0; i < r->n; i++)
		for (k = 0; k < COLUMNS; k++)
			if (r->list[i].text[k]
			    && !reseal_with(ring, NULL, &r->list[i], &r->list[i].text[k], e))
				return false;
	return true;
}

static bool
reseal_put(struct reseal *r, struct reseal_row *at, const struct keyring *ring, struct err *e)
{
	const char *params[1 + COLUMNS] = { at->store };
	int64_t before = r->done;
	int k;

	for (k = 0; k < COLUMNS; k++) {
		if (at->text[k] && !seal_current(ring, at->text[k])) {
			if (!reseal_with(ring, ring, at, &at->text[k], e))
				return false;
			r->done++;
		}
		params[1 + k] = at->text[k];
	}
	return r->done == before
	    || db_do(r->db, sql_sealed_put, COUNT(params), params, NULL, e);
}

bool
reseal_end(struct reseal *r, const struct keyring *ring, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < r->n; i++)
		ok = reseal_put(r, &r->list[i], ring, e);
	return db_end(r->db, ok, e);
}

void
reseal_close(struct reseal *r)
{
	size_t i;
	int k;

	db_rollback(r->db);
	for (i = 0; i < r->n; i++) {
		for (k = 0; k < COLUMNS; k++)
			free(r->list[i].text[k]);
		free(r->list[i].store);
		free(r->list[i].slug);
	}
	free(r->list);
	*r = (struct reseal){ 0 };
}
