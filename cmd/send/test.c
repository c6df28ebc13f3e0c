/* test.c: a test mail, to see whether the channel is set up. */
#include <stdio.h>
#include <string.h>

#include "send.h"

#define TEXT "This is the test mail of crt-send test. The channel works.\n"

struct testing {
	struct channel_result result;
};

static void
done(void *arg, struct channel_letter *letter UNUSED, const struct channel_result *r)
{
	((struct testing *)arg)->result = *r;
}

static bool
told(const struct send *set, const struct channel_result *r, struct err *e)
{
	if (r->fate == CHANNEL_SENT) {
		printf("%s took the test mail\n", send_channels[set->channel]);
		return true;
	}
	return err_set(e, ERR_UNAVAILABLE, "%s did not take the test mail: %s %s",
	    send_channels[set->channel], r->code, r->reason);
}

bool
send_test(void *settings, char **operands UNUSED, struct err *e)
{
	struct send *set = settings;
	struct testing t = { .result = { .fate = CHANNEL_FAILED } };
	struct channel_letter letter = { .mail = { .from = set->from, .to_address = set->to,
	    .subject = "crt-send test", .text = TEXT, .date = clock_now() } };
	unsigned char uuid[IDENT_BYTES];
	char id[IDENT_TEXT], message_id[IDENT_TEXT + 16];
	struct channel *c = NULL;
	bool ok;

	if (set->to == NULL || set->from == NULL)
		return err_set(e, ERR_USAGE, "a test mail needs --to and --from");
	ident_random(uuid, clock_now());
	letter.id = ident_print(uuid, id);
	snprintf(message_id, sizeof message_id, "%s@crt.invalid", id);
	letter.mail.message_id = message_id;
	ok = send_open_channel(set, done, &t, &c, e) && channel_send(c, &letter, e)
	    && channel_wait(c, 0, e) && told(set, &t.result, e);
	channel_close(c);
	return ok;
}
