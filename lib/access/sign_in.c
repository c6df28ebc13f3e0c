/* sign_in.c: check the password of a user, within limits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/sign_in.h"
#include "access/sign_in_parts.h"
#include "base/mem.h"
#include "crypto/password.h"
#include "query.h"
#include "run/audit.h"

#define SESSION_LIFE (12 * CLOCK_HOUR)

static const char *
sign_in_hash(const struct sign_in *s, const char *kind, const char *text, char out[IDENT_TEXT])
{
	unsigned char organization[IDENT_BYTES], hash[HASH_BYTES];

	if (text == NULL || !ident_read(s->organization, organization))
		return NULL;
	keyring_hash(s->ring, hash, organization, kind, text, strlen(text));
	return ident_print(hash, out);
}

static bool
sign_in_audit(const struct sign_in *s, const char *user, const char *outcome, const char *marks,
    struct err *e)
{
	struct audit a = { .organization = s->organization, .action = "user sign-in", .rows = 1 };
	struct str object = STR_MAX(128);
	struct array people;
	bool ok;

	array_open(&people);
	array_add(&people, user);
	str_printf(&object, "%s%s%s", outcome, marks[0] ? " " : "", marks);
	a.object = str_text(&object);
	a.people = &people;
	ok = audit_add(s->db, &a, e);
	array_free(&people);
	str_free(&object);
	return ok;
}

/* What becomes of an attempt is stored in any case; the audit log has only those of users that
   exist, so that a stranger cannot fill it. */
bool
sign_in_store(const struct sign_in *s, const char *user, struct signed_in *out, struct err *e)
{
	char now[CLOCK_TEXT], login[IDENT_TEXT], network[IDENT_TEXT], agent[IDENT_TEXT];
	const char *params[] = { s->organization, clock_print(clock_now(), now),
	    sign_in_hash(s, "login", s->email, login), user,
	    sign_in_hash(s, "network", s->network, network),
	    sign_in_hash(s, "agent", s->agent, agent), s->country,
	    words_sign_in_outcome[out->outcome] };
	char *marks = NULL;
	bool ok = db_query(s->db, sql_sign_in_add, COUNT(params), params, &marks, e);

	if (ok && marks && strlen(marks) < sizeof out->marks)
		memcpy(out->marks, marks, strlen(marks) + 1);
	free(marks);
	return ok && (user == NULL
	    || sign_in_audit(s, user, words_sign_in_outcome[out->outcome], out->marks, e));
}

void
sign_in_token(char out[TOKEN_SESSION + 1])
{
	struct str text = STR_MAX(TOKEN_SESSION + 1);

	token_random(&text, TOKEN_LETTERS, TOKEN_SESSION);
	memcpy(out, str_text(&text), TOKEN_SESSION + 1);
	str_wipe(&text);
}

static bool
sign_in_session(const struct sign_in *s, const char *user, struct signed_in *out, struct err *e)
{
	char hash[TOKEN_PARAM], now[CLOCK_TEXT], until[CLOCK_TEXT], *id = NULL;
	const char *params[] = { s->organization, user, NULL,
	    out->outcome == SIGN_IN_SECOND_FACTOR ? "true" : "false",
	    clock_print(clock_now(), now), clock_print(clock_now() + SESSION_LIFE, until) };
	const char *pruned[] = { now };
	bool ok;

	sign_in_token(out->token);
	params[2] = token_param(out->token, TOKEN_SESSION, hash);
	ok = db_query(s->db, sql_session_add, COUNT(params), params, &id, e)
	    && db_do(s->db, sql_session_prune, COUNT(pruned), pruned, NULL, e);
	free(id);
	return ok;
}

struct look {
	char id[IDENT_TEXT], password[PASSWORD_TEXT_MAX + 1];
	enum user_factor factor;
	crt_time locked_until;		/* DB_NO_TIME: not locked */
};

static bool
sign_in_look_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct look *l = arg;

	l->factor = (enum user_factor)db_enum(row, SQL_SIGN_IN_LOOK_FACTOR, words_user_factor);
	l->locked_until = db_time(row, SQL_SIGN_IN_LOOK_LOCKED_UNTIL);
	db_fill(row, SQL_SIGN_IN_LOOK_ID, l->id, sizeof l->id);
	db_fill(row, SQL_SIGN_IN_LOOK_PASSWORD, l->password, sizeof l->password);
	return true;
}

static bool
sign_in_slot(struct db *db, struct err *e)
{
	bool mine = false;

	if (!db_query_bool(db, sql_sign_in_slot, 0, NULL, &mine, e))
		return false;
	if (mine)
		return true;
	err_set(e, ERR_AGAIN, "two other passwords are being checked");
	return err_hint(e, "try again in a second");
}

static bool
sign_in_check(const struct sign_in *s, const struct look *l, const char *password,
    struct signed_in *out, struct err *e)
{
	bool good;

	if (l->locked_until != DB_NO_TIME) {
		out->outcome = SIGN_IN_LOCKED;
		out->locked_until = l->locked_until;
		return true;
	}
	if (!password_check(l->id[0] ? l->password : NULL, password, s->cost, &good, e))
		return false;
	out->outcome = !good ? SIGN_IN_WRONG_PASSWORD
	    : l->factor == FACTOR_NONE ? SIGN_IN_SIGNED_IN : SIGN_IN_SECOND_FACTOR;
	return sign_in_store(s, l->id[0] ? l->id : NULL, out, e)
	    && (!good || sign_in_session(s, l->id, out, e));
}

bool
sign_in_password(const struct sign_in *s, const char *password, struct signed_in *out,
    struct err *e)
{
	char most[12], most_network[12];
	char now[CLOCK_TEXT], login[IDENT_TEXT], network[IDENT_TEXT];
	const char *params[] = { s->organization, s->email, sign_in_hash(s, "login", s->email, login),
	    sign_in_hash(s, "network", s->network, network), clock_print(clock_now(), now), most,
	    most_network };
	struct look l = { .id = "" };
	bool ok;

	snprintf(most, sizeof most, "%d", SIGN_IN_FAILURES);
	snprintf(most_network, sizeof most_network, "%d", SIGN_IN_NETWORK_FAILURES);
	*out = (struct signed_in){ .outcome = SIGN_IN_LOCKED };
	ok = db_begin(s->db, e) && sign_in_slot(s->db, e)
	    && db_each(s->db, sql_sign_in_look, COUNT(params), params, sign_in_look_row, &l, e)
	    && sign_in_check(s, &l, password, out, e);
	out->factor = out->outcome == SIGN_IN_SECOND_FACTOR ? l.factor : FACTOR_NONE;
	explicit_bzero(&l, sizeof l);
	ok = db_end(s->db, ok, e);
	if (!ok)
		explicit_bzero(out->token, sizeof out->token);
	return ok;
}
