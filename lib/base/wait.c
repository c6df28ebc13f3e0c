/* wait.c: condition variables on the steady clock. */
#include "base/wait.h"

void
wait_open(pthread_cond_t *c)
{
	pthread_condattr_t steady;

	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(c, &steady);
	pthread_condattr_destroy(&steady);
}

struct timespec
wait_spec(crt_time t)
{
	return (struct timespec){ t / CLOCK_SECOND, t % CLOCK_SECOND * 1000 };
}

void
wait_until(pthread_cond_t *c, pthread_mutex_t *lock, crt_time until)
{
	const struct timespec t = wait_spec(until);

	pthread_cond_timedwait(c, lock, &t);
}
