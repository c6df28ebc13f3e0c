/* put.h: store the campaign, template, partial, or segment of one file in the database. */
#ifndef CRT_CMD_PUT_H
#define CRT_CMD_PUT_H

#include "document/campaign_file.h"
#include "affected.h"
#include "document/partial_file.h"
#include "message/partials.h"
#include "planned.h"
#include "run/run.h"
#include "document/segment_file.h"
#include "document/template_file.h"

struct piece {
	struct document document;
	struct campaign_file campaign;		/* document.kind selects the one in use */
	struct template_file template;
	struct segment_file segment;
	struct partial_file partial;
	const char *name;
	/* the result */
	bool is_new, was_deleted;
	char *parts;				/* "steps, holdout"; "" when new or unchanged */
	int64_t version;			/* of a campaign or a template */
	struct planned planned;	/* of a campaign */
	struct affected affected;
};

/* The partials of a store, as both parts of a template see them; NULL: those of all stores. */
struct put_views {
	struct partials partials;
	struct partials_view html, text;
};

bool put_views_open(struct put_views *, struct run *, const struct store *, const char *locale,
    const char *layout, struct err *) MUSTUSE;
void put_views_close(struct put_views *);

/* What follows works in the caller's transaction. An error names its line in the file. */

/* Whether the trigger of a campaign names only segments of its store. */
bool put_segments_exist(struct run *, const struct piece *, const struct store *,
    struct err *) MUSTUSE;
/* The store that a file names. */
bool put_store(struct run *, const struct piece *, const char *slug, const struct store **,
    struct err *) MUSTUSE;
bool put_partial(struct run *, struct piece *, struct err *) MUSTUSE;
/* Whether partials compile, and the stored templates that name a partial, with the changed ones. */
bool put_partials_fit(struct run *, struct piece *pieces, size_t n, struct err *) MUSTUSE;
bool put_segment(struct run *, struct piece *, struct err *) MUSTUSE;
bool put_template(struct run *, struct piece *, struct err *) MUSTUSE;
/* before: the campaigns as they were. Rows of the episodes that it affects go to the table,
   unless it is NULL. */
bool put_campaign(struct run *, struct piece *, const struct active_campaigns *before,
    struct table *, struct err *) MUSTUSE;

/* ---- apply.c: the pieces of several files ---- */

struct paths;

bool pieces_read(struct piece *, const struct paths *, struct err *) MUSTUSE;
bool pieces_put(struct run *, struct piece *, size_t n, struct err *) MUSTUSE;
void pieces_free(struct piece *, size_t n);

#endif
