/* reseal.c: encrypt the sealed columns of the database again with the active key. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "secret/reseal.h"
#include "query.h"

struct reseal_row {
	char *place, *id, *owner, *aad, *text;
};

static bool
reseal_take(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct reseal *r = arg;

	r->list = mem_more(r->list, r->n, sizeof *r->list);
	r->list[r->n++] = (struct reseal_row){ db_copy(row, SQL_SEALED_LIST_PLACE),
	    db_copy(row, SQL_SEALED_LIST_ID), db_copy(row, SQL_SEALED_LIST_OWNER),
	    db_copy(row, SQL_SEALED_LIST_AAD), db_copy(row, SQL_SEALED_LIST_TEXT) };
	return true;
}

/* ring NULL: only check that it can be opened. */
static bool
reseal_with(const struct keyring *old, const struct keyring *ring, struct reseal_row *at,
    struct err *e)
{
	struct str plain = STR_MAX(SEAL_BYTES_MAX), sealed = STR_MAX(SEAL_TEXT_MAX);
	bool ok = seal_read(old, at->aad, at->text, strlen(at->text), &plain, e);

	if (!ok)
		e->kind = ERR_CONFIG;
	if (ok && ring)
		ok = seal_write(ring, at->aad, str_text(&plain), plain.len, &sealed, e);
	if (ok && ring) {
		free(at->text);
		at->text = mem_dup(str_text(&sealed));
	}
	str_wipe(&plain);
	str_free(&sealed);
	return ok || err_in(e, "%s", at->owner);
}

bool
reseal_open(struct reseal *r, struct db *db, const struct keyring *ring, struct err *e)
{
	size_t i;

	*r = (struct reseal){ .db = db };
	if (!db_begin(db, e) || !db_each(db, sql_sealed_list, 0, NULL, reseal_take, r, e))
		return false;
	for (i = 0; i < r->n; i++)
		if (!reseal_with(ring, NULL, &r->list[i], e))
			return false;
	return true;
}

static bool
reseal_put(struct reseal *r, struct reseal_row *at, const struct keyring *ring, struct err *e)
{
	const char *params[] = { at->place, at->id, NULL };

	if (seal_current(ring, at->text))
		return true;
	if (!reseal_with(ring, ring, at, e))
		return false;
	params[2] = at->text;
	r->done++;
	return db_do(r->db, sql_sealed_put, COUNT(params), params, NULL, e);
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

	db_rollback(r->db);
	for (i = 0; i < r->n; i++) {
		free(r->list[i].place);
		free(r->list[i].id);
		free(r->list[i].owner);
		free(r->list[i].aad);
		free(r->list[i].text);
	}
	free(r->list);
	*r = (struct reseal){ 0 };
}
