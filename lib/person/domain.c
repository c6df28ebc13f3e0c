/* domain.c: classify e-mail domains that no shopper uses. */
#include <string.h>

#include "person/domain.h"

static bool
domain_listed(const struct domain_list *list, const char *domain)
{
	size_t low = 0, high = list->n, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(domain, list->names + list->at[middle]);
		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

enum domain_kind
domain_kind(const char *email)
{
	const char *domain = email ? strrchr(email, '@') : NULL;

	for (; domain && *domain; domain = strchr(domain + 1, '.')) {
		if (domain_listed(&domain_crawler, domain + 1))
			return DOMAIN_CRAWLER;
		if (domain_listed(&domain_disposable, domain + 1))
			return DOMAIN_DISPOSABLE;
	}
	return DOMAIN_ORDINARY;
}

const char *
domain_word(enum domain_kind kind)
{
	static const char *const words[] = { NULL, "crawler", "disposable" };

	return words[kind];
}
