/* session.c: find the user of a session by its token. */
#include <string.h>

#include "access/sign_in.h"
#include "query.h"

#define SESSION_IDLE "2 hours"

static bool
session_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct session *s = arg;

	db_fill(row, SQL_SESSION_CHECK_ID, s->id, sizeof s->id);
	db_fill(row, SQL_SESSION_CHECK_USER_ID, s->user, sizeof s->user);
	db_fill(row, SQL_SESSION_CHECK_ORGANIZATION, s->organization, sizeof s->organization);
	db_fill(row, SQL_SESSION_CHECK_EMAIL, s->email, sizeof s->email);
	s->role = (enum user_role)db_enum(row, SQL_SESSION_CHECK_ROLE, words_user_role);
	return true;
}

bool
session_check(struct db *db, const char *token, struct session *s, bool *valid, struct err *e)
{
	char hash[TOKEN_PARAM], now[CLOCK_TEXT];
	const char *params[] = { token_param(token, strlen(token), hash),
	    clock_print(clock_now(), now), SESSION_IDLE };
	bool ok;

	*s = (struct session){ .id = "" };
	ok = db_each(db, sql_session_check, COUNT(params), params, session_row, s, e);
	*valid = ok && s->id[0];
	return ok;
}
