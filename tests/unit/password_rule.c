/* password_rule.c: which passwords are refused as easy to guess. */
#include <string.h>

#include "access/password_rule.h"
#include "tap.h"

static const struct {
	const char *password, *why;	/* NULL: accepted */
} cases[] = {
	{ "correct horse", NULL },
	{ "battery staple 7", NULL },
	{ "kX9#vq2Lm!ztR", NULL },
	{ "\xc3\xa4\xc3\xb6\xc3\xbc Zug Birne Pfahl", NULL },
	{ "passionfruit jelly", NULL },
	{ "aaaaaaaaaaaa", "repeats" },
	{ "abc123abc123", "repeats" },
	{ "hunter2hunter2", "repeats" },
	{ "123456789012", "row" },
	{ "qwertyuiopas", "row" },
	{ "1qaz2wsx3edc", "row" },
	{ "987654321abcd", "row" },
	{ "Password1234!", "words" },
	{ "P@ssw0rd2026", "words" },
	{ "summer-2026!!", "words" },
	{ "Welcome2Shopify", "words" },
	{ "changeme.2026", "words" },
	{ "anna.miller1990", "words" },
	{ "ACME-acme-2026", "words" },
	{ "anna@acme.example", "words" },
};

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		struct err e = { 0 };
		bool good = password_rule(cases[i].password, "anna.miller@acme.example", "acme", &e);

		tap_ok(cases[i].why ? !good && e.kind == ERR_USAGE && strstr(e.text, cases[i].why)
		    && !strstr(e.text, cases[i].password) : good, cases[i].password);
	}
	return tap_done();
}
