/* quoted.c: encode text as quoted-printable, in runs of bytes. */
#include <string.h>

#include "mime/quoted.h"

#define LINE_MAX_BYTES 76

enum { ESCAPED, ITSELF, LINE_END, BLANK = ITSELF | 4 };

/* The kind of each byte; bytes from 0x80 on are escaped. */
static const unsigned char kind[256] = {
	[' '] = BLANK, ['\t'] = BLANK, ['\r'] = LINE_END, ['\n'] = LINE_END,
#define R(c) [c] = ITSELF, [(c) + 1] = ITSELF, [(c) + 2] = ITSELF, [(c) + 3] = ITSELF
	R('!'), R('%'), R(')'), R('-'), R('1'), R('5'), R('9'), ['>'] = ITSELF,
	R('?'), R('C'), R('G'), R('K'), R('O'), R('S'), R('W'), R('['), R('_'),
	R('c'), R('g'), R('k'), R('o'), R('s'), R('w'), R('{')
#undef R
};

static int
quoted_kind_of(char c)
{
	return kind[(unsigned char)c];
}

static bool
at_line_end(const char *s, const char *end)
{
	return s == end || quoted_kind_of(*s) == LINE_END;
}

/* The number of bytes from s on, within the line, that need no escape. A blank at the line's end
   needs one. */
static size_t
quoted_run(const char *s, const char *end)
{
	size_t n = 0, max = (size_t)(end - s) < LINE_MAX_BYTES ? (size_t)(end - s) : LINE_MAX_BYTES;

	while (n < max && quoted_kind_of(s[n]) & ITSELF)
		n++;
	return n - (n && quoted_kind_of(s[n - 1]) == BLANK && at_line_end(s + n, end));
}

static void
quoted_put_escaped(struct str *out, char c)
{
	static const char hex[] = "0123456789ABCDEF";
	const unsigned char u = (unsigned char)c;

	str_add(out, (const char[]){ '=', hex[u >> 4], hex[u & 15] }, 3);
}

/* Encodes up to the line's end. The last column is for the "=" of a soft break, unless the line
   ends there. */
static const char *
put_line(struct str *out, const char *s, const char *end, size_t *high)
{
	size_t column = 0;

	while (!at_line_end(s, end)) {
		size_t n = quoted_run(s, end), size = n ? n : 3, took = n ? n : 1;
		size_t room = LINE_MAX_BYTES - column - !at_line_end(s + took, end);
		bool fits = size <= room;

		if (!fits)
			took = n ? LINE_MAX_BYTES - 1 - column : 0;
		if (n)
			str_add(out, s, took);
		else if (fits)
			quoted_put_escaped(out, *s);
		*high += n == 0 && fits && *s & 0x80;
		s += took;
		column += size;
		if (!fits) {
			str_puts(out, "=\r\n");
			column = 0;
		}
	}
	return s;
}

size_t
quoted_put(struct str *out, const char *s, size_t n)
{
	const char *end = s + n;
	size_t high = 0;

	while (s < end) {
		s = put_line(out, s, end, &high);
		str_puts(out, "\r\n");
		if (s < end)
			s += *s == '\r' && s + 1 < end && s[1] == '\n' ? 2 : 1;
	}
	return high;
}
