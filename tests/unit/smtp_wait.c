/* smtp_wait.c: how long crt-send waits for each reply, as crt-send(1) describes --timeout. */
#include "net/smtp.h"
#include "tap.h"

static const struct {
	const char *what;
	crt_time timeout, reply, end;
} rows[] = {
	{ "1 s", CLOCK_SECOND, CLOCK_SECOND, 10 * CLOCK_SECOND },
	{ "3 s", 3 * CLOCK_SECOND, 3 * CLOCK_SECOND, 30 * CLOCK_SECOND },
	{ "a minute, the default", SMTP_TIMEOUT, CLOCK_MINUTE, 10 * CLOCK_MINUTE },
	{ "61 s", 61 * CLOCK_SECOND, 61 * CLOCK_SECOND, 10 * CLOCK_MINUTE },
	{ "10 minutes", 10 * CLOCK_MINUTE, 10 * CLOCK_MINUTE, 10 * CLOCK_MINUTE },
	{ "an hour, the most", CLOCK_HOUR, CLOCK_HOUR, CLOCK_HOUR },
};

/* Seen to fail: with one wait for all replies. */
int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		tap_ok(smtp_reply_wait(rows[i].timeout, false) == rows[i].reply
		    && smtp_reply_wait(rows[i].timeout, true) == rows[i].end, rows[i].what);
	return tap_done();
}
