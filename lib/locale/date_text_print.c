/* date_text_print.c: dates by a format, as Ruby's strftime, with names by locale. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "locale/date_text.h"
#include "locale/number_text.h"
#include "text/utf8.h"

#define WIDTH_MAX 64			/* of one directive */
#define NEST_MAX  2			/* %c holds %e */

struct names {
	const char *locale;
	const char *months[12], *short_months[12], *days[7], *short_days[7], *forms[DATE_FORMS];
};
#include "locale_dates.h"

struct directive {
	char flag;			/* - 0 _ or 0: no padding, zeros, spaces, as usual */
	bool up, swap;			/* ^ # */
	int colons, width;
	char letter;
};

struct printing {
	struct str *to;
	const struct names *names;
	struct tm tm;
	crt_time at;
	int offset, micros;
};

static const struct names *
names_of(const char *locale)
{
	size_t i;
	int part;

	for (part = 0; locale && part < 2; part++)
		for (i = 0; i < COUNT(names); i++)
			if (number_locale_is(locale, names[i].locale, part))
				return &names[i];
	return &names[0];
}

const char *
date_form(const char *locale, enum date_form form)
{
	return names_of(locale)->forms[form];
}

static void
put_number(struct printing *p, const struct directive *d, long long x, int width, char pad)
{
	char digits[WIDTH_MAX + 24];
	int n;

	if (d->flag == '0' || d->flag == '_')
		pad = d->flag == '0' ? '0' : ' ';
	if (d->width)
		width = d->width;
	n = snprintf(digits, sizeof digits, "%lld", x < 0 ? -x : x);
	if (d->flag == '-')
		width = 0;
	if (x < 0 && pad == '0')
		str_putc(p->to, '-');
	for (width -= x < 0; width > n; width--)
		str_putc(p->to, pad);
	if (x < 0 && pad == ' ')
		str_putc(p->to, '-');
	str_add(p->to, digits, (size_t)n);
}

static void
put_name(struct printing *p, const struct directive *d, const char *name)
{
	int width = d->width - (int)utf8_chars(name, strlen(name));

	for (; width > 0 && d->flag != '-'; width--)
		str_putc(p->to, d->flag == '0' ? '0' : ' ');
	if (d->up || (d->swap && d->letter != 'p'))
		utf8_upper(p->to, name, strlen(name));
	else if (d->swap)
		utf8_lower(p->to, name, strlen(name));
	else
		str_puts(p->to, name);
}

/* Days of another year may count to week 1 or 53 of this one: ISO 8601. */
static void
iso_week(const struct tm *tm, int *year, int *week)
{
	int weekday = (tm->tm_wday + 6) % 7, y = tm->tm_year + 1900, last;

	*year = y;
	*week = (tm->tm_yday - weekday + 10) / 7;
	if (*week < 1)
		*year = --y;
	/* 53 weeks: the year ends on a Thursday, or did the day before and has a leap day */
	last = 52 + ((y + y / 4 - y / 100 + y / 400) % 7 == 4
	    || ((y - 1) + (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400) % 7 == 3);
	if (*week < 1)
		*week = last;
	else if (*week > last) {
		*week = 1;
		++*year;
	}
}

static void
put_zone(struct printing *p, const struct directive *d)
{
	int minutes = p->offset < 0 ? -p->offset : p->offset;

	str_printf(p->to, "%c%02d%s%02d", p->offset < 0 ? '-' : '+', minutes / 60,
	    d->colons ? ":" : "", minutes % 60);
	if (d->colons > 1)
		str_puts(p->to, ":00");
}

static void
put_fraction(struct printing *p, const struct directive *d)
{
	int width = d->width ? d->width : d->letter == 'L' ? 3 : 9, i, micros = p->micros;

	for (i = 0; i < width; i++) {
		str_putc(p->to, (char)('0' + micros / 100000));
		micros = micros % 100000 * 10;
	}
}

/* The directives that are numbers; false: it is none. */
static bool
date_text_numeric(struct printing *p, const struct directive *d)
{
	const struct tm *tm = &p->tm;
	int year, week;

	iso_week(tm, &year, &week);
	switch (d->letter) {
	case 'Y': put_number(p, d, tm->tm_year + 1900, 4, '0'); break;
	case 'C': put_number(p, d, (tm->tm_year + 1900) / 100, 2, '0'); break;
	case 'y': put_number(p, d, (tm->tm_year + 1900) % 100, 2, '0'); break;
	case 'm': put_number(p, d, tm->tm_mon + 1, 2, '0'); break;
	case 'd': put_number(p, d, tm->tm_mday, 2, '0'); break;
	case 'e': put_number(p, d, tm->tm_mday, 2, ' '); break;
	case 'j': put_number(p, d, tm->tm_yday + 1, 3, '0'); break;
	case 'H': put_number(p, d, tm->tm_hour, 2, '0'); break;
	case 'k': put_number(p, d, tm->tm_hour, 2, ' '); break;
	case 'I': put_number(p, d, (tm->tm_hour + 11) % 12 + 1, 2, '0'); break;
	case 'l': put_number(p, d, (tm->tm_hour + 11) % 12 + 1, 2, ' '); break;
	case 'M': put_number(p, d, tm->tm_min, 2, '0'); break;
	case 'S': put_number(p, d, tm->tm_sec, 2, '0'); break;
	case 's': put_number(p, d, (p->at - p->micros) / CLOCK_SECOND, 1, '0'); break;
	case 'u': put_number(p, d, (tm->tm_wday + 6) % 7 + 1, 1, '0'); break;
	case 'w': put_number(p, d, tm->tm_wday, 1, '0'); break;
	case 'G': put_number(p, d, year, 4, '0'); break;
	case 'g': put_number(p, d, year % 100, 2, '0'); break;
	case 'V': put_number(p, d, week, 2, '0'); break;
	case 'U': put_number(p, d, (tm->tm_yday + 7 - tm->tm_wday) / 7, 2, '0'); break;
	case 'W': put_number(p, d, (tm->tm_yday + 7 - (tm->tm_wday + 6) % 7) / 7, 2, '0'); break;
	default:  return false;
	}
	return true;
}

static const char *
date_text_combined(char letter)
{
	switch (letter) {
	case 'c': return "%a %b %e %H:%M:%S %Y";
	case 'D':
	case 'x': return "%m/%d/%y";
	case 'F': return "%Y-%m-%d";
	case 'T':
	case 'X': return "%H:%M:%S";
	case 'R': return "%H:%M";
	case 'r': return "%I:%M:%S %p";
	case 'v': return "%e-%^b-%Y";
	case '+': return "%a %b %e %H:%M:%S %Z %Y";
	default:  return NULL;
	}
}

/* The directives that are words or signs; false: it is none. */
static bool
date_text_verbal(struct printing *p, const struct directive *d)
{
	const struct tm *tm = &p->tm;

	switch (d->letter) {
	case 'B': put_name(p, d, p->names->months[tm->tm_mon]); break;
	case 'b':
	case 'h': put_name(p, d, p->names->short_months[tm->tm_mon]); break;
	case 'A': put_name(p, d, p->names->days[tm->tm_wday]); break;
	case 'a': put_name(p, d, p->names->short_days[tm->tm_wday]); break;
	case 'p': put_name(p, d, tm->tm_hour < 12 ? "AM" : "PM"); break;
	case 'P': put_name(p, d, tm->tm_hour < 12 ? "am" : "pm"); break;
	case 'Z': put_name(p, d, p->offset ? "" : "UTC"); break;
	case 'z': put_zone(p, d); break;
	case 'L':
	case 'N': put_fraction(p, d); break;
	case 'n': str_putc(p->to, '\n'); break;
	case 't': str_putc(p->to, '\t'); break;
	case '%': str_putc(p->to, '%'); break;
	default:  return false;
	}
	return true;
}

/* The directive behind a percent sign: its length, or 0. */
static size_t
read_directive(const char *s, size_t n, struct directive *d)
{
	size_t i;

	*d = (struct directive){ 0 };
	for (i = 0; i < n && strchr("-0_^#", s[i]) && s[i]; i++) {
		if (s[i] == '^')
			d->up = true;
		else if (s[i] == '#')
			d->swap = true;
		else
			d->flag = s[i];
	}
	for (; i < n && s[i] >= '0' && s[i] <= '9'; i++)
		if ((d->width = d->width * 10 + (s[i] - '0')) > WIDTH_MAX)
			d->width = WIDTH_MAX;
	for (; i < n && s[i] == ':'; i++)
		d->colons++;
	if (i == n)
		return 0;
	d->letter = s[i];
	return i + 1;
}

static void
date_text_format(struct printing *p, const char *fmt, size_t n, int depth)
{
	struct directive d;
	size_t i, len;

	for (i = 0; i < n; i++) {
		const char *more;

		len = fmt[i] == '%' ? read_directive(fmt + i + 1, n - i - 1, &d) : 0;
		more = len && depth < NEST_MAX ? date_text_combined(d.letter) : NULL;
		if (more)
			date_text_format(p, more, strlen(more), depth + 1);
		else if (len == 0 || (!date_text_numeric(p, &d) && !date_text_verbal(p,
		    &d)))
			str_add(p->to, fmt + i, len + 1);
		i += len;
	}
}

void
date_text_print(struct str *to, const struct date_text *date, const char *fmt, size_t n,
    const char *locale)
{
	struct printing p = { .to = to, .names = names_of(locale), .at = date->at,
	    .offset = date->offset };
	time_t local;

	p.micros = (int)((date->at % CLOCK_SECOND + CLOCK_SECOND) % CLOCK_SECOND);
	local = (time_t)((date->at - p.micros) / CLOCK_SECOND) + date->offset * 60;
	gmtime_r(&local, &p.tm);
	date_text_format(&p, fmt, n, 0);
}
