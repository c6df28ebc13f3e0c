/* attribution.h: the attribution of a period, for printing and for publishing. */
#ifndef CRT_REPORT_ATTRIBUTION_H
#define CRT_REPORT_ATTRIBUTION_H

#include "model_windows.h"
#include "report.h"

enum attribution_measure { ATTRIBUTION_REVENUE, ATTRIBUTION_GOODS, ATTRIBUTION_RECOVERIES };
extern const char *const attribution_measures[];	/* by report.measure */

static inline bool
attribution_recoveries(const struct report *set)
{
	return set->measure == ATTRIBUTION_RECOVERIES;
}

/* Recoveries are printed as decimals. */
static inline enum table_kind
attribution_kind(const struct report *set)
{
	return attribution_recoveries(set) ? TABLE_TEXT : TABLE_MONEY;
}

#define ATTRIBUTION_COLUMNS(kind) \
	{ "currency", TABLE_TEXT, TABLE_BY_KIND }, { "campaign", TABLE_TEXT, TABLE_BY_KIND }, \
	{ "step", TABLE_INT, TABLE_BY_KIND }, { "channel", TABLE_TEXT, TABLE_BY_KIND }, \
	{ "last_click", kind, TABLE_RIGHT }, { "last_touch", kind, TABLE_RIGHT }, \
	{ "any_touch", kind, TABLE_RIGHT }, { "linear", kind, TABLE_RIGHT }, \
	{ "position", kind, TABLE_RIGHT }, { "time_decay", kind, TABLE_RIGHT }, \
	{ "view_through", kind, TABLE_RIGHT }

/* The cells of these columns. The columns of attribution_list begin at first. */
void attribution_cells(struct table *, const struct db_row *, int first, bool recoveries);

/* The windows of text messages, which are those of mails unless they are given. */
crt_time attribution_sms_click(const struct report *);
crt_time attribution_sms_view(const struct report *);

/* Whether the options fit each other. */
bool attribution_check(const struct report *, struct err *) MUSTUSE;

/* Calls row for each row of attribution_list, by store. */
bool attribution_each(struct run *, const struct report *, const char *since, const char *until,
    db_row_fn *row, void *, struct err *) MUSTUSE;

#endif
