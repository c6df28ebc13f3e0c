/* date_text.c: dates as people write them, read. */
#include <string.h>
#include <strings.h>

#include "locale/date_text.h"

#define DATE_TEXT_MAX 64		/* bytes of what may be a date */

struct reading {
	const char *p;
	int64_t year, month, day, hour, minute, second;
	crt_time micros;
	int offset;
	bool has_date, has_time, has_zone;
};

static bool
date_text_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
date_text_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Up to 9 digits at p, which moves past them; how many. */
static int
date_text_number(const char **p, int64_t *out)
{
	int n;

	*out = 0;
	for (n = 0; date_text_digit(**p) && n < 9; n++)
		*out = *out * 10 + (*(*p)++ - '0');
	return n;
}

/* The word at p among names, by its first three letters; 0: none. */
static int
date_text_word(const char **p, const char *names, int count)
{
	size_t n = 0;
	int i;

	while (date_text_letter((*p)[n]))
		n++;
	if (n < 3)
		return 0;
	for (i = 0; i < count; i++)
		if (!strncasecmp(*p, names + 3 * i, 3)) {
			*p += n;
			return i + 1;
		}
	return 0;
}

/* 15:04, 15:04:05.678, 3:04 pm: hour has been read. */
static bool
clock_time(struct reading *d, int64_t hour)
{
	crt_time unit = CLOCK_SECOND / 10;

	d->hour = hour;
	d->p++;
	if (date_text_number(&d->p, &d->minute) != 2)
		return false;
	if (*d->p == ':' && (d->p++, date_text_number(&d->p, &d->second) != 2))
		return false;
	if (*d->p == '.' && date_text_digit(d->p[1]))
		for (d->p++; date_text_digit(*d->p); d->p++, unit /= 10)
			d->micros += unit * (*d->p - '0');
	while (*d->p == ' ')
		d->p++;
	if (((*d->p | 32) == 'a' || (*d->p | 32) == 'p') && (d->p[1] | 32) == 'm'
	    && !date_text_letter(d->p[2])) {
		d->hour = d->hour % 12 + ((*d->p | 32) == 'p' ? 12 : 0);
		d->p += 2;
	}
	d->has_time = true;
	return true;
}

/* 2026-11-22 or 2026/11/22: the year has been read. */
static bool
numeric_date(struct reading *d, int64_t year)
{
	char mark = *d->p++;

	d->year = year;
	if (!date_text_number(&d->p, &d->month) || *d->p++ != mark
	    || !date_text_number(&d->p, &d->day))
		return false;
	if ((*d->p | 32) == 't' && date_text_digit(d->p[1]))
		d->p++;
	d->has_date = true;
	return true;
}

static bool
date_text_zone(struct reading *d)
{
	int64_t h, m = 0;
	int sign = *d->p == '-' ? -1 : 1, n;

	d->has_zone = true;
	if ((*d->p | 32) == 'z' && !date_text_letter(d->p[1])) {
		d->p++;
		return true;
	}
	if (!strncasecmp(d->p, "utc", 3) || !strncasecmp(d->p, "gmt", 3)) {
		d->p += 3;
		return true;
	}
	if (*d->p != '+' && *d->p != '-')
		return false;
	d->p++;
	n = date_text_number(&d->p, &h);
	if (n == 4) {
		m = h % 100;
		h /= 100;
	} else if (n != 2 || (*d->p == ':' && (d->p++, date_text_number(&d->p, &m) != 2)))
		return false;
	d->offset = sign * (int)(h * 60 + m);
	return h < 24 && m < 60;
}

/* A number that is a day, a year, or starts a time or a date. */
static bool
date_text_figure(struct reading *d)
{
	int64_t x;
	int n = date_text_number(&d->p, &x);

	if (n <= 2 && *d->p == ':' && !d->has_time)
		return clock_time(d, x);
	if (n == 4 && (*d->p == '-' || *d->p == '/') && !d->has_date)
		return numeric_date(d, x);
	if (n <= 2 && date_text_letter(*d->p) && date_text_letter(d->p[1])
	    && !date_text_letter(d->p[2]))
		d->p += 2;		/* 1st, 2nd */
	if (n <= 2 && d->day == 0)
		d->day = x;
	else if (n == 4 && d->year == 0)
		d->year = x;
	else
		return false;
	return true;
}

static bool
date_text_piece(struct reading *d)
{
	int month;

	if (strchr(" ,.\t", *d->p)) {
		d->p++;
		return true;
	}
	if (date_text_digit(*d->p))
		return date_text_figure(d);
	if (d->has_time && !d->has_zone && date_text_zone(d))
		return true;
	month = date_text_word(&d->p, "janfebmaraprmayjunjulaugsepoctnovdec", 12);
	if (month && d->month == 0) {
		d->month = month;
		if (*d->p == '-' && date_text_digit(d->p[1]))
			d->p++;
		return true;
	}
	return month == 0 && date_text_word(&d->p, "montuewedthufrisatsun", 7) > 0;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t
date_text_days(int64_t y, int64_t m, int64_t d)
{
	int64_t era;

	y -= m <= 2;
	era = y / 400;
	y -= era * 400;
	return era * 146097 + y * 365 + y / 4 - y / 100 + (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5
	    + d - 1 - 719468;
}

static bool
date_text_sound(const struct reading *d)
{
	static const char last[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (d->year % 4 == 0 && d->year % 100 != 0) || d->year % 400 == 0;

	return d->year >= 1 && d->month >= 1 && d->month <= 12 && d->day >= 1
	    && d->day <= last[d->month - 1] + (leap && d->month == 2)
	    && d->hour < 24 && d->minute < 60 && d->second <= 60;
}

bool
date_text_read(const char *s, size_t n, struct date_text *out)
{
	char copy[DATE_TEXT_MAX + 1];
	struct reading d = { .p = copy };

	if (n > DATE_TEXT_MAX)
		return false;
	memcpy(copy, s, n);
	copy[n] = '\0';
	if (strlen(copy) != n)
		return false;
	while (*d.p)
		if (!date_text_piece(&d))
			return false;
	if (d.day == 0 && d.month && d.year)
		d.day = 1;
	if (!date_text_sound(&d))
		return false;
	out->offset = d.offset;
	out->zoned = d.has_zone;
	out->at = (date_text_days(d.year, d.month, d.day) * 86400 + d.hour * 3600 + d.minute * 60
	    + d.second) * CLOCK_SECOND + d.micros - d.offset * CLOCK_MINUTE;
	return true;
}
