/* settings.c: the settings of a session, or through a pooler those of each transaction. */
#include <string.h>

#include "db/conn.h"

/* Every setting that crt relies on, or that would change what it reads or how long it waits.
   A SET overrides the database, the role, PGOPTIONS, and PGDATESTYLE. Lock waits end before
   the client's deadline (DB_DEADLINE_SECONDS), so that the error names the lock. */
#define SETTINGS(SET) \
	SET "statement_timeout = 0; " SET "lock_timeout = '4min'; " \
	SET "idle_in_transaction_session_timeout = '15min'; " SET "idle_session_timeout = 0; " \
	SET "client_connection_check_interval = '2s'; " \
	SET "search_path = pg_catalog, pg_temp; " SET "row_security = on; " \
	SET "default_transaction_isolation = 'read committed'; " \
	SET "default_transaction_deferrable = off; " \
	SET "client_encoding = 'UTF8'; " SET "TimeZone = 'UTC'; " SET "DateStyle = 'ISO, YMD'; " \
	SET "IntervalStyle = 'postgres'; " SET "bytea_output = 'hex'; " \
	SET "extra_float_digits = 1; " SET "array_nulls = on; " \
	SET "standard_conforming_strings = on; " SET "backslash_quote = off; " \
	SET "transform_null_equals = off; " SET "quote_all_identifiers = off; " \
	SET "check_function_bodies = on; " SET "default_table_access_method = 'heap'; " \
	SET "jit = off; " SET "client_min_messages = error"

static const char of_session[] = SETTINGS("SET ");
static const char of_transaction[] =
    "BEGIN ISOLATION LEVEL READ COMMITTED NOT DEFERRABLE; " SETTINGS("SET LOCAL ");
static const char of_snapshot[] =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY NOT DEFERRABLE; " SETTINGS("SET LOCAL ");

#define SETTINGS_TRIES 100

/* The role's own statement_timeout counts until it has been reset. On a busy server, a short one
   can end before all settings have been read, and rarely before one. */
static bool
settings_make(struct db *db, struct err *e)
{
	bool ok = db_script(db, of_session, e);
	int tries;

	for (tries = 0; !ok && tries < SETTINGS_TRIES && e->kind == ERR_AGAIN && db_alive(db);
	    tries++) {
		*e = (struct err){ 0 };
		ok = db_script(db, "SET statement_timeout = 0", e) && db_script(db, of_session, e);
	}
	return ok;
}

/* A mail is sent once its claim is committed, so a crash must not lose the commit. Which
   standbys a commit waits for is left to the server. */
static bool
settings_durable(struct db *db, struct err *e)
{
	static const struct statement show = { .sql = "SHOW synchronous_commit" };
	PGresult *r = NULL;
	bool ok = conn_query(db, &show, e) && conn_finish(db, &r, e);

	db->fragile = ok && PQntuples(r) == 1 && !strcmp(PQgetvalue(r, 0, 0), "off");
	PQclear(r);
	return ok;
}

bool
conn_settings(struct db *db, struct err *e)
{
	if (db->pooler)
		return settings_durable(db, e);
	return settings_make(db, e) && settings_durable(db, e)
	    && (!db->fragile || db_script(db, "SET synchronous_commit = on", e));
}

static bool
settings_change(struct db *db, const char *sql, struct err *e)
{
	const char *local = db->pooler ? "true" : "false";
	const struct statement s = { .sql = sql, .n = 1, .params = &local };

	return conn_query(db, &s, e) && conn_finish(db, NULL, e);
}

bool
db_session(struct db *db, const char *sql, struct err *e)
{
	if (!db->pooler)
		return settings_change(db, sql, e);
	if (db->nchanges == CONN_CHANGES_MAX)
		return err_set(e, ERR_BUG, "more than %d changes of the settings", CONN_CHANGES_MAX);
	db->changes[db->nchanges++] = sql;
	return !db->open || settings_change(db, sql, e);
}

bool
conn_begin(struct db *db, bool snapshot, struct err *e)
{
	struct err ignored = { 0 };
	bool ok = db_script(db, snapshot ? of_snapshot : of_transaction, e)
	    && (!db->fragile || db_script(db, "SET LOCAL synchronous_commit = on", e));
	size_t i;

	for (i = 0; ok && i < db->nchanges; i++)
		ok = settings_change(db, db->changes[i], e);
	if (!ok && !db->lost && !db_script(db, "ROLLBACK", &ignored))
		db->lost = true;
	return ok;
}

bool
db_own_session(const struct db *db, struct err *e)
{
	if (!db->pooler)
		return true;
	err_set(e, ERR_CONFIG, "this needs a session of its own, and a pooler has none");
	return err_hint(e, "name the server itself: -d CONNINFO --no-pooler");
}
