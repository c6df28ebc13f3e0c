/* put.h: store the campaign or template of one file in the database. */
#ifndef CRT_CMD_PUT_H
#define CRT_CMD_PUT_H

#include "document/campaign_file.h"
#include "planned.h"
#include "run/run.h"
#include "document/template_file.h"

struct piece {
	struct document document;
	struct campaign_file campaign;		/* document.kind selects the one in use */
	struct template_file template;
	const char *name;
	/* the result */
	bool is_new, was_deleted;
	char *parts;				/* "steps, holdout"; "" when new or unchanged */
	int64_t version;
	struct planned planned;	/* of a campaign */
};

/* In the caller's transaction.  An error names its line in the file. */
bool put_template(struct run *, struct piece *, struct err *) MUSTUSE;
bool put_campaign(struct run *, struct piece *, struct err *) MUSTUSE;

#endif
