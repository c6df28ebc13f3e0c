/* clock.c: read the clock, and parse and print times. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define DURATION_MAX (3660 * CLOCK_DAY)
#define FRACTION_MAX 30			/* digits of a second's fraction; after the sixth they are cut */
#define NANOS 1000			/* of a microsecond */

static crt_time stopped;		/* 0: the real time */

static crt_time
read_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (crt_time)ts.tv_sec * CLOCK_SECOND + ts.tv_nsec / 1000;
}

crt_time
clock_now(void)
{
	return stopped ? stopped : read_clock(CLOCK_REALTIME);
}

void
clock_set(crt_time now)
{
	stopped = now;
}

crt_time
clock_steady(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

crt_time
clock_awake(void)
{
#ifdef CLOCK_BOOTTIME
	return read_clock(CLOCK_BOOTTIME);
#else
	return read_clock(CLOCK_MONOTONIC);
#endif
}

/* Reads exactly n digits at *s and moves past them. */
static bool
clock_digits(const char **s, int n, int *out)
{
	*out = 0;
	for (; n; n--, (*s)++) {
		if (!isdigit((unsigned char)**s))
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return true;
}

static bool
clock_one_of(const char **s, const char *set)
{
	if (**s == '\0' || strchr(set, **s) == NULL)
		return false;
	(*s)++;
	return true;
}

static bool
date_ok(const struct tm *tm)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y = tm->tm_year + 1900;
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return y >= 1 && tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday >= 1
	    && tm->tm_mday <= days[tm->tm_mon] + (leap && tm->tm_mon == 1)
	    && tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec <= 60;
}

static bool
clock_fraction(const char **s, crt_time *micros)
{
	crt_time unit = CLOCK_SECOND / 10;
	int n = 0;

	*micros = 0;
	if (**s != '.' && **s != ',')
		return true;
	for ((*s)++; isdigit((unsigned char)**s) && n < FRACTION_MAX; (*s)++, n++) {
		*micros += unit * (**s - '0');
		unit /= 10;
	}
	return n > 0;
}

static bool
clock_offset(const char **s, crt_time *out)
{
	int h, m, sign;

	*out = 0;
	if (clock_one_of(s, "Zz"))
		return true;
	sign = **s == '-' ? -1 : 1;
	if (!clock_one_of(s, "+-") || !clock_digits(s, 2, &h))
		return false;
	m = 0;
	if ((clock_one_of(s, ":") || **s) && !clock_digits(s, 2, &m))
		return false;
	if (h > 23 || m > 59)
		return false;
	*out = sign * (h * CLOCK_HOUR + m * CLOCK_MINUTE);
	return true;
}

bool
clock_read(const char *s, crt_time *out)
{
	struct tm tm = { 0 };
	crt_time micros, off;

	if (!clock_digits(&s, 4, &tm.tm_year) || !clock_one_of(&s, "-")
	    || !clock_digits(&s, 2, &tm.tm_mon) || !clock_one_of(&s, "-")
	    || !clock_digits(&s, 2, &tm.tm_mday) || !clock_one_of(&s, "Tt ")
	    || !clock_digits(&s, 2, &tm.tm_hour) || !clock_one_of(&s, ":")
	    || !clock_digits(&s, 2, &tm.tm_min) || !clock_one_of(&s, ":")
	    || !clock_digits(&s, 2, &tm.tm_sec) || !clock_fraction(&s, &micros)
	    || !clock_offset(&s, &off) || *s)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	if (!date_ok(&tm))
		return false;
	*out = (crt_time)timegm(&tm) * CLOCK_SECOND + micros - off;
	return *out >= CLOCK_MIN && *out <= CLOCK_MAX;
}

bool
clock_read_nanos(const char *s, int64_t *out)
{
	const char *fine = strpbrk(s, ".,");
	int64_t unit;
	crt_time t;
	int n = 0;

	if (!clock_read(s, &t) || t < 0 || t > CLOCK_NANOS_MAX / NANOS)
		return false;
	*out = t * NANOS;
	for (unit = NANOS / 10; fine && isdigit((unsigned char)*++fine);)
		if (++n > 6) {		/* clock_read has read the first six */
			*out += unit * (*fine - '0');
			unit /= 10;
		}
	return true;
}

const char *
clock_print(crt_time t, char buf[CLOCK_TEXT])
{
	crt_time micros = ((t % CLOCK_SECOND) + CLOCK_SECOND) % CLOCK_SECOND;
	time_t secs = (time_t)((t - micros) / CLOCK_SECOND);
	struct tm tm;
	size_t n;

	gmtime_r(&secs, &tm);
	n = (size_t)snprintf(buf, CLOCK_TEXT, "%04d", tm.tm_year + 1900);
	n += strftime(buf + n, CLOCK_TEXT - n, "-%m-%dT%H:%M:%S", &tm);
	if (micros % 1000)
		snprintf(buf + n, CLOCK_TEXT - n, ".%06dZ", (int)micros);
	else if (micros)
		snprintf(buf + n, CLOCK_TEXT - n, ".%03dZ", (int)(micros / 1000));
	else
		snprintf(buf + n, CLOCK_TEXT - n, "Z");
	return buf;
}

static crt_time
unit_of(char c)
{
	switch (c) {
	case 's': return CLOCK_SECOND;
	case 'm': return CLOCK_MINUTE;
	case 'h': return CLOCK_HOUR;
	case 'd': return CLOCK_DAY;
	case 'w': return 7 * CLOCK_DAY;
	default:  return 0;
	}
}

bool
clock_read_duration(const char *s, crt_time *out)
{
	crt_time total = 0;

	if (*s == '\0')
		return false;
	while (*s) {
		crt_time n = 0, unit;

		if (!isdigit((unsigned char)*s))
			return false;
		for (; isdigit((unsigned char)*s); s++)
			if ((n = n * 10 + (*s - '0')) > DURATION_MAX / CLOCK_SECOND)
				return false;
		unit = unit_of(*s++);
		if (unit == 0 || n > (DURATION_MAX - total) / unit)
			return false;
		total += n * unit;
	}
	*out = total;
	return true;
}
