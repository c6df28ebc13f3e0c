/* utf8.c: characters: counted, checked, made upper and lower case. */
#include <string.h>

#include "text/utf8.h"

size_t
utf8_chars(const char *s, size_t n)
{
	size_t i, chars = 0;

	for (i = 0; i < n; i++)
		chars += ((unsigned char)s[i] & 0xc0) != 0x80;
	return chars;
}

size_t
utf8_skip(const char *s, size_t n, size_t chars)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (((unsigned char)s[i] & 0xc0) != 0x80 && chars-- == 0)
			break;
	return i;
}

/* The character at s and its length; length 0 where there is none (RFC 3629). */
static size_t
utf8_decode(const unsigned char *s, size_t n, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t i, len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2
	    : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	if (len == 0 || len > n)
		return 0;
	*c = len == 1 ? s[0] : s[0] & (0xffu >> (len + 1));
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3fu);
	}
	return *c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000) ? 0 : len;
}

bool
utf8_ok(const char *s, size_t n, size_t *bad)
{
	uint32_t c;

	for (*bad = 0; *bad < n;) {
		size_t len = utf8_decode((const unsigned char *)s + *bad, n - *bad, &c);

		if (len == 0)
			return false;
		*bad += len;
	}
	return true;
}

static void
utf8_encode(struct str *to, uint32_t c)
{
	if (c < 0x80)
		str_putc(to, (char)c);
	else if (c < 0x800) {
		str_putc(to, (char)(0xc0 | c >> 6));
		str_putc(to, (char)(0x80 | (c & 0x3f)));
	} else {
		str_putc(to, (char)(0xe0 | c >> 12));
		str_putc(to, (char)(0x80 | (c >> 6 & 0x3f)));
		str_putc(to, (char)(0x80 | (c & 0x3f)));
	}
}

/*
 * Ranges of letters in two cases, from the Unicode Character Database: Latin,
 * Greek, Cyrillic, Armenian.  Pairs that alternate have step 0, upper case first
 * where from is upper.
 */
static const struct {
	uint32_t from, to;		/* of the upper case letters, or of all that alternate */
	int step;			/* from upper to lower; 0: they alternate */
} cases[] = {
	{ 'A', 'Z', 32 }, { 0xc0, 0xd6, 32 }, { 0xd8, 0xde, 32 },
	{ 0x100, 0x12f, 0 }, { 0x132, 0x137, 0 }, { 0x139, 0x148, 0 }, { 0x14a, 0x177, 0 },
	{ 0x178, 0x178, 0xff - 0x178 }, { 0x179, 0x17e, 0 }, { 0x1cd, 0x1dc, 0 },
	{ 0x1de, 0x1ef, 0 }, { 0x1f8, 0x21f, 0 }, { 0x222, 0x233, 0 },
	{ 0x386, 0x386, 38 }, { 0x388, 0x38a, 37 }, { 0x38c, 0x38c, 64 }, { 0x38e, 0x38f, 63 },
	{ 0x391, 0x3a1, 32 }, { 0x3a3, 0x3ab, 32 },
	{ 0x400, 0x40f, 80 }, { 0x410, 0x42f, 32 }, { 0x460, 0x481, 0 }, { 0x48a, 0x4bf, 0 },
	{ 0x4c1, 0x4ce, 0 }, { 0x4d0, 0x52f, 0 }, { 0x531, 0x556, 48 }, { 0x1e00, 0x1e95, 0 },
	{ 0x1ea0, 0x1eff, 0 },
};

static uint32_t
utf8_change_case(uint32_t c, bool up)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		uint32_t step = (uint32_t)cases[i].step, from = cases[i].from, to = cases[i].to;

		if (step == 0 && c >= from && c <= to) {
			uint32_t even = (c - from) & ~(uint32_t)1;

			return from + even + !up;
		}
		if (step && !up && c >= from && c <= to)
			return c + step;
		if (step && up && c - step >= from && c - step <= to)
			return c - step;
	}
	return c;
}

static void
utf8_convert(struct str *to, const char *s, size_t n, bool up)
{
	uint32_t c;
	size_t i, len;

	for (i = 0; i < n; i += len) {
		len = utf8_decode((const unsigned char *)s + i, n - i, &c);
		if (len == 0 || len == 4) {
			len += len == 0;
			str_add(to, s + i, len);
		} else if (up && c == 0xdf)	/* sharp s has no upper case of its own */
			str_add(to, "SS", 2);
		else
			utf8_encode(to, up && c == 0x3c2 ? 0x3a3 : utf8_change_case(c, up));
	}
}

void
utf8_upper(struct str *to, const char *s, size_t n)
{
	utf8_convert(to, s, n, true);
}

void
utf8_lower(struct str *to, const char *s, size_t n)
{
	utf8_convert(to, s, n, false);
}
