/* put.h: one file's campaign or template into the database. */
#ifndef CRT_CMD_PUT_H
#define CRT_CMD_PUT_H

#include "campaign/campaign_file.h"
#include "run/run.h"
#include "campaign/template_file.h"

struct piece {
	struct document document;
	struct campaign_file campaign;		/* the one that document.kind says */
	struct template_file template;
	const char *name;
	/* what came of it */
	bool is_new;
	char *parts;				/* "steps, holdout"; "" when new or the same */
	int64_t version;
};

/* Within the caller's transaction.  What is wrong is told at its place in the file. */
bool put_template(struct run *, struct piece *, struct err *) MUSTUSE;
bool put_campaign(struct run *, struct piece *, struct err *) MUSTUSE;

#endif
