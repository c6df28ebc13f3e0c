/* wait.h: waiting for another thread, on the clock that nothing sets. */
#ifndef CRT_WAIT_H
#define CRT_WAIT_H

#include <pthread.h>
#include <time.h>

#include "base/clock.h"

/* A condition whose waits end by clock_steady; pthread_cond_destroy closes it. */
void wait_open(pthread_cond_t *);

/* For a signal, till then at most; with the lock, as pthread_cond_wait. */
void wait_until(pthread_cond_t *, pthread_mutex_t *, crt_time until);

/* A time of clock_steady as calls take it that wait by CLOCK_MONOTONIC. */
struct timespec wait_spec(crt_time);

#endif
