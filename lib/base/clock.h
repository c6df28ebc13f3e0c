/*
 * clock.h: the only clock.
 *
 * Times are microseconds since 1970-01-01T00:00:00Z.  Tests and --now stop the
 * clock with clock_set; everything that decides takes its time from here.
 * Leases and deadlines of the network use clock_steady, which nothing sets.
 */
#ifndef CRT_CLOCK_H
#define CRT_CLOCK_H

#include "base/base.h"

typedef int64_t crt_time;

#define CLOCK_SECOND ((crt_time)1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)
#define CLOCK_TEXT   40		/* enough for clock_print */

/* 0001-01-01 to 9999-12-31: what RFC 3339 can say and PostgreSQL can keep. */
#define CLOCK_MIN (-INT64_C(62135596800000000))
#define CLOCK_MAX INT64_C(253402300799999999)

crt_time clock_now(void);
void clock_set(crt_time);		/* from here on it is always this time */
crt_time clock_steady(void);		/* monotonic; only differences mean anything */
crt_time clock_awake(void);		/* the same, and it runs on while the machine sleeps */

/* RFC 3339 with any offset, 0 to 9 digits of a second (cut to 6); and what
   PostgreSQL prints, "2026-11-22 09:41:07.5+00". */
bool clock_read(const char *text, crt_time *) MUSTUSE;

/* The same in nanoseconds since 1970, up to the year 2116. */
bool clock_read_nanos(const char *text, int64_t *) MUSTUSE;
#define CLOCK_NANOS_MAX ((INT64_C(1) << 62) - 1)

/* "2026-11-22T09:41:07Z", with milli- or microseconds only where there are some. */
const char *clock_print(crt_time, char buf[CLOCK_TEXT]);

/* "15m", "1h", "2d", "90s", "1h30m": a duration of none to about ten years (3660 days). */
bool clock_read_duration(const char *text, crt_time *) MUSTUSE;

#endif
