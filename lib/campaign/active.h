/* active.h: the active campaigns of a run's stores, and the templates they may use. */
#ifndef CRT_CAMPAIGN_ACTIVE_H
#define CRT_CAMPAIGN_ACTIVE_H

#include "run/run.h"
#include "rule/campaign.h"

#define PROGRAM_CAMPAIGNS_MAX 10000

struct program_campaign {
	char id[IDENT_TEXT];
	const struct store *store;
	bool active;			/* else its running enrollments only wait */
	struct campaign rule;
};

struct program_template {
	char *store;			/* its id, NULL: every store's */
	char *name, *locale;
};

struct program {
	struct program_campaign *campaigns;	/* by store, then priority, then name */
	size_t n;
	struct program_template *templates;
	size_t ntemplates;
};

/* The stores must live as long. */
bool program_open(struct program *, struct db *, const struct stores *, struct err *) MUSTUSE;
void program_close(struct program *);

const struct program_campaign *program_find(const struct program *, const char *id);

/* The first active campaign of the store whose trigger the facts meet; else NULL
   and the condition that the last one failed, or "no_campaign". */
const struct program_campaign *program_choose(const struct program *, const struct store *,
    const struct campaign_facts *, const char **refusal);

/* False, ERR_CONFIG: a step of an active campaign of the store is never sent, as no episode of the
   store lasts so long. */
bool program_fits(const struct program *, const struct store *, struct err *) MUSTUSE;

/* The language of a message: the person's, the store's or English, whichever
   there is a template in first; "de" serves "de-AT". */
const char *program_locale(const struct program *, const struct store *, const char *name,
    const char *wanted);

#endif
