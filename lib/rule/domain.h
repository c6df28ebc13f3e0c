/* domain.h: whose addresses are no shopper's, by their domain. */
#ifndef CRT_DOMAIN_H
#define CRT_DOMAIN_H

#include "base/base.h"

enum domain_kind {
	DOMAIN_ORDINARY,
	DOMAIN_CRAWLER,		/* a program's: etc/data/crawler_domains.txt */
	DOMAIN_DISPOSABLE	/* to be thrown away: etc/data/disposable_domains.txt */
};

/* email: in its one form (record/address.h); NULL is ordinary.  A domain counts with all
   below it. */
enum domain_kind domain_kind(const char *email);

/* "crawler" or "disposable", as it stands in the database; NULL: ordinary. */
const char *domain_word(enum domain_kind);

/* A list as it is compiled in: names, each ended by NUL, and where each begins. */
struct domain_list {
	const char *names;
	const uint32_t *at;
	size_t n;
};
extern const struct domain_list domain_crawler, domain_disposable;

#endif
