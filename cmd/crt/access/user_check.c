/* user_check.c: user check: sign a user in at the shell, as the web server does. */
#include <stdio.h>
#include <string.h>

#include "access.h"
#include "option/prompt.h"
#include "option/secret.h"
#include "os/guard.h"
#include "query.h"

static const struct table_column columns[] = {
	{ .name = "organization" }, { .name = "user" }, { .name = "outcome" }, { .name = "marks" },
	{ .name = "session" },
};

static bool
user_check_country(const char *country, struct err *e)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return country == NULL || (strlen(country) == 2 && strspn(country, letters) == 2)
	    || err_set(e, ERR_USAGE, "--country takes two capital letters, such as DE");
}

static bool
user_check_second(const struct sign_in *s, struct signed_in *got, struct err *e)
{
	char pending[TOKEN_SESSION + 1];
	char *code = prompt_secret("code", "of the app, or a recovery code", e);
	bool ok;

	if (code == NULL)
		return false;
	memcpy(pending, got->token, sizeof pending);
	ok = sign_in_code(s, pending, code, got, e);
	secret_free(code);
	explicit_bzero(pending, sizeof pending);
	return ok;
}

/* Without --session nobody gets the token, so the session ends here. */
static bool
user_check_end(struct access *a, const struct signed_in *got, struct err *e)
{
	struct session s;
	char now[CLOCK_TEXT];
	const char *params[] = { s.user, s.id, run_now(now) };
	bool valid;

	return a->set->session || (session_check(a->run.db, got->token, &s, &valid, e)
	    && db_do(a->run.db, sql_session_revoke, COUNT(params), params, NULL, e));
}

static bool
user_check_report(struct access *a, const struct signed_in *got, struct err *e)
{
	const char *cells[] = { a->slug, a->email, words_sign_in_outcome[got->outcome],
	    got->marks[0] ? got->marks : NULL, a->set->session && got->token[0] ? got->token : NULL };
	size_t n = COUNT(columns) - (a->set->session ? 0 : 1);

	if (!access_print(a->set, columns, n, cells, e))
		return false;
	if (got->outcome == SIGN_IN_SIGNED_IN)
		return true;
	if (got->outcome == SIGN_IN_LOCKED) {
		err_set(e, ERR_DENIED, "too many failed sign-ins within 15 minutes");
		return err_hint(e, "crt user attempts EMAIL lists them");
	}
	return err_set(e, ERR_DENIED, "the user, the password, or the code is wrong");
}

static bool
user_check(struct access *a, const char *email, struct err *e)
{
	const struct settings *set = a->set;
	struct sign_in s = { .db = a->run.db, .ring = a->run.ring, .organization = a->organization,
	    .email = a->email, .network = set->address, .agent = set->agent, .country = set->country,
	    .cost = (int)set->password_cost };
	struct signed_in got = { .outcome = SIGN_IN_WRONG_PASSWORD };
	char *password = NULL;
	bool ok = user_check_country(set->country, e) && access_email(a, email, e);

	if (ok && (password = prompt_secret("password", "of the user", e)) == NULL)
		ok = false;
	ok = ok && sign_in_password(&s, password, &got, e);
	secret_free(password);
	if (ok && got.outcome == SIGN_IN_SECOND_FACTOR)
		ok = user_check_second(&s, &got, e);
	if (ok && got.outcome == SIGN_IN_SIGNED_IN)
		ok = user_check_end(a, &got, e);
	ok = ok && user_check_report(a, &got, e);
	explicit_bzero(&got, sizeof got);
	return ok;
}

bool
front_user_check(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok;

	guard_memory();
	ok = access_open(&a, settings, RUN_KEYS, e) && user_check(&a, operands[0], e);
	return run_close(&a.run, ok, e);
}
