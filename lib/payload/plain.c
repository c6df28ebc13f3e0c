/* plain.c: convert names with HTML to plain text. */
#include <stdlib.h>
#include <string.h>

#include "payload/build.h"
#include "payload/plain.h"

#define NAME_MAX_BYTES 8	/* longest entity name: thetasym */
#define NUMBER_MAX     7	/* digits of &#1114111; */
#define UNICODE_MAX    0x10ffff
#define TAG_MAX        1024	/* bytes; anything longer is text */

/* HTML 4.01, 24.2: the entities of U+00A0 to U+00FF, in order. */
static const char latin[][NAME_MAX_BYTES] = {
	"nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy",
	"ordf", "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute",
	"micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12",
	"frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
	"Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml",
	"ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
	"Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute",
	"acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc",
	"euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute",
	"ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml",
	"yacute", "thorn", "yuml",
};

/* The entities of 24.3 and 24.4 that occur in product names. */
static const struct {
	char name[NAME_MAX_BYTES];
	unsigned code;
} others[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	{ "trade", 0x2122 }, { "euro", 0x20ac }, { "bull", 0x2022 }, { "hellip", 0x2026 },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 },
	{ "sbquo", 0x201a }, { "ldquo", 0x201c }, { "rdquo", 0x201d }, { "bdquo", 0x201e },
	{ "lsaquo", 0x2039 }, { "rsaquo", 0x203a }, { "dagger", 0x2020 }, { "Dagger", 0x2021 },
	{ "permil", 0x2030 }, { "prime", 0x2032 }, { "Prime", 0x2033 }, { "minus", 0x2212 },
	{ "larr", 0x2190 }, { "uarr", 0x2191 }, { "rarr", 0x2192 }, { "darr", 0x2193 },
	{ "harr", 0x2194 }, { "infin", 0x221e }, { "asymp", 0x2248 }, { "ne", 0x2260 },
	{ "le", 0x2264 }, { "ge", 0x2265 }, { "radic", 0x221a }, { "OElig", 0x152 },
	{ "oelig", 0x153 }, { "Scaron", 0x160 }, { "scaron", 0x161 }, { "Yuml", 0x178 },
	{ "fnof", 0x192 }, { "circ", 0x2c6 }, { "tilde", 0x2dc }, { "ensp", 0x2002 },
	{ "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "hearts", 0x2665 }, { "alpha", 0x3b1 },
	{ "beta", 0x3b2 }, { "gamma", 0x3b3 }, { "delta", 0x3b4 }, { "lambda", 0x3bb },
	{ "mu", 0x3bc }, { "pi", 0x3c0 }, { "sigma", 0x3c3 }, { "omega", 0x3c9 },
	{ "Delta", 0x394 }, { "Sigma", 0x3a3 }, { "Omega", 0x3a9 },
};

static unsigned
plain_named(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < COUNT(latin); i++)
		if (strlen(latin[i]) == n && !memcmp(latin[i], name, n))
			return 0xa0 + (unsigned)i;
	for (i = 0; i < COUNT(others); i++)
		if (strlen(others[i].name) == n && !memcmp(others[i].name, name, n))
			return others[i].code;
	return 0;
}

static unsigned
plain_numbered(const char *text, size_t n)
{
	bool hex = n && (*text == 'x' || *text == 'X');
	unsigned long code;
	char digits[NUMBER_MAX + 1] = "", *end;

	text += hex;
	n -= hex;
	if (n == 0 || n > NUMBER_MAX || strspn(text, hex ? "0123456789abcdefABCDEF"
	    : "0123456789") < n)
		return 0;
	memcpy(digits, text, n);
	code = strtoul(digits, &end, hex ? 16 : 10);
	return code <= UNICODE_MAX && (code < 0xd800 || code > 0xdfff) ? (unsigned)code : 0;
}

static void
put_utf8(struct str *s, unsigned c)
{
	if (c < 0x80) {
		str_putc(s, (char)c);
		return;
	}
	if (c < 0x800)
		str_putc(s, (char)(0xc0 | c >> 6));
	else {
		if (c < 0x10000)
			str_putc(s, (char)(0xe0 | c >> 12));
		else {
			str_putc(s, (char)(0xf0 | c >> 18));
			str_putc(s, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		str_putc(s, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	str_putc(s, (char)(0x80 | (c & 0x3f)));
}

/* Length of the entity at "&"; 0: it is a plain "&". */
static size_t
plain_entity(struct str *s, const char *at)
{
	size_t n = strspn(at + 1, "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	unsigned c;

	if (n == 0 || n > NUMBER_MAX + 2 || at[1 + n] != ';')
		return 0;
	c = at[1] == '#' ? plain_numbered(at + 2, n - 1) : plain_named(at + 1, n);
	if (c == 0)
		return 0;
	put_utf8(s, c < 0x20 || (c >= 0x7f && c <= 0xa0) ? ' ' : c);
	return n + 2;
}

/* Length of the tag at "<"; 0: it is not a tag. */
static size_t
plain_tag(const char *at)
{
	const char *end = memchr(at, '>', strnlen(at, TAG_MAX));
	char c = at[1] == '/' ? at[2] : at[1];

	if (end == NULL || !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
		return 0;
	return (size_t)(end - at) + 1;
}

void
plain_text(struct str *s, const char *html)
{
	while (*html && !str_full(s)) {
		size_t n = *html == '&' ? plain_entity(s, html) : *html == '<' ? plain_tag(html) : 0;

		if (n == 0)
			str_putc(s, *html++);
		html += n;
	}
	while (s->len && s->data[s->len - 1] == ' ')
		str_cut(s, s->len - 1);
}

void
plain_set(json_t *map, const char *part, const char *member, const char *html)
{
	struct str s = STR_MAX(PLAIN_MAX);

	if (html)
		plain_text(&s, html);
	build_set_words(map, part, member, s.len || html == NULL ? str_text(&s) : html);
	str_free(&s);
}
