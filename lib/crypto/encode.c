/* encode.c: write and read bytes as hexadecimal and base64. */
#include <string.h>

#include "crypto/encode.h"

static const char hex[] = "0123456789abcdef";
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
hex_write(struct str *s, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	size_t i;

	for (i = 0; i < n && !str_full(s); i++) {
		str_putc(s, hex[b[i] >> 4]);
		str_putc(s, hex[b[i] & 15]);
	}
}

static void
encode_write64(struct str *s, const unsigned char *b, size_t n, const char *digits, bool pad)
{
	size_t i, k, have;
	uint32_t v;

	for (i = 0; i < n && !str_full(s); i += 3) {
		have = n - i < 3 ? n - i : 3;
		v = (uint32_t)b[i] << 16;
		if (have > 1)
			v |= (uint32_t)b[i + 1] << 8;
		if (have > 2)
			v |= b[i + 2];
		for (k = 0; k <= have; k++)
			str_putc(s, digits[v >> (18 - 6 * k) & 63]);
		for (; pad && k < 4; k++)
			str_putc(s, '=');
	}
}

void
base64_write(struct str *s, const void *bytes, size_t n)
{
	encode_write64(s, bytes, n, plain, true);
}

void
base64url_write(struct str *s, const void *bytes, size_t n)
{
	encode_write64(s, bytes, n, safe, false);
}

void
percent_write(struct str *s, const char *text, size_t n)
{
	static const char digit[] = "0123456789ABCDEF";
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
		    || (c && strchr("-._~", c))) {
			str_putc(s, (char)c);
			continue;
		}
		str_add(s, (char[]){ '%', digit[c >> 4], digit[c & 15] }, 3);
	}
}

int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
hex_read(const char *text, size_t len, void *out, size_t max, size_t *got)
{
	unsigned char *o = out;
	size_t i;
	int a, b;

	*got = 0;
	if (len % 2 || len / 2 > max)
		return false;
	for (i = 0; i < len; i += 2) {
		a = hex_digit(text[i]);
		b = hex_digit(text[i + 1]);
		if (a < 0 || b < 0)
			return false;
		o[i / 2] = (unsigned char)(a << 4 | b);
	}
	*got = len / 2;
	return true;
}

static int
encode_digit(char c, const char *digits)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == digits[62] ? 62 : c == digits[63] ? 63 : -1;
}

/* len is without padding. */
static bool
encode_read64(const char *text, size_t len, unsigned char *o, size_t max, size_t *got,
    const char *digits)
{
	uint32_t v = 0;
	size_t i, n = 0;
	int d, bits = 0;

	if (len % 4 == 1 || len / 4 * 3 + (len % 4 ? len % 4 - 1 : 0) > max)
		return false;
	for (i = 0; i < len; i++) {
		d = encode_digit(text[i], digits);
		if (d < 0)
			return false;
		v = (v << 6 | (uint32_t)d) & 0xffffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			o[n++] = (unsigned char)(v >> bits & 255);
		}
	}
	if (v & ((1U << bits) - 1))
		return false;
	*got = n;
	return true;
}

bool
base64_read(const char *text, size_t len, void *out, size_t max, size_t *got)
{
	size_t pad = 0;

	*got = 0;
	if (len % 4)
		return false;
	while (pad < 2 && pad < len && text[len - 1 - pad] == '=')
		pad++;
	return encode_read64(text, len - pad, out, max, got, plain);
}

bool
base64url_read(const char *text, size_t len, void *out, size_t max, size_t *got)
{
	*got = 0;
	return encode_read64(text, len, out, max, got, safe);
}
