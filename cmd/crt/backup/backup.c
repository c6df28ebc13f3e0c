/* backup.c: db backup: dump the database into a file, and prove that it can be restored. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/stop.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "crypto/ident.h"
#include "document/document.h"
#include "os/file.h"
#include "os/file_new.h"
#include "query.h"
#include "report/table.h"
#include "run/journal.h"

#define COUNTS_MAX ((size_t)1024 * 1024)	/* bytes of the names and sizes of all tables */

struct backup {
	const struct settings *s;
	struct db *db;
	char *path, *scratch;
	char id[IDENT_TEXT];
	struct envelope *seal;		/* NULL: not encrypted */
	struct file_new file;
	struct program dump, test;
	struct str part, sealed;	/* content of the next part, and its encrypted form */
	struct str counts;		/* tables and their rows, in the snapshot */
	struct hash *hash;
	int64_t bytes;
};

/* The operand is a folder, where the file is named by its time, or a file. */
static void
backup_path(struct backup *b, const char *operand)
{
	char name[64], now[CLOCK_TEXT];
	struct stat st;
	size_t i, n = 0;

	if (stat(operand, &st) < 0 || !S_ISDIR(st.st_mode)) {
		b->path = mem_dup(operand);
		return;
	}
	clock_print(clock_now(), now);
	for (i = 0; now[i] && now[i] != '.'; i++)	/* 20261130T080000 */
		if (now[i] != '-' && now[i] != ':' && now[i] != 'Z')
			now[n++] = now[i];
	snprintf(name, sizeof name, "crt-%.*sZ.%s", (int)n, now, b->s->recipient ? "cms" : "dump");
	b->path = file_in(operand, name);
}

static bool
backup_write(struct backup *b, const char *bytes, size_t n, struct err *e)
{
	hash_add(b->hash, bytes, n);
	b->bytes += (int64_t)n;
	return file_new_write(&b->file, bytes, n, e);
}

static bool
backup_seal(struct backup *b, bool last, struct err *e)
{
	bool ok;

	str_cut(&b->sealed, 0);
	ok = envelope_seal(b->seal, str_text(&b->part), b->part.len, last, &b->sealed, e)
	    && backup_write(b, str_text(&b->sealed), b->sealed.len, e);
	str_cut(&b->part, 0);
	return ok;
}

/* The test restore reads the same bytes while they are encrypted: the key is not here. */
static bool
backup_take(struct backup *b, const char *bytes, size_t n, struct err *e)
{
	if (b->test.pid > 0 && !file_write(b->test.fd, bytes, n))
		return program_end(&b->test, e) && err_set(e, ERR_IO, "pg_restore ended early");
	if (b->seal == NULL)
		return backup_write(b, bytes, n, e);
	if (b->part.len + n > ENVELOPE_PART && !backup_seal(b, false, e))
		return false;
	str_add(&b->part, bytes, n);
	return true;
}

static bool
backup_count(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	str_printf(arg, "%s %" PRId64 "\n", db_text(row, SQL_ROW_COUNT_NAME),
	    db_int(row, SQL_ROW_COUNT_ROWS));
	return true;
}

/* pg_dump reads the snapshot in which the rows are counted. */
static bool
backup_start(struct backup *b, struct err *e)
{
	char *name = NULL, *folder = front_programs(b->s);
	struct str option = STR_MAX(256);
	const char *argv[] = { "--format=custom", "--schema=crt", NULL, NULL };
	bool ok = db_snapshot(b->db, e)
	    && db_query(b->db, sql_snapshot_export, 0, NULL, &name, e);

	str_printf(&option, "--snapshot=%s", name ? name : "");
	argv[2] = str_text(&option);
	ok = ok && program_start(&b->dump, b->db, NULL, folder, "pg_dump", argv, PROGRAM_READ, e)
	    && db_each(b->db, sql_row_count, 0, NULL, backup_count, &b->counts, e);
	str_free(&option);
	free(folder);
	free(name);
	return ok;
}

static bool
backup_copy(struct backup *b, struct err *e)
{
	char bytes[BACKUP_CHUNK];
	ssize_t n;

	while ((n = read(b->dump.fd, bytes, sizeof bytes)) > 0) {
		db_rollback(b->db);		/* pg_dump has the snapshot by now */
		if (!stop_check(e) || !backup_take(b, bytes, (size_t)n, e))
			return false;
	}
	return program_end(&b->dump, e) && (b->seal == NULL || backup_seal(b, true, e));
}

/* The copy must have the rows of the snapshot, in every table. */
static bool
backup_compare(struct backup *b, struct err *e)
{
	struct str counts = STR_MAX(COUNTS_MAX);
	char *conninfo = db_conninfo(b->db, b->scratch);
	struct db *db;
	bool ok = db_open(&db, conninfo, false, "crt", e)
	    && db_each(db, sql_row_count, 0, NULL, backup_count, &counts, e);

	if (ok && (counts.len == 0 || strcmp(str_text(&counts), str_text(&b->counts))))
		ok = err_set(e, ERR_DATABASE, "the test restore has other rows than the database");
	db_close(db);
	free(conninfo);
	str_free(&counts);
	return ok;
}

static bool
backup_make(struct backup *b, struct err *e)
{
	bool tests = b->s->verify;

	if (tests && !(backup_database_make(b->s, b->db, b->scratch, e)
	    && backup_restore_into(&b->test, b->s, b->db, b->scratch, false, e)))
		return false;
	if (b->seal && !backup_write(b, ENVELOPE_HEAD, sizeof ENVELOPE_HEAD - 1, e))
		return false;
	return backup_start(b, e) && backup_copy(b, e)
	    && (!tests || (program_end(&b->test, e) && backup_compare(b, e)))
	    && file_new_keep(&b->file, e);
}

static const struct table_column columns[] = {
	{ .name = "file" }, { .name = "bytes", .kind = TABLE_INT }, { .name = "sha256" },
	{ .name = "encrypted" }, { .name = "verified" },
};

static bool
backup_report(struct backup *b, struct err *e)
{
	struct table *t = table_open(columns, COUNT(columns), option_output(&b->s->common));
	unsigned char sum[HASH_BYTES];
	struct str hex = STR_MAX(2 * HASH_BYTES + 1);
	bool ok;

	hash_end(b->hash, sum);
	b->hash = NULL;
	hex_write(&hex, sum, sizeof sum);
	table_cell_text(t, b->path);
	table_cell_int(t, b->bytes);
	table_cell_text(t, str_text(&hex));
	table_cell_text(t, b->seal ? "yes" : "no");
	table_cell_text(t, b->s->verify ? "yes" : "no");
	ok = table_row_end(t, e);
	str_free(&hex);
	return table_close(t, e) && ok;
}

/* The row is in the backup; the journal gets a line with its id, where a restore begins. */
static bool
backup_begin(struct backup *b, struct err *e)
{
	unsigned char id[IDENT_BYTES];
	char *folder = file_above(b->path), *whole = realpath(folder, NULL);
	const char *params[] = { b->id, b->seal ? "true" : "false", whole ? whole : folder };
	bool ok;

	ident_random(id, clock_now());
	ident_print(id, b->id);
	ok = journal_keep(b->db, &b->s->common, e) && db_begin(b->db, e)
	    && db_do(b->db, sql_backup_begin, COUNT(params), params, NULL, e);
	free(folder);
	free(whole);
	return db_end(b->db, ok, e);
}

static bool
backup_end(struct backup *b, struct err *e)
{
	char bytes[24];
	const char *params[] = { b->id, bytes, b->s->verify ? "true" : NULL };

	snprintf(bytes, sizeof bytes, "%" PRId64, b->bytes);
	return db_do(b->db, sql_backup_end, COUNT(params), params, NULL, e);
}

static bool
backup_open(struct backup *b, const char *operand, struct err *e)
{
	char *pem = NULL;
	size_t n;
	bool ok = front_db(b->s, &b->db, e) && db_own_session(b->db, e)
	    && db_session(b->db, sql_session_whole, e);

	backup_path(b, operand);
	b->hash = hash_begin();
	b->part = (struct str)STR_MAX(ENVELOPE_PART);
	b->sealed = (struct str)STR_MAX(ENVELOPE_PART_MAX);
	b->counts = (struct str)STR_MAX(COUNTS_MAX);
	if (ok && b->s->recipient)
		ok = document_bytes(b->s->recipient, ENVELOPE_FILE_MAX, &pem, &n, e)
		    && envelope_seal_open(&b->seal, pem, n, e);
	free(pem);
	return ok && backup_database(b->db, BACKUP_VERIFY, &b->scratch, e);
}

static void
backup_close(struct backup *b)
{
	unsigned char unused[HASH_BYTES];
	struct err ignored = { 0 };

	program_kill(&b->dump);
	program_kill(&b->test);
	db_rollback(b->db);
	if (b->scratch && b->s->verify && !b->s->common.dry_run
	    && !backup_database_drop(b->s, b->db, b->scratch, &ignored))
		ignored = (struct err){ 0 };	/* the next backup drops it */
	file_new_close(&b->file);
	envelope_close(b->seal);
	if (b->hash)
		hash_end(b->hash, unused);
	str_free(&b->part);
	str_free(&b->sealed);
	str_free(&b->counts);
	db_close(b->db);
	free(b->path);
	free(b->scratch);
}

bool
front_backup(void *settings, char **operands, struct err *e)
{
	struct backup b = { .s = settings };
	bool ok = backup_open(&b, operands[0], e);

	if (ok && !b.s->common.dry_run)
		ok = file_new_open(&b.file, b.path, 0600, e) && backup_begin(&b, e)
		    && backup_make(&b, e) && backup_end(&b, e);
	ok = ok && backup_report(&b, e);
	if (ok && b.s->keep && !b.s->common.dry_run)
		ok = backup_prune(b.s, b.path, e);
	backup_close(&b);
	return ok;
}
