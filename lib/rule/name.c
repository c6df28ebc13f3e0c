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

bool
name_greets(const char *name)
{
	return strpbrk(name, "/\\@<>{}|\"") == NULL && strcasestr(name, "www.") == NULL
	    && !name_has_domain(name);
}
