/* open.c: connect to the server. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "db/conn.h"
#include "db/sqlstate.h"
#include "os/owner.h"

/* The end of the severity in libpq's messages, in every language. */
#define SEVERITY_END ":  "
#define STATE_LENGTH 5

#define CONNINFO_MAX   8192

/* The code of the error in a verbose text, as in "FATAL:  28P01: ...". */
static bool
sqlstate_of_text(const char *text, char state[STATE_LENGTH + 1])
{
	int n;

	while ((text = strstr(text, SEVERITY_END))) {
		text += strlen(SEVERITY_END);
		for (n = 0; n < STATE_LENGTH && (isupper((unsigned char)text[n])
		    || isdigit((unsigned char)text[n])); n++)
			state[n] = text[n];
		state[n] = '\0';
		if (n == STATE_LENGTH && text[n] == ':')
			return true;
	}
	return false;
}

/* A server that refused a session gave the reason. Whatever is neither temporary nor a matter of
   permissions needs a person, such as an unknown setting in PGOPTIONS. */
static bool
db_open_refused(struct err *e, const char *text, const char *state)
{
	const struct sqlstate *s = sqlstate_find(state);
	bool own = s->kind == ERR_AGAIN || s->kind == ERR_DENIED || s->kind == ERR_IO;

	err_set(e, own ? s->kind : ERR_DATABASE, "database: %s", text);
	err_hint(e, "%s", s->hint);
	return err_option(e, "database");
}

/* libpq checks every option before it tries the first host, but only a ping reports whether they
   were valid. A ping is made only if a host refused at once. */
static bool
options_valid(struct db *db, const char *const *keys, const char *const *values)
{
	return PQresetStart(db->pg) || PQpingParams(keys, values, 1) != PQPING_NO_ATTEMPT;
}

/* libpq does not expose the SQLSTATE of a refused connection. Only its verbose text contains it,
   and verbosity can be set for a connection, not before it. So if the server responded, tries
   the connection once more. */
static bool
retry_verbosely(struct db *db)
{
	if (strstr(PQerrorMessage(db->pg), SEVERITY_END) == NULL)
		return false;
	PQsetErrorVerbosity(db->pg, PQERRORS_VERBOSE);
	PQreset(db->pg);
	PQsetErrorVerbosity(db->pg, PQERRORS_DEFAULT);
	return PQstatus(db->pg) == CONNECTION_OK;
}

/* False when this user may not enter the folder of the server's socket. */
static bool
socket_check(const struct db *db, struct err *e)
{
	const char *host = PQhost(db->pg);

	return host == NULL || *host != '/' || owner_check(host, e);
}

static bool
db_open_explain_error(struct db *db, const char *const *keys, const char *const *values,
    struct err *e)
{
	char text[CONN_TEXT_MAX], state[STATE_LENGTH + 1];

	conn_line(text, PQerrorMessage(db->pg));
	if (sqlstate_of_text(PQerrorMessage(db->pg), state))
		return db_open_refused(e, text, state);
	if (PQconnectionNeedsPassword(db->pg)) {
		err_set(e, ERR_DENIED, "database: %s", text);
		return err_hint(e, "put the password into ~/.pgpass, mode 0600");
	}
	if (!options_valid(db, keys, values)) {
		err_set(e, ERR_CONFIG, "database: %s", text);
		err_hint(e, "check -d, \"database\" in crt.yaml, and PG* in the environment");
		return err_option(e, "database");
	}
	if (!socket_check(db, e))
		return false;
	err_set(e, ERR_AGAIN, "database: %s", text);
	err_hint(e, "check the server: crt db status; then: crt doctor");
	return err_option(e, "database");
}

/* A pooler may not report the encoding. */
static bool
check_encoding(struct db *db, struct err *e)
{
	const char *encoding = PQparameterStatus(db->pg, "server_encoding");

	if (encoding == NULL || !strcmp(encoding, "UTF8"))
		return true;
	err_set(e, ERR_DATABASE, "database: its encoding is %s, not UTF8", encoding);
	return err_hint(e, "recreate it: CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8'");
}

/* By default libpq prints the server's notices. */
static void
db_open_ignore(void *arg UNUSED, const char *text UNUSED)
{
}

const char *
db_database(const struct db *db)
{
	return PQdb(db->pg);
}

char *
db_conninfo(struct db *db, const char *database)
{
	PQconninfoOption *all = mem_must(PQconninfo(db->pg)), *o;
	struct str s = STR_MAX(CONNINFO_MAX);
	const char *c;

	for (o = all; o->keyword; o++) {
		const char *value = strcmp(o->keyword, "dbname") ? o->val : database;

		if (value == NULL || *value == '\0' || !strcmp(o->keyword, "service"))
			continue;		/* a service would win over the name */
		str_printf(&s, "%s='", o->keyword);
		for (c = value; *c; c++) {
			if (*c == '\'' || *c == '\\')
				str_putc(&s, '\\');
			str_putc(&s, *c);
		}
		str_puts(&s, "' ");
	}
	PQconninfoFree(all);
	return s.data;
}

bool
db_open(struct db **out, const char *conninfo, bool pooler, const char *command, struct err *e)
{
	const char *keys[] = { "connect_timeout", "client_encoding", "fallback_application_name",
	    "dbname", NULL };
	const char *values[] = { "10", "UTF8", command, conninfo ? conninfo : "", NULL };
	struct db *db = *out = mem_get(sizeof *db);

	db->pooler = pooler;
	db->command = command;
	db->pg = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->pg) != CONNECTION_OK && !retry_verbosely(db))
		return db_open_explain_error(db, keys, values, e);
	PQsetNoticeProcessor(db->pg, db_open_ignore, NULL);
	if (PQsetnonblocking(db->pg, 1))
		return conn_explain_error(db, NULL, e);
	return check_encoding(db, e) && conn_settings(db, e);
}
