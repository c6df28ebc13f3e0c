/*
 * clock.h: the only clock.
 *
 * Times are microseconds since 1970-01-01T00:00:00Z. Tests and --now fix the time with
 * clock_set; every decision uses this clock. Leases and network deadlines use clock_steady,
 * which cannot be set.
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

/* 0001-01-01 to 9999-12-31: the range of RFC 3339, which PostgreSQL can store. */
#define CLOCK_MIN (-INT64_C(62135596800000000))
#define CLOCK_MAX INT64_C(253402300799999999)

crt_time clock_now(void);
void clock_set(crt_time);		/* fixes the time from here on */
crt_time clock_steady(void);		/* monotonic; only differences have a meaning */
crt_time clock_awake(void);		/* the same, and it runs while the machine sleeps */

/* Reads RFC 3339 with any offset and 0 to 9 digits of a second (cut to 6), and PostgreSQL's
   form, "2026-11-22 09:41:07.5+00". */
bool clock_read(const char *text, crt_time *) MUSTUSE;

/* The same in nanoseconds since 1970, up to the year 2116. */
bool clock_read_nanos(const char *text, int64_t *) MUSTUSE;
#define CLOCK_NANOS_MAX ((INT64_C(1) << 62) - 1)

/* "2026-11-22T09:41:07Z", with milliseconds or microseconds only if they are not zero. */
const char *clock_print(crt_time, char buf[CLOCK_TEXT]);

/* Reads "15m", "1h", "2d", "90s", "1h30m": 0 to 3660 days. */
bool clock_read_duration(const char *text, crt_time *) MUSTUSE;

#endif
