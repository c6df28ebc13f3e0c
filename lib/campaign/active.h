/* active.h: the active campaigns of a run's stores and the templates they may use. */
#ifndef CRT_CAMPAIGN_ACTIVE_H
#define CRT_CAMPAIGN_ACTIVE_H

#include "run/run.h"
#include "rule/campaign.h"

#define PROGRAM_CAMPAIGNS_MAX 10000

struct program_campaign {
	char id[IDENT_TEXT];
	const struct store *store;
	bool active;			/* false: no new enrollments; running ones continue to wait */
	struct campaign rule;
};

struct program_template {
	char *store;			/* its id; NULL: for every store */
	char *name, *locale;
};

struct program {
	struct program_campaign *campaigns;	/* by store, then priority, then name */
	size_t n;
	struct program_template *templates;
	size_t ntemplates;
};

/* Borrows the stores: they must outlive the program. */
bool program_open(struct program *, struct db *, const struct stores *, struct err *) MUSTUSE;
void program_close(struct program *);

const struct program_campaign *program_find(const struct program *, const char *id);

/* The first active campaign of the store whose trigger matches the facts. NULL when there is
   none: then the condition that the last campaign failed on, or "no_campaign". */
const struct program_campaign *program_choose(const struct program *, const struct store *,
    const struct campaign_facts *, const char **refusal);

/* False with ERR_CONFIG: an active campaign of the store has a step that would come after
   the store's episodes have expired. */
bool program_fits(const struct program *, const struct store *, struct err *) MUSTUSE;

/* The language of a message: the first for which a template exists, of the person's, the
   store's, and English. A template in "de" also serves "de-AT". */
const char *program_locale(const struct program *, const struct store *, const char *name,
    const char *wanted);

#endif
