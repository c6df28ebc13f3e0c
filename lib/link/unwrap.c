/* unwrap.c: undo what mail gateways and mail programs did to a text with a link. */
#include <string.h>
#include <strings.h>

#include "crypto/encode.h"
#include "link/unwrap.h"

/* The byte of two hex digits at s, if a text may contain it; else 0. */
static char
hex_byte_at(const char *s)
{
	int high = hex_digit(s[0]), low = high < 0 ? -1 : hex_digit(s[1]);
	int byte = low < 0 ? 0 : high * 16 + low;

	return byte >= ' ' && byte != 0x7f ? (char)byte : 0;
}

/* Decodes n bytes: sign and two hex digits are a byte, and blank stands for the character is. */
static void
unwrap_put_escaped(struct str *out, const char *s, size_t n, char sign, char blank, char is)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char byte = s[i] == sign && i + 2 < n ? hex_byte_at(s + i + 1) : 0;

		str_putc(out, byte ? byte : blank && s[i] == blank ? is : s[i]);
		i += byte ? 2 : 0;
	}
}

/* Decodes "=?utf-8?Q?...?=" (or B) at s into out and returns its length; 0: it is not one. */
static size_t
unwrap_put_word(struct str *out, const char *s)
{
	const char *kind = strchr(s + 2, '?'), *text, *end;
	char room[128];
	size_t got;

	if (kind == NULL || kind[1] == '\0' || kind[2] != '?')
		return 0;
	text = kind + 3;
	end = strstr(text, "?=");
	if (end == NULL)
		return 0;
	if ((kind[1] | 32) == 'q')
		unwrap_put_escaped(out, text, (size_t)(end - text), '=', '_', ' ');
	else if ((kind[1] | 32) == 'b'
	    && base64_read(text, (size_t)(end - text), room, sizeof room, &got))
		str_add(out, room, got);
	else
		return 0;
	return (size_t)(end + 2 - s);
}

/* White space between two encoded words is dropped (RFC 2047 6.2). */
static bool
unwrap_words(struct str *out, const char *text)
{
	bool found = false, behind = false;

	while (*text) {
		size_t blank = strspn(text, " \t\r\n");
		size_t n = strncmp(text + blank, "=?", 2) ? 0 : (size_t)1;
		size_t was = out->len;

		if (!behind || !n)
			str_add(out, text, blank);
		n = n ? unwrap_put_word(out, text + blank) : 0;
		if (n == 0 && behind && out->len == was)
			str_add(out, text, blank);
		behind = n > 0;
		found |= behind;
		text += blank + n;
		if (n == 0 && *text)
			str_putc(out, *text++);
	}
	return found;
}

/* Undoes Proofpoint's encoding of the last link. */
static bool
unwrap_proofpoint_v2(struct str *out, const char *text)
{
	const char *host = strstr(text, "urldefense"), *u, *start;
	size_t n;

	start = host ? strstr(host, "/v2/") : NULL;
	u = start ? strstr(start, "u=") : NULL;
	if (u == NULL)
		return false;
	u += 2;
	n = strcspn(u, "& \t\r\n>\"");
	str_add(out, text, (size_t)(host - text));
	unwrap_put_escaped(out, u, n, '-', '_', '/');
	str_puts(out, u + n);
	return true;
}

/* "/v3/__LINK__;...": v3 replaces some characters, but none that a token contains. */
static bool
unwrap_proofpoint_v3(struct str *out, const char *text)
{
	const char *start = strstr(text, "/v3/__"), *end = start ? strstr(start + 6, "__;") : NULL;

	if (end == NULL)
		return false;
	str_add(out, start + 6, (size_t)(end - start - 6));
	str_putc(out, ' ');
	str_puts(out, end + 3);
	return true;
}

static bool
unwrap_percent(struct str *out, const char *text)
{
	unwrap_put_escaped(out, text, strlen(text), '%', '\0', '\0');
	return out->len < strlen(text);
}

void
unwrap(struct str *out, const char *text)
{
	static bool (*const ways[])(struct str *, const char *) = { unwrap_words,
	    unwrap_proofpoint_v2, unwrap_proofpoint_v3, unwrap_percent };
	struct str next = STR_MAX(UNWRAP_MAX);
	int i;
	size_t way;

	str_cut(out, 0);
	str_puts(out, text);
	for (i = 0; i < UNWRAP_WRAPS; i++) {
		for (way = 0; way < COUNT(ways); way++) {
			str_cut(&next, 0);
			if (ways[way](&next, str_text(out)))
				break;
		}
		if (way == COUNT(ways))
			break;
		str_cut(out, 0);
		str_add(out, str_text(&next), next.len);
	}
	str_free(&next);
}
