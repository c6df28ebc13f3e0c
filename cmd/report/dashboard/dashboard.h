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
#define PLACE_HEALTH "health.html"
#define PLACE_LIVE "live.html"

/* Rows of a page, so that it stays below PAGE_BYTES_MAX. */
#define ROWS_MOST  200			/* stores; campaigns */
#define LIFTS_MOST 50

extern const int dashboard_periods[PERIODS];	/* days; the one in the middle is the default */

struct dashboard {
	struct run *run;
	const char *locale;		/* of --locale; NULL: of the store */
	struct pages *pages;
	struct file_set files;
	struct lifts lifts;
	const struct report *set;	/* the options */
	json_t *health;			/* results of the checks, for every page */
};

/* place.c: the name of a page's file. With one store, its page is the index. */
struct place {
	const struct dashboard *dashboard;
	const char *slug, *campaign;	/* NULL: the page is of all stores, or of a store */
};
void place_print(const struct place *, int days, char out[PLACE_TEXT]);

/* page_file.c: the locale of a store's pages, and of those of all stores. */
const char *dashboard_locale(const struct dashboard *, const struct store *);
const char *dashboard_locale_all(const struct dashboard *);

/* Renders the page and adds it to the files. Frees the context. */
bool dashboard_add(struct dashboard *, const char *page, const char *place, const char *locale,
    json_t *context, struct err *) MUSTUSE;

/* parts.c: parts that several pages have. */
json_t *part_store(const struct store *);
void part_period(json_t *context, const struct period *);
void part_funnel(json_t *context, const struct sums *, const char *locale);
void part_time(json_t *context, const struct quartiles *);
void part_days(json_t *context, const struct sums *days, const struct period *,
    const char *locale);
json_t *part_lift(const struct campaign_arms *, const char *locale);

/* The link of a page that has no period to the first page. */
void part_home(json_t *context, const struct dashboard *);

/* Links to the page itself for each period, and to the pages above it. */
void part_links(json_t *context, const struct place *, int days);

/* changes.c: the trend. days: those of the period before, then those of the period. */
void part_changes(json_t *context, const struct sums *days, int n, const char *locale);

/* messages.c: which messages were not sent and why, and what became of the sent ones. */
bool messages_show(json_t *context, struct db *, const struct store_figures *, const char *locale,
    struct err *) MUSTUSE;

/* health_page.c: run the checks; then write their page. */
bool health_read(struct dashboard *, struct err *) MUSTUSE;
bool health_page(struct dashboard *, const char *locale, struct err *) MUSTUSE;

/* live_page.c: events as they happen. */
bool live_page(struct dashboard *, const char *locale, struct err *) MUSTUSE;

/* campaign_page.c, store_page.c, fleet_page.c */
bool campaign_page(struct dashboard *, const struct store_figures *,
    const struct campaign_figures *, struct err *) MUSTUSE;
bool store_page(struct dashboard *, const struct store_figures *, struct err *) MUSTUSE;
bool fleet_page(struct dashboard *, const struct store_figures *, size_t n, struct err *) MUSTUSE;

#endif
