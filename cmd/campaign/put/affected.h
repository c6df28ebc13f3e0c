/* affected.h: what a change of a campaign does to open episodes. */
#ifndef CRT_CMD_AFFECTED_H
#define CRT_CMD_AFFECTED_H

#include "campaign/active.h"
#include "report/table.h"
#include "rule/edit.h"

#define AFFECTED_REASONS_MAX 40

/* How many episodes have one effect for one reason. */
struct affected_sum {
	enum edit_effect effect;
	const char *reason;		/* not owned; NULL: none */
	int64_t n;
};

struct affected {
	struct affected_sum sums[AFFECTED_REASONS_MAX];
	size_t n;
};

/* Changes the enrollments of a campaign, in the caller's transaction. was: the campaign before;
   is: its new rule. Adds a row for each episode that is not kept to the table, unless it is
   NULL. */
bool affected_apply(struct affected *, struct run *, const struct active_campaign *was,
    const struct campaign *is, bool active, struct table *, struct err *) MUSTUSE;

struct table *affected_rows(enum output_form);
bool affected_report(const struct affected *, struct table *, const char *store, const char *name,
    struct err *) MUSTUSE;
struct table *affected_table(enum output_form);

#endif
