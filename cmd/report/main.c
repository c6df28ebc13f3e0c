/* crt-report: counts results and checks health. */
#include "attribution.h"

#define AT(field) offsetof(struct report, field)

static const char *const by[] = { "store", "day", NULL };

static const char *const parts[] = { "all", "recovery", "messages", "rejects", "runs", NULL };

/* The period of the reports. */
#define PERIOD \
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME", \
	  .help = "Count carts abandoned since TIME, such as 2026-11-01 or 7d (default: 30 days " \
	    "before --until)" }, \
	{ .name = "until", .kind = OPTION_TIME, .offset = AT(until), .arg = "TIME", \
	  .help = "Count carts abandoned before TIME (default: now)" }

#define LATE \
	{ .name = "late", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(late), .arg = "DURATION", .default_value = "15m", \
	  .help = "A run is late if it begins this long after the one before" }

#define EXPIRY \
	{ .name = "expiry-warning", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(expiry_warning), .arg = "DURATION", .default_value = "21d", \
	  .help = "Warn this long before a certificate or a credential expires" }, \
	{ .name = "expiry-fault", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(expiry_fault), .arg = "DURATION", .default_value = "7d", \
	  .help = "Report a fault this long before a certificate or a credential expires" }, \
	{ .name = "provider-expires", .scope = OPTION_KEY, .kind = OPTION_TIME, \
	  .offset = AT(provider_expires), .arg = "TIME", \
	  .help = "When the password or key of crt-send expires, such as 2027-03-31" }

static const struct option summary[] = {
	PERIOD,
	{ .name = "by", .kind = OPTION_WORD, .offset = AT(by), .arg = "UNIT", .default_value = "store",
	  .words = by, .help = "One row per store, or one row per day in the store's time zone" },
	{ .name = "part", .kind = OPTION_WORD, .offset = AT(part), .arg = "PART",
	    .default_value = "all",
	  .words = parts, .help = "Print this table only; with --csv the default is recovery" },
	LATE,
};

static const struct option health[] = {
	LATE,
	EXPIRY,
	{ .name = "web-timeout", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(web_timeout), .arg = "DURATION", .default_value = "5s",
	  .help = "Maximum time to read the certificate of a web server; 0s reads none" },
	{ .name = "ca-file", .scope = OPTION_KEY, .kind = OPTION_FILE,
	  .offset = AT(ca_file), .arg = "FILE",
	  .help = "Trust the CA certificates in FILE instead of the system's" },
	{ .name = "monitor", .kind = OPTION_FLAG, .offset = AT(monitor),
	  .help = "Exit with 0, or 1 if there is a warning, or 2 for a fault, as monitoring systems "
	    "expect" },
};

static const struct option rollup[] = {
	{ .name = "full", .kind = OPTION_FLAG, .offset = AT(full),
	  .help = "Count every day again, not only those that have changed" },
};

static const char *const figures_by[] = { "campaign", "variant", "step", "channel", "day",
    NULL };

static const struct option performance[] = {
	PERIOD,
	{ .name = "by", .kind = OPTION_WORD, .offset = AT(figures_by), .arg = "UNIT",
	  .default_value = "campaign", .words = figures_by,
	  .help = "One row per campaign, variant, step, channel, or day" },
};

static const struct option funnel[] = { PERIOD };

#define MEASURE \
	{ .name = "measure", .kind = OPTION_WORD, .offset = AT(measure), .arg = "MEASURE", \
	  .default_value = "revenue", .words = attribution_measures, \
	  .help = "Attribute revenue net of refunds, its part for goods, or the number of recoveries" }

static const struct option attribution[] = {
	PERIOD, MEASURE,
	{ .name = "currency", .kind = OPTION_TEXT, .offset = AT(currency), .arg = "CODE",
	  .help = "Convert revenue to this currency, such as EUR, by --rates" },
	{ .name = "rates", .kind = OPTION_FILE, .offset = AT(rates), .arg = "FILE",
	  .help = "Exchange rates as CSV: date,currency,rate" },
	{ .name = "click-window", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(click_window), .arg = "DURATION", .default_value = "5d",
	  .help = "Count clicks at most this long before the order" },
	{ .name = "sms-click-window", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(sms_click_window), .arg = "DURATION",
	  .help = "The same for clicks in text messages, such as 12h (default: --click-window)" },
	{ .name = "open-window", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(open_window), .arg = "DURATION", .default_value = "5d",
	  .help = "Count opens at most this long before the order" },
	{ .name = "half-life", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(half_life), .arg = "DURATION", .default_value = "7d",
	  .help = "For time_decay, the age at which a touch counts half" },
	{ .name = "view-through", .kind = OPTION_FLAG, .offset = AT(view_through),
	  .help = "Fill the column view_through" },
	{ .name = "view-window", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(view_window), .arg = "DURATION", .default_value = "12h",
	  .needs = "view-through",
	  .help = "For view_through, count messages sent at most this long before the order" },
	{ .name = "sms-view-window", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(sms_view_window), .arg = "DURATION", .needs = "view-through",
	  .help = "The same for text messages (default: --view-window)" },
	{ .name = "model-windows", .scope = OPTION_KEY, .kind = OPTION_TEXT,
	  .offset = AT(model_windows), .arg = "MODEL=DURATION,...",
	  .help = "Windows of single models for clicks and opens, such as linear=30d,position=30d" },
};

static const struct option dashboard[] = {
	{ .letter = 'o', .name = "output", .kind = OPTION_FILE, .offset = AT(folder), .arg = "DIR",
	  .help = "Write the pages into DIR, which is created if it is missing" },
	{ .name = "locale", .scope = OPTION_KEY, .kind = OPTION_TEXT, .offset = AT(locale),
	  .arg = "LOCALE", .help = "Language and formats of all pages, such as de or en-GB "
	    "(default: those of each store)" },
	LATE,
	EXPIRY,
};

static const struct option profit[] = {
	PERIOD,
	{ .name = "costs", .scope = OPTION_KEY, .kind = OPTION_FILE, .offset = AT(costs),
	  .arg = "FILE", .once = true,
	  .help = "What one unit of each product costs, as CSV: sku,cost or store,sku,cost" },
};

static const struct option published[] = {
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME",
	  .help = "Print periods that begin at TIME or later (default: all)" },
	{ .name = "until", .kind = OPTION_TIME, .offset = AT(until), .arg = "TIME",
	  .help = "Print periods that end at TIME or before (default: all)" },
	MEASURE,
	{ .name = "all", .kind = OPTION_FLAG, .offset = AT(all),
	  .help = "Print every version of a period, not only the latest" },
};

static const char *const formats[] = { "prometheus", "openmetrics", NULL };

static const struct option metrics[] = {
	{ .letter = 'o', .name = "output", .kind = OPTION_FILE, .offset = AT(file), .arg = "FILE",
	  .help = "Replace FILE at once (default: write to standard output)" },
	{ .name = "format", .kind = OPTION_WORD, .offset = AT(metrics_format), .arg = "FORMAT",
	  .default_value = "prometheus", .words = formats,
	  .help = "The text format of Prometheus, also for node_exporter, or OpenMetrics" },
};

static const char *const follow_formats[] = { "ndjson", "sse", NULL };

static const struct option follow[] = {
	{ .name = "after", .kind = OPTION_TEXT, .offset = AT(common.after), .arg = "ID",
	  .help = "Continue after the record with this ID; 0 begins with the oldest that is kept "
	    "(default: only new records)" },
	{ .name = "for", .kind = OPTION_DURATION, .offset = AT(duration), .arg = "DURATION",
	  .default_value = "3660d",
	  .help = "Stop after DURATION; 0s prints the records that exist, and stops" },
	{ .name = "format", .kind = OPTION_WORD, .offset = AT(follow_format), .arg = "FORMAT",
	  .default_value = "ndjson", .words = follow_formats,
	  .help = "One JSON object per line, or Server-Sent Events for a browser" },
};

static const struct option export[] = {
	{ .name = "fields", .kind = OPTION_TEXT, .offset = AT(fields), .arg = "NAME,...",
	  .help = "Export only these columns of ENTITY, in this order, such as id,total,currency" },
	{ .name = "exact", .kind = OPTION_FLAG, .offset = AT(exact), .needs = "csv",
	  .help = "With --csv, write texts as they are; without it, a text that a spreadsheet would "
	    "read as a formula gets a leading '" },
};

static const struct verb verbs[] = {
	{ "", "Count what was abandoned, mailed, and recovered, and what was not sent and why.", "",
	  0, 0, summary, COUNT(summary), report_summary },
	{ "health", "Check runs, syncs, messages, and rejects; exit status 69 if there is a fault.", "",
	  0, 0, health, COUNT(health), report_health },
	{ "lift", "Report whether the messages of each campaign with a holdout make people buy.", "",
	  0, 0, NULL, 0, report_lift },
	{ "performance", "Print the figures of each campaign, variant, step, channel, or day.", "",
	  0, 0, performance, COUNT(performance), report_performance },
	{ "funnel", "Print how many carts reached each stage, from abandoned to recovered.", "",
	  0, 0, funnel, COUNT(funnel), report_funnel },
	{ "attribution", "Print which messages earned the orders, by each attribution model.", "",
	  0, 0, attribution, COUNT(attribution), report_attribution },
	{ "dashboard", "Write the figures of the stores as pages for a browser.", "",
	  0, 0, dashboard, COUNT(dashboard), report_dashboard },
	{ "profit", "Print what recovery earned after coupons, messages, and the cost of goods.", "",
	  0, 0, profit, COUNT(profit), report_profit },
	{ "publish", "Store the attribution of a period as a version that never changes.", "",
	  0, 0, attribution, COUNT(attribution), report_publish },
	{ "published", "Print the published attribution of past periods.", "",
	  0, 0, published, COUNT(published), report_published },
	{ "metrics", "Write metrics for Prometheus.", "",
	  0, 0, metrics, COUNT(metrics), report_metrics },
	{ "follow", "Print abandonments, sent messages, and recoveries as they happen.", "",
	  0, 0, follow, COUNT(follow), report_follow },
	{ "rollup", "Bring the daily figures up to date.", "",
	  0, 0, rollup, COUNT(rollup), report_rollup },
	{ "export", "Export all data, one JSON object per line, or one ENTITY as a table.", "[ENTITY]",
	  0, 1, export, COUNT(export), report_export },
};

static const struct command command = {
	.name = "crt-report", .brief = "count results and check health",
	.settings = sizeof (struct report), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
