/* restore.c: db restore: replace the database by a backup that was restored beside it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "option/secret.h"
#include "os/file.h"
#include "query.h"
#include "run/migrate.h"

struct restore {
	const struct settings *s;
	const char *path;
	struct db *db;			/* what is to be replaced; closed before that */
	int fd;
	struct envelope *key;		/* NULL: the file is not encrypted */
	char *name, *fresh, *kept;	/* of the databases */
	char *fresh_conninfo, *other_conninfo;
	int64_t sessions, stores;
	struct program into;
};

static bool
restore_use_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct restore *r = arg;

	r->name = db_copy(row, SQL_DATABASE_IN_USE_NAME);
	r->sessions = db_int(row, SQL_DATABASE_IN_USE_SESSIONS);
	r->stores = db_int(row, SQL_DATABASE_IN_USE_STORES);
	return true;
}

static bool
restore_allowed(const struct restore *r, struct err *e)
{
	if (r->sessions) {
		err_set(e, ERR_AGAIN, "%" PRId64 " other sessions use the database \"%s\"", r->sessions,
		    r->name);
		return err_hint(e, "stop the timers and the webhook server first, and end every psql");
	}
	if (r->stores && !r->s->yes && !r->s->common.dry_run) {
		err_set(e, ERR_USAGE, "the database \"%s\" with %" PRId64 " stores would be replaced",
		    r->name, r->stores);
		return err_hint(e, "to confirm, add --yes; it is kept as \"%s\"", r->kept);
	}
	return true;
}

static bool
restore_file(struct restore *r, struct err *e)
{
	char head[sizeof ENVELOPE_HEAD - 1];
	char *pem;
	size_t n;
	bool sealed, ok;

	r->fd = open(r->path, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		return err_set(e, ERR_USAGE, "cannot read \"%s\": %s", r->path, strerror(errno));
	sealed = read(r->fd, head, sizeof head) == sizeof head
	    && !memcmp(head, ENVELOPE_HEAD, sizeof head);
	if (!sealed)
		return lseek(r->fd, 0, SEEK_SET) == 0
		    || err_set(e, ERR_USAGE, "\"%s\" is not a file", r->path);
	if (r->s->private_key == NULL) {
		err_set(e, ERR_USAGE, "\"%s\" is encrypted", r->path);
		return err_hint(e, "name the file of the recipient's private key with --private-key");
	}
	ok = secret_read_whole(r->s->private_key, &pem, &n, e)
	    && envelope_open_open(&r->key, pem, n, e);
	secret_free(pem);
	return ok;
}

static bool
restore_open(struct restore *r, struct err *e)
{
	r->fd = -1;
	if (!front_db(r->s, &r->db, e) || !db_own_session(r->db, e)
	    || !db_each(r->db, sql_database_in_use, 0, NULL, restore_use_row, r, e))
		return false;
	if (!backup_database(r->db, BACKUP_RESTORE, &r->fresh, e)
	    || !backup_database(r->db, BACKUP_KEPT, &r->kept, e))
		return false;
	r->fresh_conninfo = db_conninfo(r->db, r->fresh);
	r->other_conninfo = db_conninfo(r->db, "postgres");
	return restore_allowed(r, e) && restore_file(r, e);
}

/* Reads n bytes; *got is less at the end of the file. */
static bool
restore_read(const struct restore *r, char *bytes, size_t n, size_t *got, struct err *e)
{
	ssize_t more = 1;

	for (*got = 0; *got < n && more > 0; *got += (size_t)more) {
		more = read(r->fd, bytes + *got, n - *got);
		if (more < 0)
			return err_set(e, ERR_IO, "cannot read \"%s\": %s", r->path, strerror(errno));
	}
	return true;
}

static bool
restore_pass(struct restore *r, const char *bytes, size_t n, struct err *e)
{
	if (!stop_check(e))
		return false;
	if (file_write(r->into.fd, bytes, n))
		return true;
	return program_end(&r->into, e) && err_set(e, ERR_IO, "pg_restore ended early");
}

static bool
restore_part(struct restore *r, char *part, struct str *content, bool *last, struct err *e)
{
	unsigned char length[4] = { 0 };
	size_t n, got;

	if (!restore_read(r, (char *)length, sizeof length, &got, e))
		return false;
	n = (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 | length[3];
	if (got < sizeof length || n > ENVELOPE_PART_MAX)
		return err_set(e, ERR_INPUT, "\"%s\" is not complete", r->path);
	if (!restore_read(r, part, n, &got, e))
		return false;
	if (got < n)
		return err_set(e, ERR_INPUT, "\"%s\" is not complete", r->path);
	return envelope_open(r->key, part, n, last, content, e)
	    && restore_pass(r, str_text(content), content->len, e);
}

static bool
restore_sealed(struct restore *r, struct err *e)
{
	struct str content = STR_MAX(ENVELOPE_PART_MAX);
	char *part = mem_get(ENVELOPE_PART_MAX);
	bool ok = true, last = false;

	while (ok && !last)
		ok = restore_part(r, part, &content, &last, e);
	free(part);
	str_wipe(&content);
	return ok;
}

static bool
restore_plain(struct restore *r, struct err *e)
{
	char bytes[BACKUP_CHUNK];
	size_t n = 1;
	bool ok = true;

	while (ok && n)
		ok = restore_read(r, bytes, sizeof bytes, &n, e)
		    && (n == 0 || restore_pass(r, bytes, n, e));
	return ok;
}

/* A backup of an older version gets the schema of this one. */
static bool
restore_migrate(struct db *fresh, struct err *e)
{
	struct migrate_state state = { 0 };
	int count;

	return migrate_inspect(fresh, &state, e)
	    && (state.applied == 0 || state.applied == state.known || migrate_run(fresh, 0, &count, e));
}

static bool
restore_make(struct restore *r, struct err *e)
{
	struct db *fresh = NULL;
	bool ok = backup_database_make(r->s, r->db, r->fresh, e)
	    && backup_restore_into(&r->into, r->s, r->db, r->fresh, true, e)
	    && (r->key ? restore_sealed(r, e) : restore_plain(r, e)) && program_end(&r->into, e)
	    && db_open(&fresh, r->fresh_conninfo, false, "crt", e) && restore_migrate(fresh, e);

	db_close(fresh);
	return ok;
}

/* Both names change in one transaction. */
static bool
restore_swap(struct restore *r, struct err *e)
{
	const char *params[] = { r->name, r->kept, r->fresh };
	struct db *other = NULL;
	bool ok = backup_database_drop(r->s, r->db, r->kept, e);

	db_close(r->db);
	r->db = NULL;
	ok = ok && db_open(&other, r->other_conninfo, false, "crt", e)
	    && db_do(other, sql_database_name, COUNT(params), params, NULL, e);
	fault();
	ok = ok && db_do(other, sql_database_swap, 0, NULL, NULL, e);
	fault();
	db_close(other);
	return ok;
}

static void
restore_close(struct restore *r)
{
	program_kill(&r->into);
	if (r->fd >= 0)
		close(r->fd);
	envelope_close(r->key);
	db_close(r->db);
	free(r->name);
	free(r->fresh);
	free(r->kept);
	free(r->fresh_conninfo);
	free(r->other_conninfo);
}

bool
front_restore(void *settings, char **operands, struct err *e)
{
	struct restore r = { .s = settings, .path = operands[0] };
	bool ok = restore_open(&r, e);

	if (ok && !r.s->common.dry_run) {
		ok = restore_make(&r, e) && restore_replay(r.s, r.fresh_conninfo, e)
		    && restore_swap(&r, e);
		if (ok)
			log_line(LOG_WARN, NULL, "the database before the restore is kept as \"%s\"; it "
			    "keeps people whom you erase from now on: drop it soon, with dropdb",
			    r.kept);
	}
	restore_close(&r);
	return ok;
}
