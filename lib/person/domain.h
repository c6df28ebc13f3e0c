/* domain.h: e-mail domains that no shopper uses: crawlers and disposable addresses. */
#ifndef CRT_PERSON_DOMAIN_H
#define CRT_PERSON_DOMAIN_H

#include "base/base.h"

enum domain_kind {
	DOMAIN_ORDINARY,
	DOMAIN_CRAWLER,		/* etc/data/crawler_domains.txt */
	DOMAIN_DISPOSABLE	/* etc/data/disposable_domains.txt */
};

/* email: normalized (person/address.h); NULL is ordinary. A listed domain includes its
   subdomains. */
enum domain_kind domain_kind(const char *email);

/* "crawler" or "disposable", the values in the database; NULL: ordinary. */
const char *domain_word(enum domain_kind);

/* A compiled-in list: names, each NUL-terminated, and the offset of each. */
struct domain_list {
	const char *names;
	const uint32_t *at;
	size_t n;
};
extern const struct domain_list domain_crawler, domain_disposable;

#endif
