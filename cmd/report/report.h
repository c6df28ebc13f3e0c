/* report.h: the settings and verbs of crt-report. */
#ifndef CRT_REPORT_H
#define CRT_REPORT_H

#include "conf/command.h"
#include "report/health.h"
#include "report/table.h"
#include "run/run.h"

enum report_part { REPORT_ALL, REPORT_RECOVERY, REPORT_MESSAGES, REPORT_REJECTS, REPORT_RUNS };

struct report {
	struct common common;
	crt_time since, until;		/* 0: not given */
	crt_time late;
	crt_time expiry_warning, expiry_fault, web_timeout, provider_expires;	/* of health */
	const char *ca_file;
	int by;				/* index of "store", "day" */
	int part;			/* enum report_part */
	bool full;
	bool monitor;			/* of health */
	const char *fields;		/* NULL: all */
	bool exact;
	int figures_by;			/* index of "campaign", "variant", "step", "channel", "day" */
	crt_time click_window, open_window, view_window, half_life;
	crt_time sms_click_window, sms_view_window;	/* 0: that of mails */
	const char *model_windows;	/* MODEL=DURATION,...; NULL: none */
	bool view_through;
	int metrics_format;		/* index of "prometheus", "openmetrics" */
	const char *file, *folder, *locale;
	crt_time duration;		/* of follow */
	int follow_format;		/* index of "ndjson", "sse" */
	int measure;			/* index of attribution_measures */
	const char *currency, *rates;	/* NULL: convert nothing */
	const char *costs;		/* of goods; NULL: not known */
	bool all;			/* every version */
};

verb_fn report_summary, report_health, report_lift, report_export, report_rollup,
    report_performance, report_funnel, report_attribution, report_metrics,
    report_dashboard, report_publish, report_published, report_profit, report_follow;

/* A table of a period: its columns, and the statement that fills it, with the stores, the times,
   and by, unless it is NULL, as parameters. row gets the table. */
struct report_period_table {
	const struct table_column *columns;
	size_t n;
	const char *sql;
	db_row_fn *row;
};
bool report_period_print(const struct report *, const struct report_period_table *,
    const char *by, struct err *) MUSTUSE;

/* part in percent of whole; NaN where whole is 0. */
double report_share(int64_t part, int64_t whole);

/* The stores of -s; NULL without -s, which includes rows that belong to no store. */
const char *report_stores(const struct run *);

/* --since and --until as statement parameters; the default is the last 30 days. */
bool report_times(const struct report *, char since[CLOCK_TEXT], char until[CLOCK_TEXT],
    struct err *) MUSTUSE;

/* A PostgreSQL interval, such as "900 seconds". */
#define REPORT_PERIOD 40
const char *report_period(crt_time, char out[REPORT_PERIOD]);

/* Runs the checks, with each result of one. of: a store, a command, or a kind of messages. */
typedef bool report_check_fn(void *, const char *check, const char *of,
    const struct health_check *, struct err *);
bool report_health_each(struct run *, crt_time late, report_check_fn *, void *, struct err *)
    MUSTUSE;

/* Its part about volume. */
bool report_health_volume(struct run *, crt_time now, report_check_fn *, void *, struct err *)
    MUSTUSE;

/* The same with the certificates of the web servers and the credentials, which may take
   set->web_timeout for each server. */
bool report_health_expiry(const struct run *, const struct report *, report_check_fn *, void *,
    struct err *) MUSTUSE;

/* Streams an entity in the chosen form. */
bool report_export_entity(struct run *, const struct report *, const char *name,
    struct err *) MUSTUSE;

#endif
