/* show.c: make text safe for a terminal. */
#include <string.h>
#include <unistd.h>

#include "base/show.h"

#define SHOW_BYTES_MAX ((size_t)64 * 1024 * 1024)

size_t
show_code(const char *s, size_t n, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = (unsigned char)*s;
	size_t want = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4, i;

	*code = first < 0x80 ? first : first & (0xffU >> (want + 1));
	if (want == 0 || want > n || first > 0xf4)
		return 0;
	for (i = 1; i < want; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | ((unsigned char)s[i] & 0x3f);
	}
	return *code >= least[want] && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff)
	    ? want : 0;
}

bool
show_steers(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200b && c <= 0x200f)
	    || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static void
show_text(struct str *out, const char *s, size_t n, bool lines)
{
	const char *end = s + n;
	uint32_t c;

	for (; s < end; s += n ? n : 1) {
		n = show_code(s, (size_t)(end - s), &c);
		if (n && (*s == '\n' || *s == '\t' || *s == '\r'))
			str_putc(out, lines && *s != '\r' ? *s : ' ');
		else if (n == 0 || show_steers(c))
			str_puts(out, SHOW_REPLACEMENT);
		else
			str_add(out, s, n);
	}
}

void
show_line(struct str *out, const char *s, size_t n)
{
	show_text(out, s, n, false);
}

void
show_print(FILE *f, const char *s, size_t n)
{
	struct str shown = STR_MAX(SHOW_BYTES_MAX);

	if (!isatty(fileno(f))) {
		fwrite(s, 1, n, f);
		return;
	}
	show_text(&shown, s, n, true);
	fwrite(str_text(&shown), 1, shown.len, f);
	str_free(&shown);
}
