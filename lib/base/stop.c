/* stop.c: turn SIGTERM and SIGINT into a request to stop. */
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/stop.h"

static atomic_int signal_got;		/* 0: none */
static _Atomic crt_time signal_at;	/* by the steady clock */
static crt_time stop_wait = STOP_WAIT;

static void
stop_handle(int got)
{
	int none = 0;

	if (atomic_load(&signal_got))
		return;
	atomic_store(&signal_at, clock_steady());
	atomic_compare_exchange_strong(&signal_got, &none, got);
}

void
stop_open(void)
{
	struct sigaction act = { .sa_handler = stop_handle }, was;
	const char *seconds = getenv("CRT_STOP_WAIT");	/* of a test */

	if (seconds)
		stop_wait = strtol(seconds, NULL, 10) * CLOCK_SECOND;
	sigemptyset(&act.sa_mask);
	sigaction(SIGTERM, &act, NULL);
	if (sigaction(SIGINT, NULL, &was) == 0 && was.sa_handler != SIG_IGN)
		sigaction(SIGINT, &act, NULL);
}

bool
stop_requested(void)
{
	return atomic_load(&signal_got) != 0;
}

bool
stop_overdue(void)
{
	return stop_requested() && clock_steady() - atomic_load(&signal_at) > stop_wait;
}

bool
stop_check(struct err *e)
{
	int got = atomic_load(&signal_got);

	if (got == 0)
		return true;
	err_set(e, ERR_AGAIN, "stopped by %s", got == SIGINT ? "SIGINT" : "SIGTERM");
	return err_hint(e, "run the same command again to continue");
}
