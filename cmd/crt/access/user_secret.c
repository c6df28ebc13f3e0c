/* user_secret.c: user password, user totp: set what a user signs in with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "access/password_rule.h"
#include "access/secret.h"
#include "crypto/password.h"
#include "option/prompt.h"
#include "option/secret.h"
#include "os/guard.h"
#include "query.h"

/* At a terminal a person types a new password twice. */
static bool
user_new_password(const struct access *a, char **password, struct err *e)
{
	char *again;
	bool same;

	*password = prompt_secret("new password", "at least 12 characters", e);
	if (*password == NULL || !password_new_ok(*password, e)
	    || !password_rule(*password, a->email, a->slug, e))
		return false;
	if (!prompt_possible())
		return true;
	again = prompt_secret("new password", "once more", e);
	same = again && strcmp(again, *password) == 0;
	if (again && !same)
		err_set(e, ERR_USAGE, "the two passwords differ; nothing was changed");
	secret_free(again);
	return same;
}

static bool
user_password(struct access *a, const char *email, struct err *e)
{
	struct str hash = STR_MAX(PASSWORD_TEXT_MAX);
	char now[CLOCK_TEXT], *password = NULL;
	const char *params[] = { a->user, NULL, run_now(now) };
	const char *revoke[] = { a->user, NULL, now };
	int64_t rows = 0;
	bool ok = access_user(a, email, e) && user_new_password(a, &password, e)
	    && password_hash(password, (int)a->set->password_cost, &hash, e);

	secret_free(password);
	params[1] = str_text(&hash);
	ok = ok && db_begin(a->run.db, e)
	    && db_do(a->run.db, sql_user_password, COUNT(params), params, &rows, e)
	    && db_do(a->run.db, sql_session_revoke, COUNT(revoke), revoke, NULL, e);
	str_wipe(&hash);
	return ok ? access_keep(a, ok, "user password", "", rows, e) : run_keep(&a->run, a->run.db,
	    false, e);
}

bool
front_user_password(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok;

	guard_memory();
	ok = access_begin(&a, settings, RUN_DATABASE, e) && user_password(&a, operands[0], e);
	return run_close(&a.run, ok, e);
}

struct app {
	unsigned char secret[TOTP_SECRET];
	char recovery[RECOVERY_CODES][RECOVERY_CODE + 1];
	struct array hashes;
	struct str sealed, uri;
};

static bool
user_app_make(struct app *p, const struct access *a, struct err *e)
{
	char issuer[80], hash[TOKEN_PARAM];
	size_t i;

	hash_random(p->secret, sizeof p->secret);
	for (i = 0; i < RECOVERY_CODES; i++) {
		recovery_new(p->recovery[i]);
		array_add(&p->hashes, token_param(p->recovery[i], RECOVERY_CODE, hash));
	}
	snprintf(issuer, sizeof issuer, "crt %s", a->slug);
	return user_secret_seal(a->run.ring, a->user, p->secret, &p->sealed, e)
	    && totp_uri(p->secret, sizeof p->secret, issuer, a->email, &p->uri, e);
}

/* This is the only time that anybody sees them. */
static void
user_app_print(const struct app *p)
{
	size_t i;

	printf("%s\n", str_text(&p->uri));
	for (i = 0; i < RECOVERY_CODES; i++)
		printf("%s\n", p->recovery[i]);
}

static bool
user_totp(struct access *a, const char *email, struct err *e)
{
	struct app p = { .sealed = STR_MAX(USER_SECRET_TEXT), .uri = STR_MAX(1024) };
	char now[CLOCK_TEXT];
	const char *params[] = { a->user, NULL, NULL, run_now(now) };
	int64_t rows = 0;
	bool ok;

	array_open(&p.hashes);
	ok = access_user(a, email, e) && user_app_make(&p, a, e) && db_begin(a->run.db, e);
	params[1] = str_text(&p.sealed);
	params[2] = array_param(&p.hashes);
	ok = ok && db_do(a->run.db, sql_user_totp, COUNT(params), params, &rows, e);
	ok = access_keep(a, ok, "user totp", "", rows, e);
	if (ok && !a->set->common.dry_run)
		user_app_print(&p);
	array_free(&p.hashes);
	str_wipe(&p.sealed);
	str_wipe(&p.uri);
	explicit_bzero(&p, sizeof p);
	return ok;
}

bool
front_user_totp(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_KEYS, e) && user_totp(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}
