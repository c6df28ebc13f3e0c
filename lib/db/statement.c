/* statement.c: prepare and send a statement, and read its result, at once or in a pipeline. */
#include <stdio.h>
#include <string.h>

#include "db/conn.h"

/* libpq keeps unsent data in memory; above this it is sent first */
#define LATER_BYTES_MAX 65536

bool
conn_good(const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);

	return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_SINGLE_TUPLE
	    || s == PGRES_EMPTY_QUERY;
}

bool
conn_finish(struct db *db, PGresult **keep, struct err *e)
{
	PGresult *r;
	bool ok = true;

	while (ok && (ok = conn_result(db, &r, e)) && r) {
		if (!conn_good(r))
			ok = conn_explain_error(db, r, e);
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

/* The statement's place among those used before, where a new one is added at the end. Of a new one
   it is CONN_SEEN_MAX. */
static size_t
statement_place(struct db *db, const char *sql)
{
	size_t i = 0;

	if (db->pooler)
		return CONN_SEEN_MAX;
	while (i < db->nseen && db->seen[i] != sql)
		i++;
	if (i < db->nseen)
		return i;
	if (i < CONN_SEEN_MAX)
		db->seen[db->nseen++] = sql;
	return CONN_SEEN_MAX;
}

/* Planning over many partitions takes longer than running, so a statement is prepared and planned
   once. Preparing is an exchange of its own: a statement that a run sends only once is not
   prepared, and does not interrupt a pipeline. A statement is a constant, so its address
   identifies it. */
static bool
statement_prepare(struct db *db, size_t i, int n, const char *name, struct err *e)
{
	if (i == CONN_SEEN_MAX || db->prepared[i])
		return true;
	if (!db_finish(db, e))
		return false;
	if (!PQsendPrepare(db->pg, name, db->seen[i], n, NULL))
		return conn_explain_error(db, NULL, e);
	db->prepared[i] = conn_finish(db, NULL, e);
	return db->prepared[i];
}

static bool
statement_send(struct db *db, const struct statement *s, bool later, struct err *e)
{
	const char *sql = db->shadow ? db->shadow(s->sql) : s->sql;
	size_t i = statement_place(db, sql);
	char name[24];
	int sent;

	if (db->lost)
		return err_set(e, ERR_AGAIN, "database: the connection was lost");
	if (s->n > DB_PARAMS_MAX)
		return err_set(e, ERR_BUG, "a statement has %d parameters", s->n);
	snprintf(name, sizeof name, "s%zu", i);
	if (!statement_prepare(db, i, s->n, name, e) || (!later && !db_finish(db, e)))
		return false;
	if (later && !PQenterPipelineMode(db->pg))
		return conn_explain_error(db, NULL, e);
	sent = i < CONN_SEEN_MAX
	    ? PQsendQueryPrepared(db->pg, name, s->n, s->params, s->lengths, s->formats, 0)
	    : PQsendQueryParams(db->pg, sql, s->n, NULL, s->params, s->lengths, s->formats, 0);
	return sent || conn_explain_error(db, NULL, e);
}

bool
conn_query(struct db *db, const struct statement *s, struct err *e)
{
	return statement_send(db, s, false, e);
}

bool
conn_report(struct db *db, const struct statement *s, struct err *e)
{
	bool large = s->lengths && s->lengths[0] > LATER_BYTES_MAX;

	if (!db->pipelined)
		return conn_query(db, s, e) && conn_finish(db, NULL, e);
	if (!statement_send(db, s, true, e))
		return false;
	db->due++;
	return !large || conn_flush(db, e);
}

bool
db_finish(struct db *db, struct err *e)
{
	struct err ignored = { 0 };
	PGresult *r = NULL;
	bool ok = true;

	if (db->lost)
		return err_set(e, ERR_AGAIN, "database: the connection was lost");
	if (PQpipelineStatus(db->pg) == PQ_PIPELINE_OFF)
		return true;
	if (!PQpipelineSync(db->pg))
		return conn_explain_error(db, NULL, e);
	for (; db->due; db->due--)
		ok = conn_finish(db, NULL, ok ? e : &ignored) && ok;
	ok = conn_result(db, &r, ok ? e : &ignored) && ok;	/* the sync result */
	PQclear(r);
	return (db->lost || PQexitPipelineMode(db->pg) || conn_explain_error(db, NULL, e)) && ok;
}

bool
db_script(struct db *db, const char *sql, struct err *e)
{
	if (!db_finish(db, e))
		return false;
	if (!PQsendQuery(db->pg, sql))
		return conn_explain_error(db, NULL, e);
	return conn_finish(db, NULL, e);
}
