/* name.c: whether a message may greet a person by a name. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "rule/name.h"

#define NAME_DOMAIN_END 2	/* letters after the last dot of a domain, at least */

/* Letters of other scripts are bytes of 128 or more. */
static bool
name_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* A dot inside of a word: not that of an initial, as in "J.R. Smith". */
static bool
name_has_domain(const char *name)
{
	const char *dot;
	size_t n;

	for (dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
		for (n = 0; name_letter(dot[1 + n]); n++)
			;
		if (dot > name && (name_letter(dot[-1]) || isdigit((unsigned char)dot[-1]))
		    && n >= NAME_DOMAIN_END)
			return true;
	}
	return false;
}

/* A control byte, or a character that turns the direction of what follows: U+202A to U+202E, U+2066
   to U+2069. */
static bool
name_has_control(const char *name)
{
	const unsigned char *s = (const unsigned char *)name;

	for (; *s; s++)
		if (*s < ' ' || *s == 0x7f || (s[0] == 0xe2 && ((s[1] == 0x80 && s[2] >= 0xaa
		    && s[2] <= 0xae) || (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9))))
			return true;
	return false;
}

bool
name_greets(const char *name)
{
	return !name_has_control(name) && strpbrk(name, "/\\@<>{}|\"") == NULL
	    && strcasestr(name, "www.") == NULL && !name_has_domain(name);
}
