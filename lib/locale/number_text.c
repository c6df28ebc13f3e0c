/* number_text.c: numbers and percents as people of a locale read them. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "locale/number_text.h"
#include "locale_numbers.h"

#define DECIMAL_MAX  1e15		/* larger ones are cut to it */
#define DECIMAL_TEXT 40

bool
number_locale_is(const char *requested, const char *known, bool part)
{
	size_t i;

	for (i = 0; known[i]; i++)
		if (tolower((unsigned char)requested[i]) != tolower((unsigned char)known[i])
		    && !(requested[i] == '_' && known[i] == '-'))
			return false;
	return requested[i] == '\0' || requested[i] == '.'
	    || (part && (requested[i] == '-' || requested[i] == '_'));
}

const struct number_form *
number_form(const char *locale)
{
	size_t i;
	int part;

	for (part = 0; locale && part < 2; part++)
		for (i = 0; i < COUNT(forms); i++)
			if (number_locale_is(locale, forms[i].locale, part))
				return &forms[i];
	return &forms[0];
}

void
number_whole(struct str *s, const struct number_form *f, const char *digits, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0 && !(f->how & NUMBER_LOOSE && n == 4))
			str_puts(s, f->group);
		str_putc(s, digits[i]);
	}
}

void
number_text(struct str *s, int64_t number, const char *locale)
{
	const struct number_form *f = number_form(locale);
	char text[24];
	const char *digits = text;

	snprintf(text, sizeof text, "%lld", (long long)number);
	if (*digits == '-') {
		str_puts(s, f->minus);
		digits++;
	}
	number_whole(s, f, digits, strlen(digits));
}

void
decimal_text(struct str *s, double number, int decimals, bool plus, const char *locale)
{
	const struct number_form *f = number_form(locale);
	char digits[DECIMAL_TEXT];
	size_t whole;

	snprintf(digits, sizeof digits, "%.*f", decimals, fmin(fabs(number), DECIMAL_MAX));
	whole = strcspn(digits, ".");
	if (strpbrk(digits, "123456789") && (number < 0 || plus))
		str_puts(s, number < 0 ? f->minus : "+");
	number_whole(s, f, digits, whole);
	if (digits[whole]) {
		str_puts(s, f->decimal);
		str_puts(s, digits + whole + 1);
	}
}

void
percent_text(struct str *s, double percent, int decimals, bool plus, const char *locale)
{
	decimal_text(s, percent, decimals, plus, locale);
	str_puts(s, number_form(locale)->how & NUMBER_TIGHT ? "%" : NUMBER_GAP "%");
}
