/* domain.c: a listed domain matches itself and its subdomains, and nothing else. */
#include <stdio.h>
#include <string.h>

#include "person/domain.h"
#include "tap.h"

static const struct row {
	const char *email;
	enum domain_kind want;
} rows[] = {
	{ "john.smith@storebotmail.joonix.net", DOMAIN_CRAWLER },
	{ "a@eu.storebotmail.joonix.net", DOMAIN_CRAWLER },
	{ "abc-123.4567@synthetics.dtdg.co", DOMAIN_CRAWLER },
	{ "shop.hello@inbox.testmail.app", DOMAIN_CRAWLER },
	{ "123@mailslurp.info", DOMAIN_CRAWLER },
	{ "support@testmail.app", DOMAIN_ORDINARY },
	{ "a@dtdg.co", DOMAIN_ORDINARY },
	{ "a@joonix.net", DOMAIN_ORDINARY },
	{ "a@xstorebotmail.joonix.net", DOMAIN_ORDINARY },
	{ "storebotmail.joonix.net@example.com", DOMAIN_ORDINARY },
	{ "a@mailinator.com", DOMAIN_DISPOSABLE },
	{ "a@x.mailinator.com", DOMAIN_DISPOSABLE },
	{ "a@notmailinator.com.example", DOMAIN_ORDINARY },
	{ "a@mailinator.com.example", DOMAIN_ORDINARY },
	{ "a@mailinator.co", DOMAIN_ORDINARY },
	{ "a@0-mail.com", DOMAIN_DISPOSABLE },
	{ "a@gmail.com", DOMAIN_ORDINARY },
	{ "a@googlemail.com", DOMAIN_ORDINARY },
	{ "a@icloud.com", DOMAIN_ORDINARY },
	{ "a@privaterelay.appleid.com", DOMAIN_ORDINARY },
	{ "a@gmx.de", DOMAIN_ORDINARY },
	{ "a@qq.com", DOMAIN_ORDINARY },
	{ "a@com", DOMAIN_ORDINARY },
	{ "a@", DOMAIN_ORDINARY },
	{ "a", DOMAIN_ORDINARY },
	{ "", DOMAIN_ORDINARY },
	{ NULL, DOMAIN_ORDINARY },
};

/* Each name of a list is found, so the list is sorted. */
static size_t
missed(const struct domain_list *list, enum domain_kind kind)
{
	char email[300];
	size_t i, n = 0;

	for (i = 0; i < list->n; i++) {
		snprintf(email, sizeof email, "a@%s", list->names + list->at[i]);
		n += domain_kind(email) != kind;
	}
	return n;
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		tap_ok(domain_kind(rows[i].email) == rows[i].want,
		    rows[i].email ? rows[i].email : "none");
	tap_ok(domain_disposable.n > 8000 && missed(&domain_disposable, DOMAIN_DISPOSABLE) == 0,
	    "each disposable domain is found");
	tap_ok(domain_crawler.n > 0 && missed(&domain_crawler, DOMAIN_CRAWLER) == 0,
	    "each crawler's");
	tap_is(domain_word(DOMAIN_CRAWLER), "crawler", "as the database prints it");
	tap_ok(domain_word(DOMAIN_ORDINARY) == NULL, "nothing for the others");
	return tap_done();
}
