/* key.c: key list, rotate, reseal, drop: manage the keys that encrypt store secrets. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "run/audit.h"
#include "run/journal.h"
#include "secret/reseal.h"
#include "front.h"
#include "privileges.h"
#include "query.h"
#include "report/table.h"

static const struct table_column columns[] = {
	{ "key", TABLE_TEXT, TABLE_BY_KIND }, { "use", TABLE_TEXT, TABLE_BY_KIND },
	{ "sealed", TABLE_INT, TABLE_BY_KIND },
};

struct keys {
	struct keyring *ring;
	struct db *db;
	struct { char id[KEYRING_ID_MAX + 1]; int64_t sealed; } used[KEYRING_KEYS_MAX];
	size_t nused;
};

static const char *
key_file_name(const struct settings *s)
{
	return s->common.key_file ? s->common.key_file : "";
}

static bool
crt_key_count(void *arg, const struct db_row *row, struct err *e)
{
	struct keys *k = arg;
	size_t n = db_length(row, SQL_SEALED_COUNT_KEY);

	if (k->nused == KEYRING_KEYS_MAX || n > KEYRING_ID_MAX)
		return err_set(e, ERR_CONFIG, "the database names keys that cannot exist");
	memcpy(k->used[k->nused].id, db_text(row, SQL_SEALED_COUNT_KEY), n + 1);
	k->used[k->nused++].sealed = db_int(row, SQL_SEALED_COUNT_SEALED);
	return true;
}

/* A role that sees only some stores would take the other stores' keys for unused. */
static bool
crt_key_inspect(struct keys *k, struct err *e)
{
	bool ok = db_session(k->db, sql_session_whole, e)
	    && db_each(k->db, sql_sealed_count, 0, NULL, crt_key_count, k, e);

	if (!ok && e->kind == ERR_DENIED)
		err_hint(e, "the keys encrypt the secrets of all stores: run this as the "
		    "database's owner");
	return ok;
}

static bool
keys_open(struct keys *k, const struct settings *s, struct err *e)
{
	*k = (struct keys){ 0 };
	return owner_switch(s, e)
	    && keyring_open(&k->ring, s->common.key_file, e)
	    && front_db(s, &k->db, e) && crt_key_inspect(k, e)
	    && (s->common.dry_run || journal_keep(k->db, &s->common, e)) && stop_check(e);
}

static void
keys_close(struct keys *k)
{
	db_close(k->db);
	keyring_close(k->ring);
}

static int64_t
key_sealed_count(const struct keys *k, const char *id)
{
	size_t i;

	for (i = 0; i < k->nused; i++)
		if (!strcmp(k->used[i].id, id))
			return k->used[i].sealed;
	return 0;
}

static bool
key_in_ring(const struct keyring *ring, const char *id)
{
	size_t i;

	for (i = 0; i < ring->n; i++)
		if (!strcmp(ring->key[i].id, id))
			return true;
	return false;
}

static bool
crt_key_row(struct table *t, const char *id, const char *use, int64_t sealed, struct err *e)
{
	table_cell_text(t, id);
	table_cell_text(t, use);
	table_cell_int(t, sealed);
	return table_row_end(t, e);
}

static bool
crt_key_report(const struct keys *k, struct table *t, struct err *e)
{
	size_t i;

	for (i = 0; i < k->ring->n; i++) {
		const char *id = k->ring->key[i].id;
		bool last = i == k->ring->n - 1;
		const char *use = i == 0 ? last ? "active, identities" : "active"
		    : last ? "identities" : "old";

		if (!crt_key_row(t, id, use, key_sealed_count(k, id), e))
			return false;
	}
	for (i = 0; i < k->nused; i++)
		if (!key_in_ring(k->ring, k->used[i].id)
		    && !crt_key_row(t, k->used[i].id, "missing", k->used[i].sealed, e))
			return false;
	return true;
}

bool
front_key_list(void *settings, char **operands UNUSED, struct err *e)
{
	const struct settings *s = settings;
	struct keys k;
	bool ok = keys_open(&k, s, e);

	if (ok) {
		struct table *t = table_open(columns, COUNT(columns), option_output(&s->common));

		ok = crt_key_report(&k, t, e);
		ok = table_close(t, e) && ok;
	}
	keys_close(&k);
	return ok;
}

/* The new key is on disk before it encrypts anything, and the old keys stay.  So every text
   can be decrypted, wherever this is interrupted. */
static bool
crt_key_reseal(struct keys *k, const struct settings *s, bool rotate, struct err *e)
{
	struct reseal r;
	bool ok = reseal_open(&r, k->db, k->ring, e);

	ok = ok && stop_check(e);
	if (ok && rotate && !s->common.dry_run) {
		ok = keyring_rotate(key_file_name(s), e);
		if (ok)
			log_line(LOG_WARN, NULL, "copy %s to its backup again: an old copy "
			    "cannot decrypt what is encrypted from now on", key_file_name(s));
		keyring_close(k->ring);
		k->ring = NULL;
		ok = ok && keyring_open(&k->ring, key_file_name(s), e);
	}
	if (ok && !s->common.dry_run)
		ok = audit_all(k->db, rotate ? "key rotate" : "key reseal", k->ring->key[0].id,
		    (int64_t)r.n, e) && reseal_end(&r, k->ring, e);
	if (ok)
		log_line(LOG_INFO, NULL, s->common.dry_run ? "%zu texts would be checked"
		    : "%zu texts were checked", r.n);
	if (ok && !s->common.dry_run)
		log_line(LOG_INFO, NULL, "key %s is active, %lld texts were encrypted with it",
		    k->ring->key[0].id, (long long)r.done);
	reseal_close(&r);
	return ok;
}

static bool
crt_key_change(const struct settings *s, bool rotate, struct err *e)
{
	struct keys k;
	bool ok = keys_open(&k, s, e) && crt_key_reseal(&k, s, rotate, e);

	keys_close(&k);
	return ok;
}

bool
front_key_rotate(void *settings, char **operands UNUSED, struct err *e)
{
	return crt_key_change(settings, true, e);
}

bool
front_key_reseal(void *settings, char **operands UNUSED, struct err *e)
{
	return crt_key_change(settings, false, e);
}

static bool
crt_key_drop_audited(const struct keys *k, const struct settings *s, const char *id, struct err *e)
{
	bool ok = db_begin(k->db, e) && audit_all(k->db, "key drop", id, 1, e)
	    && keyring_drop(key_file_name(s), id, e);

	return db_end(k->db, ok, e);
}

/* The links in sent mails are signed with a key, too, and never expire. */
static bool
crt_key_drop(const struct keys *k, const struct settings *s, const char *id, struct err *e)
{
	int64_t sealed = key_sealed_count(k, id);

	if (sealed) {
		err_set(e, ERR_USAGE, "key %s encrypts %lld texts", id, (long long)sealed);
		return err_hint(e, "run: crt key reseal");
	}
	if (key_in_ring(k->ring, id) && !s->yes && !s->common.dry_run) {
		err_set(e, ERR_USAGE, "the unsubscribe links of all mails sent while key %.32s was "
		    "active would stop working", id);
		return err_hint(e, "add --yes to confirm, for example after a key was stolen");
	}
	return s->common.dry_run || crt_key_drop_audited(k, s, id, e);
}

bool
front_key_drop(void *settings, char **operands, struct err *e)
{
	const struct settings *s = settings;
	struct keys k;
	bool ok = keys_open(&k, s, e) && crt_key_drop(&k, s, *operands, e);

	keys_close(&k);
	return ok;
}
