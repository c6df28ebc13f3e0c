/* key_missing.c: find the keys that the database needs and the key file lacks. */
#include <string.h>

#include "crypto/keyring.h"
#include "query.h"
#include "secret/key_missing.h"

struct key_search {
	const struct keyring *ring;
	struct str *text;
};

static bool
key_missing_see(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct key_search *s = arg;
	const char *id = db_text(row, SQL_SEALED_COUNT_KEY);
	long long n = (long long)db_int(row, SQL_SEALED_COUNT_SEALED);

	for (size_t i = 0; i < s->ring->n; i++)
		if (!strcmp(s->ring->key[i].id, id))
			return true;
	if (s->text->len == 0)
		str_printf(s->text, "key %.32s encrypts %lld text%s and is not in the key file", id, n,
		    n > 1 ? "s" : "");
	return true;
}

bool
key_missing(struct db *db, const char *file, struct str *text, struct err *e)
{
	struct err ignored = { 0 };
	struct keyring *ring = NULL;
	struct key_search s = { .text = text };
	bool ok = true;

	if (file && keyring_open(&ring, file, &ignored)) {
		s.ring = ring;
		ok = db_each(db, sql_sealed_count, 0, NULL, key_missing_see, &s, e);
	}
	keyring_close(ring);
	return ok;
}
