/* key_mark.c: whether the key file is the one that hashed the addresses in the database. */
#include "crypto/ident.h"
#include "crypto/keyring.h"
#include "query.h"
#include "run/key_mark.h"

#define MARK_KIND "key mark"

struct key_marks {
	int64_t unmarked, others;
	bool may_mark;
};

static bool
key_mark_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct key_marks *m = arg;

	m->unmarked = db_int(row, SQL_KEY_CHECK_UNMARKED);
	m->others = db_int(row, SQL_KEY_CHECK_OTHERS);
	m->may_mark = db_true(row, SQL_KEY_CHECK_MAY_MARK);
	return true;
}

static void
key_mark_print(const struct keyring *ring, char out[IDENT_TEXT])
{
	static const unsigned char nobody[IDENT_BYTES];
	unsigned char hash[HASH_BYTES];

	keyring_hash(ring, hash, nobody, MARK_KIND, "", 0);
	ident_print(hash, out);
}

bool
key_mark_check(struct run *r, struct err *e)
{
	char mark[IDENT_TEXT];
	const char *params[] = { str_text(&r->stores.array), mark };
	struct key_marks m = { 0 };

	key_mark_print(r->ring, mark);
	if (!db_each(r->db, sql_key_check, COUNT(params), params, key_mark_row, &m, e))
		return false;
	if (m.others) {
		err_set(e, ERR_CONFIG, "\"%s\" is not the key file with which this database was used",
		    r->common->key_file);
		return err_hint(e, "give the original one with --key-file, or copy it to this place: with "
		    "another key, opt-outs are not recognized");
	}
	return m.unmarked == 0 || !m.may_mark || r->common->dry_run
	    || db_do(r->db, sql_key_mark, COUNT(params), params, NULL, e);
}
