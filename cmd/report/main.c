/* crt-report: what came of it, and whether all is well. */
#include "report.h"

#define AT(field) offsetof(struct report, field)

static const char *const by[] = { "store", "day", NULL };

static const char *const parts[] = { "all", "recovery", "messages", "rejects", "runs", NULL };

static const struct option summary[] = {
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME",
	  .help = "Carts abandoned from then on, such as 2026-11-01 or 7d (default 30 days before the "
	    "end)" },
	{ .name = "until", .kind = OPTION_TIME, .offset = AT(until), .arg = "TIME",
	  .help = "Carts abandoned before; now if not said" },
	{ .name = "by", .kind = OPTION_WORD, .offset = AT(by), .arg = "WHAT", .preset = "store",
	  .words = by, .help = "A row a store, or a row a day in the store's time zone" },
	{ .name = "part", .kind = OPTION_WORD, .offset = AT(part), .arg = "PART", .preset = "all",
	  .words = parts, .help = "Print this table only; --csv prints recovery if not said" },
	{ .name = "late", .scope = OPTION_KEY, .kind = OPTION_SPAN,
	  .offset = AT(late), .arg = "SPAN", .preset = "15m",
	  .help = "How long after the one before a run is late" },
};

static const struct option health[] = {
	{ .name = "late", .scope = OPTION_KEY, .kind = OPTION_SPAN,
	  .offset = AT(late), .arg = "SPAN", .preset = "15m",
	  .help = "How long after the one before a run is late" },
};

static const struct verb verbs[] = {
	{ "", "Sum up what was abandoned, mailed and recovered, and what was not sent and why.", "",
	  0, 0, summary, COUNT(summary), report_summary },
	{ "health", "Check runs, feeds, messages and rejects; exit status 69 when one is at fault.", "",
	  0, 0, health, COUNT(health), report_health },
	{ "export", "Print the whole state, a JSON object a line; equal states give equal bytes.", "",
	  0, 0, NULL, 0, report_export },
};

static const struct command command = {
	"crt-report", "say what came of it, and whether all is well", sizeof (struct report), verbs,
	COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
