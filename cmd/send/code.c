/* code.c: send a sign-in code, whose recipient is not in the list of processes. */
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "option/prompt.h"
#include "option/secret.h"
#include "send.h"

#define DIGITS_MAX 10

static bool
code_send(const struct send *set, const char *to, const char *code, struct err *e)
{
	struct channel_result result;
	char text[128];

	if (strlen(code) > DIGITS_MAX || strspn(code, "0123456789") != strlen(code))
		return err_set(e, ERR_USAGE, "line 2 is no code of at most %d digits", DIGITS_MAX);
	snprintf(text, sizeof text, "Your sign-in code is %s. It is valid for 10 minutes.%s", code,
	    set->sms ? "" : "\n");
	if (!send_one(set, send_kind(set), to, "Your sign-in code", text, &result, e))
		return false;
	return set->common.dry_run || result.fate == CHANNEL_SENT
	    || err_set(e, ERR_UNAVAILABLE, "%s refused the code: %s", send_kind(set), result.code);
}

bool
send_code(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	struct err why = { 0 };
	char *to, *code = NULL;
	bool ok;

	stop_open();			/* a message on the wire is finished */
	to = prompt_secret("address", "of the user", e);
	ok = to && (send_recipient_ok(set, "line 1", to, &why)
	    || err_set(e, ERR_USAGE, "line 1 is no address for this channel"))
	    && (code = prompt_secret("code", "six digits", e)) != NULL && code_send(set, to, code, e);
	secret_free(to);
	secret_free(code);
	return ok;
}
