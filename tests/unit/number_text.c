/* number_text.c: numbers, percents, and decimals have the form of their locale. */
#include <string.h>

#include "locale/number_text.h"
#include "tap.h"

#define GAP  NUMBER_GAP
#define THIN "\xe2\x80\xaf"
#define LINE "\xe2\x88\x92"
#define TEXT_MAX 100

static const struct {
	const char *locale;
	int64_t whole;
	const char *number;
	double part;
	const char *percent, *change;
} cases[] = {
	{ "en", 1234567, "1,234,567", 12.34, "12.3%", "+12.3%" },
	{ NULL, -1234, "-1,234", -0.04, "0.0%", "0.0%" },
	{ "tlh", 0, "0", 0, "0.0%", "0.0%" },
	{ "de", 1234567, "1.234.567", 3.55, "3,5" GAP "%", "+3,5" GAP "%" },
	{ "de_AT", 999, "999", -100, "-100,0" GAP "%", "-100,0" GAP "%" },
	{ "fr", 12345, "12" THIN "345", 1234.5, "1" THIN "234,5" GAP "%", "+1" THIN "234,5" GAP "%" },
	{ "es", 1234, "1234", 1234.5, "1234,5" GAP "%", "+1234,5" GAP "%" },
	{ "es", 12345, "12.345", 0.05, "0,1" GAP "%", "+0,1" GAP "%" },
	{ "ja", 1234567, "1,234,567", 12, "12.0%", "+12.0%" },
	{ "sv", -5, LINE "5", -5, LINE "5,0" GAP "%", LINE "5,0" GAP "%" },
	{ "en", INT64_MIN, "-9,223,372,036,854,775,808", 1e300, "1,000,000,000,000,000.0%",
	  "+1,000,000,000,000,000.0%" },
};

static void
is(struct str *s, const char *want, const char *locale)
{
	tap_is(str_text(s), want, locale ? locale : "no locale");
	str_cut(s, 0);
}

int
main(void)
{
	struct str s = STR_MAX(TEXT_MAX);
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		number_text(&s, cases[i].whole, cases[i].locale);
		is(&s, cases[i].number, cases[i].locale);
		percent_text(&s, cases[i].part, 1, false, cases[i].locale);
		is(&s, cases[i].percent, cases[i].locale);
		percent_text(&s, cases[i].part, 1, true, cases[i].locale);
		is(&s, cases[i].change, cases[i].locale);
	}
	percent_text(&s, 40, 0, false, "fr");
	is(&s, "40" GAP "%", "without decimals");
	decimal_text(&s, -1.25, 1, true, "de");
	is(&s, "-1,2", "without a sign of percent");
	str_free(&s);
	return tap_done();
}
