/* token.c: make random secrets, and the hashes that the database stores. */
#include <ctype.h>
#include <string.h>

#include "access/token.h"
#include "crypto/encode.h"

#define RECOVERY_GROUP 4
#define RECOVERY_LETTERS "0123456789abcdefghjkmnpqrstvwxyz"	/* no i, l, o, u */

const char *
token_param(const char *text, size_t n, char out[TOKEN_PARAM])
{
	struct str s = STR_MAX(TOKEN_PARAM);
	unsigned char hash[HASH_BYTES];

	hash_sha256(hash, text, n);
	str_puts(&s, "\\x");
	hex_write(&s, hash, sizeof hash);
	memcpy(out, str_text(&s), TOKEN_PARAM);
	str_free(&s);
	return out;
}

/* A byte beyond the last whole multiple is drawn again, so each character is equally likely. */
void
token_random(struct str *s, const char *alphabet, size_t n)
{
	size_t letters = strlen(alphabet);
	unsigned char byte;

	while (n) {
		hash_random(&byte, 1);
		if (byte >= 256 / letters * letters)
			continue;
		str_putc(s, alphabet[byte % letters]);
		n--;
	}
}

void
recovery_new(char out[RECOVERY_CODE + 1])
{
	struct str s = STR_MAX(RECOVERY_CODE + 1);
	size_t i;

	for (i = 0; i < RECOVERY_CODE / RECOVERY_GROUP; i++) {
		if (i)
			str_putc(&s, '-');
		token_random(&s, RECOVERY_LETTERS, RECOVERY_GROUP);
	}
	memcpy(out, str_text(&s), RECOVERY_CODE + 1);
	str_wipe(&s);
}

bool
recovery_read(const char *typed, char out[RECOVERY_CODE + 1])
{
	size_t n = 0;

	for (; *typed; typed++) {
		char c = (char)tolower((unsigned char)*typed);

		if (c == ' ' || c == '-')
			continue;
		if (n == RECOVERY_CODE || !strchr(RECOVERY_LETTERS, c))
			return false;
		if (n % (RECOVERY_GROUP + 1) == RECOVERY_GROUP)
			out[n++] = '-';
		out[n++] = c;
	}
	out[n] = '\0';
	return n == RECOVERY_CODE;
}
