/* campaign.h: the settings and verbs of crt-campaign. */
#ifndef CRT_CMD_CAMPAIGN_H
#define CRT_CMD_CAMPAIGN_H

#include "conf/command.h"
#include "run/run.h"
#include "words.h"

struct campaign_settings {
	struct common common;
	const char *file, *data, *locale, *cart;	/* preview */
	bool yes;				/* delete */
	crt_time from, to, every;		/* backtest; every 0: at the recorded runs */
	int by;					/* backtest: index into "total", "day", "message" */
	int part;				/* preview: index into "text", "html", "subject", ... */
};

verb_fn campaign_advance, campaign_apply, campaign_plan, campaign_list, campaign_show,
    campaign_export, campaign_pause, campaign_activate, campaign_delete, campaign_explain,
    campaign_preview, campaign_templates, campaign_segments, campaign_due, campaign_backtest,
    campaign_start;

/* ---- due_held.c ---- */

bool due_held(struct run *, struct err *) MUSTUSE;

/* ---- paths.c: the files that operands name, a folder's *.yaml by name ---- */

#define PATHS_MAX 10000

struct paths {
	char **list;
	size_t n;
};

bool paths_find(struct paths *, char **operands, struct err *) MUSTUSE;
void paths_free(struct paths *);

/* ---- named.c: find the one campaign with a name ---- */

struct found {
	char *store, *slug, *id, *trigger, *steps, *source;
	enum campaign_status status;
	enum campaign_type type;
	int64_t version, priority, holdout;
};

/* ERR_USAGE: no store of the run has it, or several have.  Free it after a failure, too. */
bool found_open(struct found *, struct run *, const char *name, struct err *) MUSTUSE;
void found_free(struct found *);

#endif
