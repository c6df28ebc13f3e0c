/* relay.c: whether a refusal concerns a recipient or the relay. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "refusal/relay.h"

bool
relay_at_fault(int64_t alike, int64_t recipients)
{
	return alike >= RELAY_ALIKE_MIN && alike * RELAY_SHARE > recipients;
}

enum relay_bounce
relay_bounce(int64_t after, int64_t accepted, int64_t alike)
{
	if (after < RELAY_NEIGHBORS)
		return RELAY_WAIT;
	return alike * RELAY_SHARE > alike + accepted ? RELAY_DOUBTED : RELAY_DEAD;
}

static bool
relay_same(const char *word, size_t n, const char *other, size_t m)
{
	return n == m && n && !strncasecmp(word, other, n);
}

/* The word without punctuation around it. */
static void
relay_put_word(struct str *out, const char *word, size_t n, const char *recipient)
{
	const char *at = strrchr(recipient, '@');
	size_t i;

	while (n && !isalnum((unsigned char)*word) && !(*word & 0x80))
		word++, n--;
	while (n && !isalnum((unsigned char)word[n - 1]) && !(word[n - 1] & 0x80))
		n--;
	if (n == 0)
		return;
	str_putc(out, ' ');
	if (memchr(word, '@', n) || (at && (relay_same(word, n, recipient, (size_t)(at - recipient))
	    || relay_same(word, n, at + 1, strlen(at + 1))))) {
		str_putc(out, '@');
		return;
	}
	for (i = 0; i < n; i++)
		if (isdigit((unsigned char)word[i])) {
			str_putc(out, '#');
			return;
		}
	for (i = 0; i < n; i++)
		str_putc(out, (char)tolower((unsigned char)word[i]));
}

void
relay_words(struct str *out, const char *code, const char *text, const char *recipient)
{
	str_puts(out, code);
	while (*text) {
		size_t n = strcspn(text, " ");

		relay_put_word(out, text, n, recipient);
		text += n + strspn(text + n, " ");
	}
}

void
relay_reason(struct str *out, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, " "), blanks = strspn(text + n, " ");

		if (memchr(text, '@', n))
			str_puts(out, "(address)");
		else
			str_add(out, text, n);
		str_add(out, text + n, blanks);
		text += n + blanks;
	}
}
