/* segments.c: the segments of text messages, at their limits. */
#include "base/str.h"
#include "tap.h"
#include "text/segments.h"

static const struct {
	const char *text;
	size_t times;
	bool smart, unicode;
	size_t n, units;
} all[] = {
	{ "", 1, false, false, 1, 0 }, { "a", 160, false, false, 1, 160 },
	{ "a", 161, false, false, 2, 161 }, { "a", 306, false, false, 2, 306 },
	{ "a", 307, false, false, 3, 307 }, { "\u00e9", 70, false, false, 1, 70 },
	{ "\u20ac", 80, false, false, 1, 160 }, { "\u20ac", 81, false, false, 2, 162 },
	/* an extended character is not divided: 76 of them fit in 153 septets */
	{ "\u20ac", 152, false, false, 2, 304 }, { "\u20ac", 153, false, false, 3, 306 },
	{ "[]{}\\^~|", 1, false, false, 1, 16 }, { "\u4e2d", 70, false, true, 1, 70 },
	{ "\u4e2d", 71, false, true, 2, 71 }, { "\u4e2d", 134, false, true, 2, 134 },
	{ "\u4e2d", 135, false, true, 3, 135 }, { "\U0001f600", 35, false, true, 1, 70 },
	{ "\U0001f600", 36, false, true, 2, 72 }, { "\U0001f600", 66, false, true, 2, 132 },
	{ "\U0001f600", 67, false, true, 3, 134 },
	{ "\U0001f469\u200d\U0001f469\u200d\U0001f467", 9, false, true, 2, 72 },
	{ "\U0001f1e9\U0001f1ea", 17, false, true, 1, 68 },
	{ "\U0001f1e9\U0001f1ea", 33, false, true, 3, 132 },
	{ "\u201c", 1, false, true, 1, 1 }, { "\u201c", 160, true, false, 1, 160 },
	{ "\u2026", 54, true, false, 2, 162 }, { "\u00a0", 1, false, true, 1, 1 },
	{ "\u00a0", 1, true, false, 1, 2 }, { "`", 1, false, true, 1, 1 },
	{ "`", 1, true, false, 1, 1 },
	{ "\u00e7", 1, false, true, 1, 1 }, { "\u00e7", 1, true, true, 1, 1 },
	{ "\r\n", 80, false, false, 1, 160 }, { "\u00e9\u4e2d", 1, true, true, 1, 2 },
};

int
main(void)
{
	size_t i, k;

	for (i = 0; i < COUNT(all); i++) {
		struct str text = STR_MAX(65536);
		struct segments s;

		for (k = 0; k < all[i].times; k++)
			str_puts(&text, all[i].text);
		s = segments_of(str_text(&text), text.len, all[i].smart);
		if (!tap_ok(s.n == all[i].n && s.units == all[i].units && s.unicode == all[i].unicode,
		    all[i].text))
			printf("# %zu times: %zu segments, %zu units, unicode %d\n", all[i].times, s.n, s.units,
			    s.unicode);
		str_free(&text);
	}
	return tap_done();
}
