/* crt-campaign: runs recovery campaigns. */
#include "campaign.h"

#define AT(field) offsetof(struct campaign_settings, field)

static const char *const parts[] = { "text", "html", "subject", "sms", "push", "page", NULL };

static const struct option list[] = { OPTION_LIMIT, OPTION_AFTER };
static const struct option explain[] = { OPTION_LIMIT };

static const struct option preview[] = {
	{ .name = "file", .kind = OPTION_FILE, .offset = AT(file), .arg = "FILE",
	  .help = "Render this Liquid file instead of a stored template; - is standard input" },
	{ .name = "data", .kind = OPTION_FILE, .offset = AT(data), .arg = "FILE",
	  .help = "JSON object to render the template with (default: example data)" },
	{ .name = "part", .kind = OPTION_WORD, .offset = AT(part), .arg = "PART",
	    .default_value = "text",
	  .words = parts, .help = "Part to render; sms is a text message, push a push message, "
	  "page a mail for a browser" },
	{ .name = "cart", .kind = OPTION_TEXT, .offset = AT(cart), .arg = "CART",
	  .help = "Render it for this cart, by the shop's id or crt's" },
	{ .name = "locale", .kind = OPTION_TEXT, .offset = AT(locale), .arg = "LANGUAGE",
	  .help = "Language of template, money, and dates, such as de (default: the store's)" },
};

static const char *const bys[] = { "total", "day", "message", NULL };

static const struct option backtest[] = {
	{ .name = "from", .kind = OPTION_TIME, .offset = AT(from), .arg = "TIME",
	  .help = "Enroll carts abandoned since TIME, such as 2026-11-01 or 90d (required)" },
	{ .name = "to", .kind = OPTION_TIME, .offset = AT(to), .arg = "TIME",
	  .help = "Replay history until TIME (default: now)" },
	{ .name = "every", .kind = OPTION_DURATION, .offset = AT(every), .arg = "DURATION",
	  .min = 60, .max = 86400,
	  .help = "Decide at this interval (default: at the recorded runs; without runs, 1h)" },
	{ .name = "by", .kind = OPTION_WORD, .offset = AT(by), .arg = "WHAT",
	  .default_value = "total", .words = bys,
	  .help = "Print a row for each step of a campaign, for each day, or for each message" },
};

static const struct option delete[] = {
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: this cannot be undone" },
};

static const struct verb verbs[] = {
	{ "", "Enroll episodes, advance enrollments, and print every message that is due.", "", 0, 0,
	  NULL, 0, campaign_advance },
	{ "apply", "Store the campaigns, templates, and segments of files in the database.",
	  "FILE...", 1, -1, NULL, 0, campaign_apply },
	{ "plan", "Show what apply would change.", "FILE...", 1, -1, NULL, 0, campaign_plan },
	{ "list", "List the campaigns.", "", 0, 0, list, COUNT(list), campaign_list },
	{ "show", "Show a campaign and its steps.", "NAME", 1, 1, NULL, 0, campaign_show },
	{ "export", "Print the file of a campaign as it was applied.", "NAME", 1, 1, NULL, 0,
	  campaign_export },
	{ "pause", "Send no messages of a campaign until it is activated.", "NAME", 1, 1, NULL, 0,
	  campaign_pause },
	{ "activate", "Resume sending for a campaign.", "NAME", 1, 1, NULL, 0, campaign_activate },
	{ "start", "Enroll a cart, or all carts of a segment, in a campaign of the type MANUAL.",
	  "NAME CART|SEGMENT", 2, 2, NULL, 0, campaign_start },
	{ "delete", "Delete a campaign and end its enrollments.", "NAME", 1, 1, delete,
	  COUNT(delete), campaign_delete },
	{ "due", "List who would be mailed now, and change nothing.", "", 0, 0, NULL, 0,
	  campaign_due },
	{ "explain", "Explain why messages were sent or not, and check every gate for the next one.",
	  "CART|CUSTOMER|MESSAGE...", 1, -1, explain, COUNT(explain), campaign_explain },
	{ "backtest", "Replay history with the campaigns of files, and send nothing.", "FILE...", 1, -1,
	  backtest, COUNT(backtest), campaign_backtest },
	{ "templates", "List the templates, or the versions of one.", "[NAME]", 0, 1, list, COUNT(list),
	  campaign_templates },
	{ "segments", "Count the customers in each segment, or list those in one.", "[NAME]", 0, 1,
	  NULL, 0, campaign_segments },
	{ "preview", "Render a template to standard output.", "[TEMPLATE]", 0, 1,
	  preview, COUNT(preview), campaign_preview },
};

static const struct command command = {
	.name = "crt-campaign", .brief = "run recovery campaigns",
	.settings = sizeof (struct campaign_settings), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
