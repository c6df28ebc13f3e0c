/* words.c: write text of any script in header fields. */
#include <string.h>

#include <glib.h>

#include "mime/words.h"

#define LINE_MAX_BYTES 76	/* RFC 2047 2; less than the 78 of RFC 5322 */
#define FRAME 12		/* of =?UTF-8?Q? and ?= */
#define QUOTED_MAX 60		/* a longer name is written in encoded words */

static size_t
mime_words_column(const struct str *out)
{
	size_t n = out->len;

	while (n && out->data[n - 1] != '\n')
		n--;
	return out->len - n;
}

static void
mime_words_fold(struct str *out)
{
	while (out->len && out->data[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
	str_puts(out, "\r\n ");
}

/* Whether the byte needs no escape in a Q word of a phrase (RFC 2047 5, rule 3). */
static bool
mime_words_bare(char c)
{
	return g_ascii_isalnum(c) || (c && strchr("!*+-/", c));
}

static size_t
encoded_size_q(const char *s, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++)
		size += mime_words_bare(s[i]) || s[i] == ' ' ? 1 : 3;
	return size;
}

static size_t
encoded_size_b(const char *s UNUSED, size_t n)
{
	return (n + 2) / 3 * 4;
}

static void
put_q(struct str *out, const char *s, size_t n)
{
	str_puts(out, "=?UTF-8?Q?");
	for (size_t i = 0; i < n; i++) {
		if (s[i] == ' ')
			str_putc(out, '_');
		else if (mime_words_bare(s[i]))
			str_putc(out, s[i]);
		else
			str_printf(out, "=%02X", (unsigned char)s[i]);
	}
	str_puts(out, "?=");
}

static void
put_b(struct str *out, const char *s, size_t n)
{
	char *text = g_base64_encode((const guchar *)s, n);

	str_printf(out, "=?UTF-8?B?%s?=", text);
	g_free(text);
}

/* The number of bytes, in whole characters, that fit into a word of room bytes. */
static size_t
mime_words_fits(const char *s, size_t room, size_t (*size)(const char *, size_t))
{
	size_t n = 0;

	while (s[n]) {
		size_t next = n + (size_t)g_utf8_skip[(unsigned char)s[n]];

		if (FRAME + size(s, next) > room)
			break;
		n = next;
	}
	return n;
}

static void
put_encoded(struct str *out, const char *s)
{
	size_t all = strlen(s);
	bool quoted = encoded_size_q(s, all) <= encoded_size_b(s, all);
	size_t (*size)(const char *, size_t) = quoted ? encoded_size_q : encoded_size_b;

	while (*s) {
		size_t at = mime_words_column(out);
		size_t n = at < LINE_MAX_BYTES ? mime_words_fits(s, LINE_MAX_BYTES - at, size) : 0;

		if (n)
			(quoted ? put_q : put_b)(out, s, n);
		s += n;
		if (*s)
			mime_words_fold(out);
	}
}

/* Whether it is ASCII that survives folding at its spaces and does not look like an encoded
   word. */
static bool
mime_words_plain(const char *s)
{
	size_t word = 0;

	if (*s == ' ' || strstr(s, "=?"))
		return false;
	for (; *s; s++) {
		if (*s & 0x80 || (*s == ' ' && (s[1] == ' ' || s[1] == '\0')))
			return false;
		word = *s == ' ' ? 0 : word + 1;
		if (word > QUOTED_MAX)
			return false;
	}
	return true;
}

void
words_put_text(struct str *out, const char *s)
{
	if (!mime_words_plain(s)) {
		put_encoded(out, s);
		return;
	}
	while (*s) {
		size_t n = strcspn(s, " ");

		if (mime_words_column(out) + n > LINE_MAX_BYTES)
			mime_words_fold(out);
		str_add(out, s, n);
		s += n;
		if (*s)
			str_putc(out, *s++);
	}
}

static bool
mime_words_atoms(const char *s)
{
	for (; *s; s++)
		if (!g_ascii_isalnum(*s) && !strchr(" !#$%&'*+-/=?^_`{|}~", *s))
			return false;
	return true;
}

void
words_put_phrase(struct str *out, const char *name)
{
	size_t n = strlen(name);
	bool ascii = mime_words_plain(name) && n <= QUOTED_MAX;

	if (ascii && mime_words_atoms(name)) {
		str_add(out, name, n);
		return;
	}
	if (!ascii) {
		put_encoded(out, name);
		return;
	}
	str_putc(out, '"');
	for (; *name; name++) {
		if (*name == '"' || *name == '\\')
			str_putc(out, '\\');
		str_putc(out, *name);
	}
	str_putc(out, '"');
}

void
words_put_last(struct str *out, const char *word)
{
	if (mime_words_column(out) + 1 + strlen(word) > LINE_MAX_BYTES)
		mime_words_fold(out);
	else
		str_putc(out, ' ');
	str_puts(out, word);
}
