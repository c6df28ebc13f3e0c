/* segments.c: count the segments of a text message. */
#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <unistr.h>

#include "base/str.h"
#include "text/segments.h"

#define SEPTETS_ALONE 160
#define SEPTETS_EACH 153
#define UNITS_ALONE 70
#define UNITS_EACH 67
#define SMART_MAX ((size_t)64 * 1024)	/* bytes of a text after its encoding */

struct septet_row {
	uint32_t point;
	size_t septets;
};

struct smart_row {
	uint32_t point;
	const char *text;
};

#include "gsm7.h"

/* Rows of both kinds begin with their point. */
static int
point_compare(const void *point, const void *row)
{
	uint32_t a = *(const uint32_t *)point, b = *(const uint32_t *)row;

	return a < b ? -1 : a > b;
}

static size_t
segments_point(uint32_t *point, const char *text, size_t n)
{
	ucs4_t read;
	int length = u8_mbtouc(&read, (const uint8_t *)text, n);

	*point = read;
	return (size_t)length;
}

static void
segments_encode(const char *text, size_t n, struct str *out)
{
	uint32_t point;
	size_t i, length;

	for (i = 0; i < n; i += length) {
		const struct smart_row *row;

		length = segments_point(&point, text + i, n - i);
		row = bsearch(&point, smart_rows, COUNT(smart_rows), sizeof *smart_rows, point_compare);
		if (row)
			str_puts(out, row->text);
		else
			str_add(out, text + i, length);
	}
}

/* Adds a piece that may not be divided. */
static void
segments_add(struct segments *s, size_t *used, size_t piece, size_t each)
{
	if (*used + piece > each) {
		s->n++;
		*used = 0;
	}
	*used += piece;
	s->units += piece;
}

/* The septets of a character, 0 if it is not in the alphabet. */
static size_t
segments_septets(uint32_t point)
{
	const struct septet_row *row = bsearch(&point, septet_rows, COUNT(septet_rows),
	    sizeof *septet_rows, point_compare);

	return row ? row->septets : 0;
}

static void
segments_alphabet(struct segments *s, const char *text, size_t n)
{
	uint32_t point;
	size_t i, length;

	s->first = n;
	for (i = 0; i < n; i += length) {
		length = segments_point(&point, text + i, n - i);
		s->chars++;
		if (!s->unicode && segments_septets(point) == 0) {
			s->unicode = true;
			s->first = i;
		}
	}
}

static void
segments_gsm(struct segments *s, const char *text, size_t n, size_t each)
{
	size_t i, length, used = 0;
	uint32_t point;

	s->n = 1;
	s->units = 0;
	for (i = 0; i < n; i += length) {
		length = segments_point(&point, text + i, n - i);
		segments_add(s, &used, segments_septets(point), each);
	}
}

static bool
segments_is_flag(const uint8_t *at, const uint8_t *end)
{
	uint32_t point = 0;

	if (at < end)
		segments_point(&point, (const char *)at, (size_t)(end - at));
	return point >= 0x1f1e6 && point <= 0x1f1ff;
}

/* The end of a character. libunistring does not join the two letters of a flag. */
static const uint8_t *
segments_next(const uint8_t *at, const uint8_t *end)
{
	const uint8_t *next = u8_grapheme_next(at, end);

	if (next && segments_is_flag(at, end) && segments_is_flag(next, end))
		next = u8_grapheme_next(next, end);
	return next ? next : end;
}

/* A character of several code points, such as an emoji with a skin tone, is not divided. */
static void
segments_ucs2(struct segments *s, const char *text, size_t n, size_t each)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + n, *next;
	size_t used = 0, units;
	uint32_t point;

	s->n = 1;
	s->units = 0;
	for (; at < end; at = next) {
		const uint8_t *p;

		next = segments_next(at, end);
		if (next - at == 2 && at[0] == '\r')
			next = at + 1;
		for (units = 0, p = at; p < next; ) {
			p += segments_point(&point, (const char *)p, (size_t)(next - p));
			units += point > 0xffff ? 2 : 1;
		}
		segments_add(s, &used, units, each);
	}
}

/* A text that does not fit in one segment has shorter ones. */
static void
segments_fill(struct segments *s, const char *text, size_t n,
    void (*count)(struct segments *, const char *, size_t, size_t), size_t alone, size_t each)
{
	count(s, text, n, alone);
	s->units_max = alone;
	if (s->n == 1)
		return;
	count(s, text, n, each);
	s->units_max = s->n * each;
}

struct segments
segments_of(const char *text, size_t n, bool smart)
{
	struct str encoded = STR_MAX(SMART_MAX);
	struct segments s = { .n = 1 };

	if (smart) {
		segments_encode(text, n, &encoded);
		text = str_text(&encoded);
		n = encoded.len;
	}
	segments_alphabet(&s, text, n);
	if (s.unicode)
		segments_fill(&s, text, n, segments_ucs2, UNITS_ALONE, UNITS_EACH);
	else
		segments_fill(&s, text, n, segments_gsm, SEPTETS_ALONE, SEPTETS_EACH);
	str_free(&encoded);
	return s;
}
