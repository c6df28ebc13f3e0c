/* shop_quote.c: quote a text of a shop in a log, without what must not be there. */
#include <ctype.h>
#include <string.h>

#include "platform/shop.h"

#define SHOP_MASK "***"
#define SECRET_LENGTH 20

static bool
shop_is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Keys and tokens are long, and mix letters and digits; those of WooCommerce may be shorter. */
static bool
shop_is_secret(const char *s, size_t n)
{
	bool digit = false, letter = false;
	size_t i;

	for (i = 0; i < n; i++) {
		digit |= isdigit((unsigned char)s[i]) != 0;
		letter |= isalpha((unsigned char)s[i]) != 0;
	}
	return (n >= SECRET_LENGTH && digit && letter)
	    || (n > 3 && (!strncmp(s, "ck_", 3) || !strncmp(s, "cs_", 3)));
}

/* The length of the e-mail address that starts here; 0: none does. */
static size_t
shop_address_length(const char *s)
{
	size_t n = strcspn(s, " \t\r\n\"'<>()[]{}:;,&=?/\\");
	const char *at = memchr(s, '@', n);

	return at && at > s && at + 1 < s + n ? n : 0;
}

/* A copy of more than room bytes, or of all, without keys, tokens, and e-mail addresses. */
static void
shop_mask(struct str *out, const char *s, size_t room)
{
	size_t n;

	for (; *s && out->len <= room; s += n) {
		if ((n = shop_address_length(s)) > 0)
			str_puts(out, SHOP_MASK);
		else if (shop_is_letter(*s)) {
			while (shop_is_letter(s[n]))
				n++;
			if (shop_is_secret(s, n))
				str_puts(out, SHOP_MASK);
			else
				str_add(out, s, n <= room ? n : room + 1);
		} else
			str_add(out, s, n = 1);
	}
}

void
shop_quote(struct str *out, const char *given)
{
	size_t n, i, room = out->max - out->len;
	struct str shown = STR_MAX(2 * room + sizeof SHOP_MASK);

	shop_mask(&shown, given, room);
	given = str_text(&shown);
	n = shown.len;
	if (n > room)
		for (n = room; n && ((unsigned char)given[n] & 0xc0) == 0x80; n--)
			;		/* not inside a character */
	for (i = 0; i < n; i++)
		str_putc(out, str_clean(given + i, 1) ? given[i] : '?');
	str_free(&shown);
}
