/* password_rule.c: refuse passwords that are easy to guess. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "access/password_rule.h"
#include "base/base.h"
#include "crypto/password.h"

#define WORD_MIN     3		/* a shorter part of a name is in many words */
#define LETTERS_LEFT 4		/* letters beside the common words that a password needs */
#define STEPS_LEFT   5		/* the same, of steps that no row of keys has */
#define UNIT_MAX     8		/* characters of what a password repeats */

/* Longer words first, so that a word is not hidden by its beginning. Written for crt. */
static const char *const words[] = {
	"administrator", "verysecret", "changeme", "iloveyou", "password", "passwort", "passw0rd",
	"geheimnis", "superman", "football", "baseball", "basketball", "princess", "sunshine",
	"trustno", "whatever", "computer", "internet", "starwars", "michelle", "jennifer",
	"liverpool", "chocolate", "butterfly", "motdepasse", "bonjour", "contrasena", "fussball",
	"schatz", "hallo", "hello", "welcome", "willkommen", "letmein", "default", "qwerty", "qwertz",
	"azerty", "master", "monkey", "dragon", "shadow", "secret", "geheim", "summer", "winter",
	"spring", "autumn", "sommer", "herbst", "january", "february", "august", "september",
	"october", "november", "december", "monday", "friday", "sunday", "company", "business",
	"manager", "service", "support", "shopify", "woocommerce", "magento", "commerce", "store",
	"shop", "admin", "owner", "login", "guest", "root", "user", "test", "demo", "pass", "code",
	"crt", "temp", "love", "god", "the", "and", "for", "you", "your",
};

static const char *const rows[] = {
	"01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
	"qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "1qaz2wsx3edc4rfv5tgb",
	"1q2w3e4r5t6y7u8i9o0p", "!@#$%^&*()", "!\"$%&/()=",
};

/* Digits and signs that stand for letters. */
static char
plain_letter(char c)
{
	static const char from[] = "0134578@$!+", to[] = "oieastbasit";
	const char *at = c ? strchr(from, c) : NULL;

	return at ? to[at - from] : (char)tolower((unsigned char)c);
}

/* Marks each place of text where word stands; text has plain letters only. */
static void
mark_word(const char *text, const char *word, size_t n, char *marks)
{
	const char *at = text;
	char whole[PASSWORD_MAX + 1];
	size_t i;

	if (n < WORD_MIN || n > PASSWORD_MAX)
		return;
	for (i = 0; i < n; i++)
		whole[i] = plain_letter(word[i]);
	whole[n] = '\0';
	for (; (at = strstr(at, whole)); at++)
		memset(marks + (at - text), 'x', n);
}

/* The parts of a name: letters and digits between other characters. */
static void
mark_parts(const char *text, const char *name, char *marks)
{
	size_t n;

	for (; name && *name; name += n ? n : 1) {
		for (n = 0; isalnum((unsigned char)name[n]); n++)
			;
		mark_word(text, name, n, marks);
	}
}

/* Only its words are known: what is left has too few letters. */
static bool
is_words(const char *password, const char *email, const char *slug)
{
	char text[PASSWORD_MAX + 1], marks[PASSWORD_MAX + 1] = "";
	size_t i, n = strlen(password), left = 0;

	for (i = 0; i <= n; i++)
		text[i] = plain_letter(password[i]);
	for (i = 0; i < COUNT(words); i++)
		mark_word(text, words[i], strlen(words[i]), marks);
	mark_parts(text, email, marks);
	mark_parts(text, slug, marks);
	for (i = 0; i < n; i++)
		left += marks[i] != 'x' && (isalpha((unsigned char)password[i])
		    || (unsigned char)password[i] >= 0x80);
	explicit_bzero(text, sizeof text);
	return left < LETTERS_LEFT;
}

static bool
is_step(char a, char b)
{
	size_t i;
	const char *at;

	for (i = 0; i < COUNT(rows); i++)
		for (at = rows[i]; (at = strchr(at, a)); at++)
			if ((at[1] && at[1] == b) || (at > rows[i] && at[-1] == b))
				return true;
	return a == b;
}

/* Its characters are neighbors on a keyboard, or in an alphabet. */
static bool
is_row(const char *password)
{
	size_t left = 0;

	for (; password[0] && password[1]; password++)
		left += !is_step((char)tolower((unsigned char)password[0]),
		    (char)tolower((unsigned char)password[1]));
	return left < STEPS_LEFT;
}

/* A few characters, again and again. */
static bool
is_repetition(const char *password)
{
	size_t n = strlen(password), unit, i;

	for (unit = 1; unit <= UNIT_MAX && 2 * unit <= n; unit++) {
		for (i = unit; i < n && password[i] == password[i - unit]; i++)
			;
		if (i == n)
			return true;
	}
	return false;
}

bool
password_rule(const char *password, const char *email, const char *slug, struct err *e)
{
	const char *why = is_repetition(password) ? "it repeats itself"
	    : is_row(password) ? "it is a row of keys"
	    : is_words(password, email, slug) ? "it is made of common words or of names" : NULL;

	if (why == NULL)
		return true;
	err_set(e, ERR_USAGE, "the password is easy to guess: %s", why);
	return err_hint(e, "use four random words, or a password manager");
}
