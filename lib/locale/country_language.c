/* country_language.c: the language of a country. */
#include <string.h>

#include "base/base.h"
#include "locale/country_language.h"

static const struct { char country[3], language[3]; } country_languages[] = {
#include "country_languages.h"
};

const char *
country_language(const char *country)
{
	size_t i;

	for (i = 0; country && i < COUNT(country_languages); i++)
		if (!strcmp(country_languages[i].country, country))
			return country_languages[i].language;
	return NULL;
}
