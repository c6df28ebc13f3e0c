/* dashboard.h: the pages of a run of crt-report dashboard. */
#ifndef CRT_DASHBOARD_H
#define CRT_DASHBOARD_H

#include "figures.h"
#include "os/file_set.h"
#include "report/page.h"
#include "../lifts.h"
#include "../report.h"

#define PERIODS 3
#define PLACE_TEXT 200			/* a file name */

extern const int dashboard_periods[PERIODS];	/* days; the one in the middle is the default */

struct dashboard {
	struct run *run;
	const char *locale;		/* of --locale; NULL: of the store */
	struct pages *pages;
	struct file_set files;
	struct lifts lifts;
};

/* place.c: the name of each page's file. With one store, its page is the index. */
void place_fleet(int days, char out[PLACE_TEXT]);
void place_store(const struct dashboard *, const char *slug, int days, char out[PLACE_TEXT]);
void place_campaign(const char *slug, const char *name, int days, char out[PLACE_TEXT]);

/* page_file.c: the locale of a store's pages. */
const char *dashboard_locale(const struct dashboard *, const struct store *);

/* Renders the page and adds it to the files. Frees the context. */
bool dashboard_add(struct dashboard *, const char *page, const char *place, const char *locale,
    json_t *context, struct err *) MUSTUSE;

/* parts.c: parts that several pages have. */
void part_period(json_t *context, const struct period *);
void part_funnel(json_t *context, const struct store_figures *, const char *locale);
void part_time(json_t *context, const struct quartiles *);
void part_days(json_t *context, const struct sums *days, const struct period *,
    const char *locale);
json_t *part_lift(const struct campaign_arms *, const char *locale);

/* store_page.c, fleet_page.c */
bool store_page(struct dashboard *, const struct store_figures *, struct err *) MUSTUSE;
bool fleet_page(struct dashboard *, const struct store_figures *, size_t n, struct err *) MUSTUSE;

#endif
