/*
 * tenant.h: the organizations that a run works for.
 *
 * Opt-outs and erasures hold for an organization: the hash of an address is keyed by it, so
 * the same address has another key in each.
 */
#ifndef CRT_PRIVACY_TENANT_H
#define CRT_PRIVACY_TENANT_H

#include "run/run.h"

#define TENANT_SLUG_MAX 64

struct tenant {
	const struct store *store;	/* one of its stores; country codes of numbers are its */
	char id[IDENT_TEXT];
	char slug[TENANT_SLUG_MAX];
};

struct tenants {
	const struct run *run;
	struct tenant *list;
	size_t n;
};

/* Those of the run's stores. */
bool tenants_open(struct tenants *, struct run *, struct err *) MUSTUSE;
/* And, if the run is not for stores that were named, those without a store: store is NULL. */
bool tenants_audited(struct tenants *, struct run *, struct err *) MUSTUSE;
void tenants_close(struct tenants *);

/* The only one; ERR_USAGE: the run's stores belong to several, or there is none. */
bool tenants_only(const struct tenants *, const struct tenant **, struct err *) MUSTUSE;

#endif
