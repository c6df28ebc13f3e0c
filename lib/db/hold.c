/* hold.c: locks that last as long as the connection. */
#include <stdlib.h>

#include "db/conn.h"

/* An idle transaction holds only its locks: it has no snapshot that would keep dead rows. */
static bool
holder_open(struct db *db, struct err *e)
{
	char *conninfo = db_conninfo(db, db_database(db));
	bool ok = db_open(&db->holder, conninfo, true, db->command, e) && db_begin(db->holder, e)
	    && db_script(db->holder, "SET LOCAL idle_in_transaction_session_timeout = 0", e);

	free(conninfo);
	return ok;
}

bool
db_hold(struct db *db, const char *sql, const char *what, bool *held, struct err *e)
{
	const char *params[] = { what, db->pooler ? "true" : "false" };

	*held = false;
	if (db->pooler && db->holder == NULL && !holder_open(db, e))
		return false;
	db->holds |= !db->pooler;
	return db_query_bool(db->pooler ? db->holder : db, sql, COUNT(params), params, held, e);
}
