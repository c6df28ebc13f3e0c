/* dialing.c: find the country code and trunk prefix of a national number. */
#include <stdlib.h>
#include <string.h>

#include "person/dialing.h"
#include "calling_codes.h"

static int
dialing_compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct dialing *)row)->country);
}

static const struct dialing *
dialing_of_country(const char *country)
{
	char name[3] = { (char)(country[0] & ~0x20), 0, 0 };

	if (*country == '\0' || country[1] == '\0' || country[2] != '\0')
		return NULL;
	name[1] = (char)(country[1] & ~0x20);
	return bsearch(name, dialings, COUNT(dialings), sizeof *dialings, dialing_compare);
}

const struct dialing *
dialing_find(const char *country, const char *calling_code)
{
	const struct dialing *d = country ? dialing_of_country(country) : NULL;
	size_t i;

	for (i = 0; d == NULL && calling_code && i < COUNT(dialings); i++)
		if (strcmp(dialings[i].code, calling_code) == 0)
			d = &dialings[i];
	return d;
}

static bool
dialing_whole(const struct dialing *d, size_t n)
{
	return n < 8 * sizeof d->whole && (d->whole >> n & 1);
}

/* The length of the prefix in a list such as "0,8" that the digits begin with; 0: none. */
static size_t
dialing_prefix_length(const char *list, const char *digits)
{
	const char *one;
	size_t n;

	for (one = list; *one; one += n + (one[n] == ',')) {
		n = strcspn(one, ",");
		if (strncmp(digits, one, n) == 0)
			return n;
	}
	return 0;
}

size_t
dialing_abroad(const struct dialing *d, const char *digits)
{
	return dialing_prefix_length(d->abroad, digits);
}

static const struct dialing *
dialing_of_number(const char *digits)
{
	size_t i;

	for (i = 0; i < COUNT(dialings); i++)
		if (strncmp(digits, dialings[i].code, strlen(dialings[i].code)) == 0)
			return &dialings[i];
	return NULL;
}

bool
dialing_assigned(const char *digits)
{
	return dialing_of_number(digits) != NULL;
}

void
dialing_trim(char *digits)
{
	const struct dialing *d = dialing_of_number(digits);
	char *national = digits + (d ? strlen(d->code) : 0);
	size_t n = strlen(national), lead;

	while (d && (lead = dialing_prefix_length(d->trunk, national)) > 0
	    && (d->whole == 0 || (dialing_whole(d, n - lead) && !dialing_whole(d, n)))) {
		n -= lead;
		memmove(national, national + lead, n + 1);
	}
}

const char *
dialing_national(const struct dialing *d, const char *digits, const char **code)
{
	size_t n = strlen(digits), lead = dialing_prefix_length(d->trunk, digits), c = strlen(d->code);
	bool abroad = strncmp(digits, d->code, c) == 0 && n > c;

	*code = d->code;
	if (lead && (d->whole == 0 || dialing_whole(d, n - lead)))
		return digits + lead;
	if (dialing_whole(d, n) && *digits != '0')
		return digits;
	if (abroad && d->whole && dialing_whole(d, n - c)) {
		*code = "";
		return digits;
	}
	/* Without a trunk prefix, "34..." may be the country code or the start of the number. */
	return *d->trunk || abroad ? NULL : digits;
}
