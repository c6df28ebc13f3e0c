/* user_check.c: user check: sign a user in at the shell, as the web server does. */
#include <stdio.h>
#include <string.h>

#include "access.h"
#include "option/prompt.h"
#include "option/secret.h"
#include "os/guard.h"
#include "query.h"
#include "../sibling.h"

#define SEND_LIMIT CLOCK_MINUTE

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

/* crt-send reads the address and the code from its standard input. */
static bool
user_check_hand_off(const struct access *a, const char *to, const char *code, struct err *e)
{
	static char verb[] = "code", sms[] = "--sms";
	const char *argv[] = { NULL, verb, a->factor == FACTOR_SMS ? sms : NULL, NULL };
	struct sibling s = { .in = STR_MAX(USER_EMAIL + SIGN_IN_CODE + 3) };
	bool ok;

	str_printf(&s.in, "%s\n%s\n", to, code);
	ok = sibling_run(&s, a->set, "send", argv, SEND_LIMIT, e);
	if (ok && s.status != 0) {
		ok = err_set(e, ERR_UNAVAILABLE, "the code was not sent: crt-send failed with status %d",
		    s.status);
		err_hint(e, "run: crt-send test%s", a->factor == FACTOR_SMS ? " --sms" : "");
	}
	sibling_free(&s);
	str_wipe(&s.in);
	return ok;
}

static bool
user_check_send(const struct access *a, const struct sign_in *s, const char *pending, struct err *e)
{
	char code[SIGN_IN_CODE + 1];
	bool ok = sign_in_send(s, pending, code, e)
	    && (a->set->common.dry_run || user_check_hand_off(a, a->factor == FACTOR_SMS
	    ? a->phone : a->email, code, e));

	explicit_bzero(code, sizeof code);
	return ok;
}

static bool
user_check_second(const struct access *a, const struct sign_in *s, struct signed_in *got,
    struct err *e)
{
	char pending[TOKEN_SESSION + 1], *code;
	bool ok;

	memcpy(pending, got->token, sizeof pending);
	if (got->factor != FACTOR_TOTP && !user_check_send(a, s, pending, e))
		return false;
	code = prompt_secret("code", "or a recovery code", e);
	if (code == NULL)
		return false;
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
		char until[CLOCK_TEXT];

		err_set(e, ERR_DENIED, "too many failed sign-ins: the next attempt is possible at %s",
		    clock_print(got->locked_until, until));
		return err_hint(e, "crt user attempts EMAIL lists them");
	}
	err_set(e, ERR_DENIED, "the user, the password, or the code is wrong");
	return err_hint(e, "crt user attempts EMAIL lists the attempts; crt user list, the users");
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
		ok = user_check_second(a, &s, &got, e);
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
	ok = access_begin(&a, settings, RUN_KEYS, e) && user_check(&a, operands[0], e);
	return run_close(&a.run, ok, e);
}
