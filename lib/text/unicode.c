/* unicode.c: normalize Unicode text and convert domains to A-labels. */
#include <idn2.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "text/unicode.h"

#define FULL_WIDTH_FIRST 0xff01		/* ! */
#define FULL_WIDTH_LAST  0xff5e		/* ~ */
#define FULL_WIDTH_OFF   (FULL_WIDTH_FIRST - '!')
#define C1_FIRST 0x80
#define C1_LAST  0x9f
#define ZWNJ 0x200c
#define ZWJ  0x200d
#define KANA_BAR 0x30fc			/* typed as a dash on Japanese keyboards */
#define KANA_BAR_HALF 0xff70

bool
unicode_ascii(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

bool
unicode_ok(const char *text, size_t n)
{
	const uint8_t *s = (const uint8_t *)text;
	size_t i;
	ucs4_t c;
	int len;

	for (i = 0; i < n; i += (size_t)len) {
		len = u8_mbtoucr(&c, s + i, n - i);
		if (len <= 0 || c == 0 || (c >= C1_FIRST && c <= C1_LAST))
			return false;
	}
	return true;
}

size_t
unicode_length(const char *s, size_t n)
{
	ucs4_t c;
	int len = u8_mbtoucr(&c, (const uint8_t *)s, n);

	return len > 0 ? (size_t)len : 0;
}

size_t
unicode_put(uint32_t c, char out[UNICODE_BYTES])
{
	int n = u8_uctomb((uint8_t *)out, c, UNICODE_BYTES);

	return n > 0 ? (size_t)n : 0;
}

/* Copies to out with a NUL and frees the library's buffer; false if it does not fit. */
static bool
unicode_keep(uint8_t *made, size_t n, char out[], size_t max)
{
	bool fits = made && n < max && memchr(made, '\0', n) == NULL;

	if (fits) {
		memcpy(out, made, n);
		out[n] = '\0';
	}
	free(made);
	return fits;
}

/* Joiners shape letters in some scripts, so they are kept after a letter of such a script. */
static bool
unicode_unseen(ucs4_t c, ucs4_t before)
{
	if (c == ZWNJ || c == ZWJ)
		return before < 0x80;
	return c >= 0x80 && (uc_is_property_default_ignorable_code_point(c)
	    || uc_is_general_category(c, UC_FORMAT));
}

static ucs4_t
unicode_folded(ucs4_t c)
{
	if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST)
		return c - FULL_WIDTH_OFF;
	return c >= 0x80 && uc_is_general_category(c, UC_SPACE_SEPARATOR) ? ' ' : c;
}

static ucs4_t
as_number(ucs4_t c)
{
	int digit = uc_decimal_value(c);

	c = unicode_folded(c);
	if (digit >= 0)
		return (ucs4_t)('0' + digit);
	return uc_is_property_dash(c) || c == KANA_BAR || c == KANA_BAR_HALF ? '-' : c;
}

/* Maps each visible code point with one, and composes to NFC. out may be text, because one never
   gives more bytes than it takes. */
static bool
unicode_mapped(const char *text, size_t n, ucs4_t (*one)(ucs4_t), char out[], size_t max)
{
	const uint8_t *s = (const uint8_t *)text;
	size_t i, used = 0, made = 0;
	ucs4_t c, before = 0;
	uint8_t *composed;
	int len, put;

	if (!unicode_ok(text, n))
		return false;
	for (i = 0; i < n; i += (size_t)len) {
		len = u8_mbtoucr(&c, s + i, n - i);
		if (unicode_unseen(c, before))
			continue;
		put = u8_uctomb((uint8_t *)out + used, one(c), (ptrdiff_t)(max - used));
		if (put <= 0)
			return false;
		used += (size_t)put;
		before = c;
	}
	composed = u8_normalize(UNINORM_NFC, (uint8_t *)out, used, NULL, &made);
	return unicode_keep(composed, made, out, max);
}

bool
unicode_fold(const char *s, size_t n, char out[], size_t max)
{
	return unicode_mapped(s, n, unicode_folded, out, max);
}

bool
unicode_number(const char *s, size_t n, char out[], size_t max)
{
	return unicode_mapped(s, n, as_number, out, max);
}

bool
unicode_caseless(const char *s, size_t n, char out[], size_t max)
{
	size_t made = 0;
	uint8_t *low = u8_casefold((const uint8_t *)s, n, NULL, UNINORM_NFC, NULL, &made);

	return unicode_keep(low, made, out, max);
}

/* Letters and digits of a word stay; an accent and an apostrophe are left out; anything else ends
   the word. */
static size_t
unicode_word(ucs4_t c, char *out, size_t used)
{
	static const ucs4_t apostrophes[] = { '\'', 0x2019, 0x02bc, 0xff07 };
	size_t i;

	for (i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++)
		if (c == apostrophes[i])
			return used;
	if (unicode_unseen(c, 0) || uc_is_general_category(c, UC_MARK))
		return used;
	if (uc_is_property_alphabetic(c) || uc_decimal_value(c) >= 0)
		return used + unicode_put(c, out + used);
	if (used && out[used - 1] != ' ')
		out[used++] = ' ';
	return used;
}

bool
unicode_words(const char *text, size_t n, char out[], size_t max)
{
	size_t i, used = 0, made = 0;
	uint8_t *s = NULL, *upper = NULL;
	bool ok = unicode_ok(text, n);
	ucs4_t c;
	int len;

	if (ok)
		s = u8_normalize(UNINORM_NFKD, (const uint8_t *)text, n, NULL, &made);
	for (i = 0; s && i < made && used + UNICODE_BYTES < max; i += (size_t)len) {
		len = u8_mbtouc(&c, s + i, made - i);
		used = unicode_word(c, out, used);
	}
	ok = s && i >= made;
	used -= used && out[used - 1] == ' ';
	if (ok)
		upper = u8_toupper((uint8_t *)out, used, NULL, NULL, NULL, &made);
	free(s);
	return ok && unicode_keep(upper, made, out, max);
}

bool
unicode_domain(const char *domain, char out[], size_t max)
{
	uint8_t *made = NULL;

	if (idn2_lookup_u8((const uint8_t *)domain, &made,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return false;
	return unicode_keep(made, strlen((char *)made), out, max);
}
