/* value_scan.c: scan a text for its strings and numbers. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json/value_mend.h"

/* A quote is looked for again only behind an escaped one, so that escapes cost no second pass. */
const char *
value_string_end(const char *p, const char *end)
{
	const char *quote = NULL, *escape;

	while (p < end) {
		if (quote == NULL || quote < p)
			quote = memchr(p, '"', (size_t)(end - p));
		if (quote == NULL)
			return end;
		if ((escape = memchr(p, '\\', (size_t)(quote - p))) == NULL)
			return quote;
		p = escape + 2;
	}
	return end;
}

/* The length of the RFC 8259 number at s; 0: none. */
static size_t
value_scan_number(const char *s, const char *end)
{
	const char *p = s;
	const char *part;

	if (p < end && *p == '-')
		p++;
	part = p;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	if (p == part || (p - part > 1 && *part == '0'))
		return 0;
	if (p < end && *p == '.') {
		for (part = ++p; p < end && *p >= '0' && *p <= '9'; p++)
			;
		if (p == part)
			return 0;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		for (part = p; p < end && *p >= '0' && *p <= '9'; p++)
			;
		if (p == part)
			return 0;
	}
	return (size_t)(p - s);
}

/* Whether a number of C can hold it. */
static bool
value_scan_fits(const char *s, size_t n)
{
	char text[VALUE_NUMBER_MAX + 1];

	if (n > VALUE_NUMBER_MAX)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	errno = 0;
	if (strpbrk(text, ".eE"))
		return !isinf(strtod(text, NULL));
	(void)strtoll(text, NULL, 10);
	return errno == 0;
}

void
value_quote_numbers(struct str *out, const char *s, size_t len, bool all)
{
	const char *end = s + len, *from = s;
	size_t n;

	str_room(out, len + len / 8);
	while (s < end) {
		if (*s == '"') {
			s = value_string_end(s + 1, end);
			s += s < end;
		} else if ((n = value_scan_number(s, end)) > 0 && (all || !value_scan_fits(s, n))) {
			str_add(out, from, (size_t)(s - from));
			str_putc(out, '"');
			str_add(out, s, n);
			str_putc(out, '"');
			from = s += n;
		} else
			s += n ? n : 1;
	}
	str_add(out, from, (size_t)(s - from));
}
