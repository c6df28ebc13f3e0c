/* migrate.c: apply each schema file once, under a lock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/stop.h"
#include "base/str.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "run/migrate.h"
#include "query.h"

#define FILES_MAX 1000
#define SUM_TEXT  (2 * HASH_BYTES + 1)

/* The rows of crt.schema_version, by the index in schema_files. */
struct seen {
	bool applied[FILES_MAX];
	int count;
};

static void
migrate_checksum(const struct schema_file *f, char out[SUM_TEXT])
{
	unsigned char sum[HASH_BYTES];
	struct str s = STR_MAX(SUM_TEXT);

	hash_sha256(sum, f->sql, strlen(f->sql));
	hex_write(&s, sum, sizeof sum);
	memcpy(out, str_text(&s), SUM_TEXT);
	str_free(&s);
}

static int
migrate_files(void)
{
	int n = 0;

	while (n < FILES_MAX && schema_files[n].sql)
		n++;
	return n;
}

static bool
migrate_see(void *arg, const struct db_row *row, struct err *e)
{
	struct seen *seen = arg;
	int64_t number = db_int(row, SQL_SCHEMA_LIST_NUMBER);
	char sum[SUM_TEXT];
	int i, n = migrate_files();

	for (i = 0; i < n && schema_files[i].number != number; i++)
		;
	if (i == n) {
		err_set(e, ERR_CONFIG, "the database has schema file \"%s\", which this crt does not know",
		    db_text(row, SQL_SCHEMA_LIST_NAME));
		return err_hint(e, "install the newer version of crt that applied it");
	}
	migrate_checksum(&schema_files[i], sum);
	if (strcmp(sum, db_text(row, SQL_SCHEMA_LIST_SHA256)) != 0) {
		err_set(e, ERR_CONFIG, "schema file \"%s\" was changed after it was applied",
		    schema_files[i].name);
		return err_hint(e, "undo the change, and put it into a new file");
	}
	seen->applied[i] = true;
	seen->count++;
	return true;
}

static bool
migrate_list(struct db *db, struct seen *seen, struct err *e)
{
	bool there;

	*seen = (struct seen){ 0 };
	if (!db_query_bool(db, sql_schema_exists, 0, NULL, &there, e))
		return false;
	return !there || db_each(db, sql_schema_list, 0, NULL, migrate_see, seen, e);
}

bool
migrate_inspect(struct db *db, struct migrate_state *state, struct err *e)
{
	struct seen seen;
	bool ok = migrate_list(db, &seen, e);

	*state = (struct migrate_state){ seen.count, migrate_files() };
	return ok;
}

static bool
begin_locked(struct db *db, struct err *e)
{
	return db_begin(db, e) && db_do(db, sql_schema_lock, 0, NULL, NULL, e);
}

static bool
migrate_prepare(struct db *db, struct err *e)
{
	bool there;

	if (!begin_locked(db, e) || !db_query_bool(db, sql_schema_exists, 0, NULL, &there, e))
		return false;
	if (!there && !db_script(db, sql_schema_prepare, e))
		return false;
	return db_commit(db, e);
}

static bool
migrate_apply(struct db *db, const struct schema_file *f, int partitions, struct err *e)
{
	char number[12], parts[12] = "", sum[SUM_TEXT], now[CLOCK_TEXT];
	const char *row[] = { number, f->name, sum, clock_print(clock_now(), now) };
	const char *set[] = { parts };

	snprintf(number, sizeof number, "%d", f->number);
	if (partitions)
		snprintf(parts, sizeof parts, "%d", partitions);
	migrate_checksum(f, sum);
	return db_do(db, sql_partitions_set, 1, set, NULL, e) && db_script(db, f->sql, e) &&
	    db_do(db, sql_schema_add, 4, row, NULL, e);
}

/* The lock is released between files, so another process may have applied this one meanwhile. */
static bool
migrate_step(struct db *db, int i, int partitions, int *count, struct err *e)
{
	struct seen seen;
	bool ok = begin_locked(db, e) && migrate_list(db, &seen, e);

	if (ok && !seen.applied[i]) {
		ok = migrate_apply(db, &schema_files[i], partitions, e)
		    || err_in(e, "schema file \"%s\"", schema_files[i].name);
		*count += ok;
	}
	return db_end(db, ok, e);
}

bool
migrate_run(struct db *db, int partitions, int *count, struct err *e)
{
	struct seen seen;
	int i, n = migrate_files();
	bool ok = migrate_prepare(db, e) && migrate_list(db, &seen, e);

	*count = 0;
	for (i = 0; ok && i < n; i++)
		if (!seen.applied[i])
			ok = stop_check(e) && migrate_step(db, i, partitions, count, e);
	db_rollback(db);
	return ok;
}
