/* hand_off.c: hand one message to the channel, and wait for its result. */
#include "base/stop.h"
#include "send.h"

struct hand_off {
	struct channel_result result;
};

static void
hand_off_done(void *arg, struct channel_message *message UNUSED, const struct channel_result *r)
{
	((struct hand_off *)arg)->result = *r;
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
	struct hand_off t = { .result = { .fate = CHANNEL_FAILED } };
	struct channel *c = NULL;
	bool ok = true;

	if (!set->common.dry_run)
		ok = stop_check(e) && send_open_kind(set, kind, NULL, hand_off_done, &t, &c, e)
		    && channel_send(c, message, e) && hand_off_wait(c, &t.result, e);
	channel_close(c);
	*result = t.result;
	return ok;
}

