/* country_language.h: the language of a country. */
#ifndef CRT_LOCALE_COUNTRY_LANGUAGE_H
#define CRT_LOCALE_COUNTRY_LANGUAGE_H

/* country: "AT", or NULL. NULL: not known. */
const char *country_language(const char *country);

#endif
