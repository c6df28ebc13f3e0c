/* wait.h: wait for another thread, by a clock that cannot be set. */
#ifndef CRT_WAIT_H
#define CRT_WAIT_H

#include <pthread.h>
#include <time.h>

#include "base/clock.h"

/* A condition variable timed by clock_steady; release with pthread_cond_destroy. */
void wait_open(pthread_cond_t *);

/* Waits for a signal until that time; needs the lock, like pthread_cond_wait. */
void wait_until(pthread_cond_t *, pthread_mutex_t *, crt_time until);

/* Converts a time of clock_steady for calls that use CLOCK_MONOTONIC. */
struct timespec wait_spec(crt_time);

#endif
