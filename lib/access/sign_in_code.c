/* sign_in_code.c: check the second factor of a user whose password was right. */
#include <stdio.h>
#include <string.h>

#include "access/secret.h"
#include "access/sign_in.h"
#include "access/sign_in_parts.h"
#include "crypto/encode.h"
#include "crypto/totp.h"
#include "query.h"

#define CODE_LIFE (10 * CLOCK_MINUTE)

struct pending {
	char id[IDENT_TEXT], organization[IDENT_TEXT], user[IDENT_TEXT], email[USER_EMAIL];
	char totp[USER_SECRET_TEXT], code[2 * HASH_BYTES + 1];
	enum user_factor factor;
	bool code_valid;
};

static bool
sign_in_pending_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct pending *p = arg;

	db_fill(row, SQL_SESSION_PENDING_ID, p->id, sizeof p->id);
	db_fill(row, SQL_SESSION_PENDING_ORGANIZATION_ID, p->organization, sizeof p->organization);
	db_fill(row, SQL_SESSION_PENDING_USER_ID, p->user, sizeof p->user);
	db_fill(row, SQL_SESSION_PENDING_EMAIL, p->email, sizeof p->email);
	db_fill(row, SQL_SESSION_PENDING_TOTP, p->totp, sizeof p->totp);
	db_fill(row, SQL_SESSION_PENDING_CODE, p->code, sizeof p->code);
	p->factor = (enum user_factor)db_enum(row, SQL_SESSION_PENDING_FACTOR, words_user_factor);
	p->code_valid = db_true(row, SQL_SESSION_PENDING_CODE_VALID);
	return true;
}

/* p->id stays "" when the token belongs to no session that waits for a code. */
static bool
sign_in_find(struct db *db, const char *token, struct pending *p, struct err *e)
{
	char hash[TOKEN_PARAM], now[CLOCK_TEXT];
	const char *params[] = { token_param(token, strlen(token), hash),
	    clock_print(clock_now(), now) };

	*p = (struct pending){ .id = "" };
	return db_each(db, sql_session_pending, COUNT(params), params, sign_in_pending_row, p, e);
}

static bool
sign_in_take(struct db *db, const char *query, const char *user, const char *what, bool *good,
    struct err *e)
{
	const char *params[] = { user, what };
	int64_t rows = 0;

	if (!db_do(db, query, COUNT(params), params, &rows, e))
		return false;
	*good = rows == 1;
	return true;
}

static bool
sign_in_totp(const struct sign_in *s, const struct pending *p, const char *code, bool *good,
    struct err *e)
{
	unsigned char secret[TOTP_SECRET];
	char text[24];
	int64_t counter = 0;
	bool ok = user_secret_open(s->ring, p->user, p->totp, secret, e)
	    && totp_check(secret, sizeof secret, clock_now(), code, &counter, e);

	explicit_bzero(secret, sizeof secret);
	if (!ok || counter == 0)
		return ok;
	snprintf(text, sizeof text, "%lld", (long long)counter);
	return sign_in_take(s->db, sql_totp_take, p->user, text, good, e);
}

static bool
sign_in_sent(const struct pending *p, const char *code)
{
	char hash[TOKEN_PARAM];

	return p->code_valid && p->code[0]
	    && hash_equal(token_param(code, strlen(code), hash) + 2, p->code, sizeof p->code - 1);
}

/* A recovery code replaces whatever the second factor is. */
static bool
sign_in_second(const struct sign_in *s, const struct pending *p, const char *code, bool *good,
    struct err *e)
{
	char recovery[RECOVERY_CODE + 1], hash[TOKEN_PARAM];

	*good = false;
	if (recovery_read(code, recovery))
		return sign_in_take(s->db, sql_recovery_take, p->user,
		    token_param(recovery, RECOVERY_CODE, hash), good, e);
	if (p->factor == FACTOR_TOTP)
		return sign_in_totp(s, p, code, good, e);
	*good = strlen(code) == SIGN_IN_CODE && sign_in_sent(p, code);
	return true;
}

static bool
sign_in_end(const struct sign_in *s, const struct pending *p, bool good, struct signed_in *out,
    struct err *e)
{
	char hash[TOKEN_PARAM], now[CLOCK_TEXT], codes[12];
	const char *confirm[] = { p->id, NULL, clock_print(clock_now(), now) };
	const char *fail[] = { p->id, now, codes };

	out->outcome = good ? SIGN_IN_SIGNED_IN : SIGN_IN_WRONG_CODE;
	snprintf(codes, sizeof codes, "%d", SIGN_IN_CODES);
	if (!good)
		return sign_in_store(s, p->user, out, e)
		    && db_do(s->db, sql_session_fail, COUNT(fail), fail, NULL, e);
	sign_in_token(out->token);
	confirm[1] = token_param(out->token, TOKEN_SESSION, hash);
	return sign_in_store(s, p->user, out, e)
	    && db_do(s->db, sql_session_confirm, COUNT(confirm), confirm, NULL, e);
}

bool
sign_in_code(const struct sign_in *s, const char *token, const char *code,
    struct signed_in *out, struct err *e)
{
	struct sign_in of = *s;
	struct pending p;
	bool good = false, ok;

	*out = (struct signed_in){ .outcome = SIGN_IN_WRONG_CODE };
	ok = db_begin(s->db, e) && sign_in_find(s->db, token, &p, e);
	of.organization = p.organization;
	of.email = p.email;
	if (ok && p.id[0])
		ok = sign_in_second(&of, &p, code, &good, e) && sign_in_end(&of, &p, good, out, e);
	return db_end(s->db, ok, e);
}

bool
sign_in_send(const struct sign_in *s, const char *token, char code[SIGN_IN_CODE + 1],
    struct err *e)
{
	struct str text = STR_MAX(SIGN_IN_CODE + 1);
	char hash[TOKEN_PARAM], until[CLOCK_TEXT];
	const char *params[] = { NULL, NULL, clock_print(clock_now() + CODE_LIFE, until) };
	struct pending p;
	bool ok;

	token_random(&text, "0123456789", SIGN_IN_CODE);
	memcpy(code, str_text(&text), SIGN_IN_CODE + 1);
	str_wipe(&text);
	ok = db_begin(s->db, e) && sign_in_find(s->db, token, &p, e);
	if (ok && p.id[0] == '\0')
		ok = err_set(e, ERR_USAGE, "the session waits for no code");
	params[0] = p.id;
	params[1] = token_param(code, SIGN_IN_CODE, hash);
	ok = ok && db_do(s->db, sql_session_code, COUNT(params), params, NULL, e);
	return db_end(s->db, ok, e);
}
