/* hand_off.c: hand one message to the channel, and wait for its result. */
#include "base/stop.h"
#include "send.h"

static void
hand_off_done(void *arg, struct channel_message *message UNUSED, const struct channel_result *r)
{
	*(struct channel_result *)arg = *r;
}

void
send_ignored(void *arg UNUSED, struct channel_message *message UNUSED,
    const struct channel_result *r UNUSED)
{
}

/* A stop does not hide that the mail on the wire was accepted. */
static bool
hand_off_wait(struct channel *c, const struct channel_result *r, struct err *e)
{
	struct err why = { 0 };

	if (channel_wait(c, 0, &why) || r->fate == CHANNEL_SENT)
		return true;
	*e = why;
	return false;
}

bool
send_hand_off(const struct send *set, const char *kind, struct channel_message *message,
    struct channel_result *result, struct err *e)
{
	struct channel *c = NULL;
	bool ok = true;

	*result = (struct channel_result){ .fate = CHANNEL_FAILED };
	if (!set->common.dry_run)
		ok = stop_check(e) && send_open_kind(set, kind, NULL, hand_off_done, result, &c, e)
		    && channel_send(c, message, e) && hand_off_wait(c, result, e);
	channel_close(c);
	return ok;
}
