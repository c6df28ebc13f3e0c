/* active.h: the active campaigns of a run's stores and the templates they may use. */
#ifndef CRT_CAMPAIGN_ACTIVE_H
#define CRT_CAMPAIGN_ACTIVE_H

#include "campaign/customer_segments.h"
#include "rule/campaign.h"

#define ACTIVE_CAMPAIGNS_MAX 10000

struct active_campaign {
	char id[IDENT_TEXT];
	int64_t version;
	const struct store *store;
	bool active;			/* false: no new enrollments; running ones continue to wait */
	struct campaign rule;
	const struct condition_segment *segments;	/* of the store, for the trigger */
	size_t nsegments;
};

struct active_template {
	char *store;			/* its id; NULL: for every store */
	enum message_channel channel;
	char *name, *locale;
	bool is_default;
};

struct active_campaigns {
	struct active_campaign *campaigns;	/* by store, then priority, then name */
	size_t n;
	struct active_template *templates;
	size_t ntemplates;
	struct customer_segments segments;
};

/* Borrows the stores: they must outlive the program. */
bool active_open(struct active_campaigns *, struct db *, const struct stores *,
    struct err *) MUSTUSE;
void active_close(struct active_campaigns *);

const struct active_campaign *active_find(const struct active_campaigns *, const char *id);

/* The first active campaign of the store whose trigger matches the facts, to which the store's
   segments are added. NULL when there is none: then the condition that the last campaign failed
   on, or REFUSAL_NO_CAMPAIGN. */
const struct active_campaign *active_choose(const struct active_campaigns *, const struct store *,
    struct condition_facts *, enum campaign_refusal *);

/* False with ERR_CONFIG: an active campaign of the store has a step that would come after
   the store's episodes have expired. */
bool campaign_allows(const struct active_campaigns *, const struct store *, struct err *) MUSTUSE;

/* The language of a message: the first for which a template exists, of the person's, that of the
   person's country, and the store's; then the template's default, and English. A template in "de"
   also serves "de-AT". wanted, country: NULL if not known. */
const char *active_locale(const struct active_campaigns *, const struct store *,
    const struct campaign_step *, const char *wanted, const char *country);

/* Whether a campaign has a step of that channel. */
bool active_sends_by(const struct active_campaigns *, enum message_channel);

#endif
