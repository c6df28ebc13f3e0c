/* db.c: connect, transactions, and the shapes in which a statement is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/mem.h"
#include "db/conn.h"

#define STATEMENT_MAX ((size_t)64 * 1024)

static const char first_uuid[] = "$1::uuid";

/* What is replaced by a constant stays a parameter, and must have a type. */
static const Oid types[DB_PARAMS_MAX] = { 25 /* text */ };

/* Nothing is found by accident, no plan is compiled, a client that died frees its locks. */
static const char setup[] =
    "SET search_path = pg_catalog; SET timezone = 'UTC'; SET jit = off; "
    "SET client_min_messages = warning; SET client_connection_check_interval = '2s'";

bool
db_open(struct db **out, const char *conninfo, const char *command, struct err *e)
{
	const char *keys[] = { "connect_timeout", "client_encoding", "fallback_application_name",
	    "dbname", NULL };
	const char *values[] = { "10", "UTF8", command, conninfo ? conninfo : "", NULL };
	struct db *db = *out = mem_get(sizeof *db);

	db->pg = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->pg) != CONNECTION_OK) {
		conn_blame(db, NULL, e);
		return err_hint(e, "is the server running? see \"crt db status\" and \"crt doctor\"");
	}
	if (PQsetnonblocking(db->pg, 1))
		return conn_blame(db, NULL, e);
	return db_script(db, setup, e);
}

void
db_close(struct db *db)
{
	size_t i;

	if (db == NULL)
		return;
	for (i = 0; i < db->nseen; i++)
		free(db->seen[i].text);
	PQfinish(db->pg);
	free(db);
}

bool
db_alive(const struct db *db)
{
	return !db->lost && PQstatus(db->pg) == CONNECTION_OK;
}

void
db_plan_by_first(struct db *db)
{
	db->by_first = true;
}

bool
db_begin(struct db *db, struct err *e)
{
	if (db->dry && db->open)
		return true;
	if (!db_script(db, "BEGIN", e))
		return false;
	db->open = true;
	return true;
}

bool
db_commit(struct db *db, struct err *e)
{
	if (db->dry)
		return true;
	db->open = false;
	return db_script(db, "COMMIT", e);
}

bool
db_dry(struct db *db, struct err *e)
{
	db->dry = true;
	return db_begin(db, e);
}

void
db_rollback(struct db *db)
{
	struct err ignored = { 0 };

	if (db == NULL || !db->open || db->lost)
		return;
	db->open = false;
	if (!db_script(db, "ROLLBACK", &ignored))
		db->lost = true;
}

bool
db_end(struct db *db, bool ok, struct err *e)
{
	fault();
	ok = ok && db_commit(db, e);
	fault();
	if (!ok)
		db_rollback(db);
	return ok;
}

const char *
db_text(const struct db_row *r, int column)
{
	return PQgetisnull(r->result, r->row, column) ? NULL
	    : PQgetvalue(r->result, r->row, column);
}

size_t
db_length(const struct db_row *r, int column)
{
	return (size_t)PQgetlength(r->result, r->row, column);
}

int64_t
db_int(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s ? strtoll(s, NULL, 10) : 0;
}

bool
db_true(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);

	return s && *s == 't';
}

crt_time
db_time(const struct db_row *r, int column)
{
	const char *s = db_text(r, column);
	crt_time t;

	return s && clock_read(s, &t) ? t : DB_NO_TIME;
}

static bool
good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_SINGLE_TUPLE
	    || s == PGRES_EMPTY_QUERY;
}

/* Run to the end; the last result is kept when wanted. */
static bool
finish(struct db *db, PGresult **keep, struct err *e)
{
	PGresult *r;
	bool ok = true;

	while (ok && (ok = conn_result(db, &r, e)) && r) {
		if (!good(r))
			ok = conn_blame(db, r, e);
		if (ok && keep) {
			PQclear(*keep);
			*keep = r;
		} else
			PQclear(r);
	}
	if (!ok)
		conn_drain(db);
	return ok;
}

/* The value of $1 that a statement is to be planned for; "" for any. */
static const char *
constant_of(const struct db *db, const char *sql, int n, const char *const *params,
    const int *formats)
{
	unsigned char uuid[IDENT_BYTES];

	return db->by_first && n > 0 && formats == NULL && params[0] && ident_read(params[0], uuid)
	    && strstr(sql, first_uuid) ? params[0] : "";
}

static char *
with_constant(const char *sql, const char *uuid)
{
	struct str text = STR_MAX(STATEMENT_MAX);
	const char *at;

	for (; (at = strstr(sql, first_uuid)); sql = at + strlen(first_uuid)) {
		str_add(&text, sql, (size_t)(at - sql));
		str_printf(&text, "'%s'::uuid", uuid);
	}
	str_puts(&text, sql);
	return text.data;
}

/* The statement among those asked before, the new one behind them; NULL if there is no room. */
static struct conn_statement *
place(struct db *db, const char *sql, const char *first)
{
	struct conn_statement *s = db->seen;

	while (s < db->seen + db->nseen && (s->sql != sql || strcmp(s->first, first)))
		s++;
	if (s == db->seen + CONN_SEEN_MAX)
		return NULL;
	if (s == db->seen + db->nseen) {
		db->nseen++;
		s->sql = sql;
		s->text = *first ? with_constant(sql, first) : NULL;
		snprintf(s->first, sizeof s->first, "%s", first);
	}
	return s;
}

/* Planning over many partitions takes longer than running, so each statement is prepared
   and planned once. */
static bool
prepare(struct db *db, struct conn_statement *s, int n, char name[24], struct err *e)
{
	PGresult *r = NULL;

	snprintf(name, 24, "s%td", s - db->seen);
	if (s->prepared)
		return true;
	if (!PQsendPrepare(db->pg, name, s->text ? s->text : s->sql, n, s->text ? types : NULL))
		return conn_blame(db, NULL, e);
	s->prepared = finish(db, &r, e);
	PQclear(r);
	return s->prepared;
}

/* Parameters are text when lengths and formats are NULL. */
static bool
send_query(struct db *db, const char *sql, int n, const char *const *params, const int *lengths,
    const int *formats, struct err *e)
{
	struct conn_statement *s;
	char name[24];
	int sent;

	if (db->lost)
		return err_set(e, ERR_AGAIN, "database: the connection was lost");
	if (n > DB_PARAMS_MAX)
		return err_set(e, ERR_BUG, "a statement has %d parameters", n);
	s = place(db, sql, constant_of(db, sql, n, params, formats));
	if (s && !prepare(db, s, n, name, e))
		return false;
	sent = s ? PQsendQueryPrepared(db->pg, name, n, params, lengths, formats, 0)
	    : PQsendQueryParams(db->pg, sql, n, NULL, params, lengths, formats, 0);
	return sent || conn_blame(db, NULL, e);
}

bool
db_do(struct db *db, const char *sql, int n, const char *const *params,
    int64_t *affected, struct err *e)
{
	PGresult *r = NULL;
	bool ok = send_query(db, sql, n, params, NULL, NULL, e) && finish(db, &r, e);

	if (ok && affected)
		*affected = strtoll(PQcmdTuples(r), NULL, 10);
	PQclear(r);
	return ok;
}

bool
conn_do_binary(struct db *db, const char *sql, const struct str *bytes, struct err *e)
{
	const int length = (int)bytes->len, binary = 1;
	const char *value = bytes->data;
	PGresult *r = NULL;
	bool ok = send_query(db, sql, 1, &value, &length, &binary, e) && finish(db, &r, e);

	PQclear(r);
	return ok;
}

bool
db_ask(struct db *db, const char *sql, int n, const char *const *params,
    char **answer, struct err *e)
{
	PGresult *r = NULL;
	bool ok = send_query(db, sql, n, params, NULL, NULL, e) && finish(db, &r, e);

	*answer = NULL;
	if (ok && (PQntuples(r) != 1 || PQnfields(r) != 1))
		ok = err_set(e, ERR_BUG, "not one answer but %d to: %.80s", PQntuples(r), sql);
	if (ok && !PQgetisnull(r, 0, 0))
		*answer = mem_dup(PQgetvalue(r, 0, 0));
	PQclear(r);
	return ok;
}

static bool
rows(const PGresult *r, db_row_fn *fn, void *arg, struct err *e)
{
	struct db_row row = { r, 0 };

	for (; row.row < PQntuples(r); row.row++)
		if (!fn(arg, &row, e))
			return false;
	return true;
}

bool
db_each(struct db *db, const char *sql, int n, const char *const *params,
    db_row_fn *fn, void *arg, struct err *e)
{
	PGresult *r;
	bool ok = send_query(db, sql, n, params, NULL, NULL, e);

	if (ok)
		PQsetSingleRowMode(db->pg);
	while (ok && (ok = conn_result(db, &r, e)) && r) {
		ok = good(r) ? rows(r, fn, arg, e) : conn_blame(db, r, e);
		PQclear(r);
	}
	if (!ok)
		conn_drain(db);
	return ok;
}

bool
db_script(struct db *db, const char *sql, struct err *e)
{
	if (db->lost)
		return err_set(e, ERR_AGAIN, "database: the connection was lost");
	if (!PQsendQuery(db->pg, sql))
		return conn_blame(db, NULL, e);
	return finish(db, NULL, e);
}
