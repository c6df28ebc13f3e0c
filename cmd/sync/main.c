/* crt-sync: polls stores and manages their settings. */
#include "sync.h"

#define AT(field) offsetof(struct sync, field)

#define SECRET_INPUT \
	{ .name = "credentials", .kind = OPTION_FILE, .offset = AT(credentials), .arg = "FILE", \
	  .help = "Read the store's API credentials from FILE (mode 0600); - prompts for them" }, \
	{ .name = "webhook-secret", .kind = OPTION_FILE, .offset = AT(webhook_secret), .arg = "FILE", \
	  .help = "Read the webhook secret from line 1 of FILE; - prompts for it" }

static const struct option secret_input[] = { SECRET_INPUT };

#define CLIENT_OPTIONS \
	{ .name = "parallel", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(parallel), .arg = "N", \
	  .default_value = "8", .min = 1, .max = 64, \
	  .help = "Stores to connect to at the same time" }, \
	{ .name = "timeout", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(timeout), .arg = "DURATION", \
	  .default_value = "1m", .min = 1, .max = 3600, \
	  .help = "Maximum wait for a store's response" }, \
	{ .name = "ca-file", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(ca_file), .arg = "FILE", \
	  .help = "Trust the CA certificates in FILE instead of the system's" }

#define POLL_OPTIONS \
	CLIENT_OPTIONS, \
	{ .name = "tries", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(tries), .arg = "N", \
	  .default_value = "5", .min = 1, .max = 20, \
	  .help = "Attempts per request before giving up" }, \
	{ .name = "include-backed-off", .kind = OPTION_FLAG, \
	  .offset = AT(include_backed_off), \
	  .help = "Also poll stores that are in back-off" }

static const struct option poll[] = {
	POLL_OPTIONS,
	{ .name = "max-time", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(max_time), .arg = "DURATION",
	  .default_value = "4m",
	  .help = "Request no new page after this time; the next run continues" },
	{ .name = "overlap", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(overlap), .arg = "DURATION",
	  .default_value = "5m", .help = "Overlap with the previous pass, to find late changes" },
	{ .name = "lookback", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(lookback), .arg = "DURATION",
	  .default_value = "30d", .help = "How far back the first poll of a store reaches" },
};

static const struct option backfill[] = {
	POLL_OPTIONS,
	{ .name = "from", .kind = OPTION_TIME, .offset = AT(from), .arg = "TIME",
	  .help = "Read everything that changed since TIME; required" },
};

static const struct option reconcile[] = {
	POLL_OPTIONS,
	{ .name = "days", .scope = OPTION_KEY, .kind = OPTION_INT, .offset = AT(days), .arg = "N",
	  .default_value = "3", .min = 1, .max = 366,
	  .help = "Compare what changed in the last N days" },
};

static const struct option add[] = {
	{ .letter = 'f', .name = "file", .kind = OPTION_FILE, .offset = AT(file), .arg = "FILE",
	  .help = "YAML file with one store, or with a list of stores under the key stores" },
	{ .name = "platform", .kind = OPTION_TEXT, .offset = AT(column[SPEC_PLATFORM]),
	  .arg = "PLATFORM",
	  .help = "Shop system: "
#define PLATFORM(name) #name ", "
#include "store/platform.def"
#undef PLATFORM
	  "or other" },
	{ .name = "url", .kind = OPTION_TEXT, .offset = AT(column[SPEC_STORE_URL]), .arg = "URL",
	  .help = "URL of the shop, such as https://acme.example" },
	{ .name = "name", .kind = OPTION_TEXT, .offset = AT(column[SPEC_STORE_NAME]), .arg = "NAME",
	  .help = "Shop name that customers know" },
	{ .name = "currency", .kind = OPTION_TEXT, .offset = AT(column[SPEC_CURRENCY]), .arg = "CODE",
	  .help = "Currency of the shop as an ISO 4217 code, such as EUR" },
	{ .name = "locale", .kind = OPTION_TEXT, .offset = AT(column[SPEC_LOCALE]), .arg = "LOCALE",
	  .help = "Language for customers whose own is unknown (new stores: en)" },
	{ .name = "timezone", .kind = OPTION_TEXT, .offset = AT(column[SPEC_TIMEZONE]), .arg = "ZONE",
	  .help = "Time zone of the shop, such as Europe/Berlin (new stores: UTC)" },
	{ .name = "organization", .kind = OPTION_TEXT, .offset = AT(organization), .arg = "SLUG",
	  .help = "Organization that owns the store; created if missing (new stores: main)" },
	{ .name = "set", .kind = OPTION_LIST, .offset = AT(set), .arg = "NAME=VALUE",
	  .help = "Set a store setting, such as wait=30m; may be repeated" },
	SECRET_INPUT,
};

static const struct option client[] = { CLIENT_OPTIONS };

#define HOOKS_OPTIONS \
	CLIENT_OPTIONS, \
	{ .name = "base-url", .kind = OPTION_TEXT, .offset = AT(base_url), .arg = "URL", \
	  .help = "Base URL of webhooks for stores without the setting hooks_url" }

static const struct option hooks[] = { HOOKS_OPTIONS };

static const struct option install[] = {
	HOOKS_OPTIONS,
	{ .name = "moved-from", .kind = OPTION_TEXT, .offset = AT(moved_from), .arg = "URL",
	  .help = "Old base URL; webhooks that go there move to the new one" },
	{ .name = "renew", .kind = OPTION_FLAG, .offset = AT(renew),
	  .help = "Replace the signing secret; the old one stays valid for 2 more hours" },
};

static const struct option list[] = { OPTION_LIMIT, OPTION_AFTER };

static const struct option sure[] = {
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: this cannot be undone" },
};

static const struct verb verbs[] = {
	{ "", "Poll every active store, and write new records and checkpoints.", "", 0, 0, poll,
	  COUNT(poll), sync_poll },
	{ "backfill", "Write everything that changed since a time as records.", "", 0, 0,
	  backfill, COUNT(backfill), sync_backfill },
	{ "reconcile", "Compare orders and carts with the platforms; write differences as records.",
	  "", 0, 0, reconcile, COUNT(reconcile), sync_reconcile },
	{ "store add", "Add or update a store; settings you omit stay unchanged.", "[SLUG]", 0, 1,
	  add, COUNT(add), sync_store_add },
	{ "store list", "List the stores.", "", 0, 0, list, COUNT(list), sync_store_list },
	{ "store show", "Print a store with all its settings, including defaults.", "SLUG",
	  1, 1, NULL, 0, sync_store_show },
	{ "store set", "Change settings and secrets of a store.", "SLUG [NAME=VALUE...]", 1, -1,
	  secret_input, COUNT(secret_input), sync_store_set },
	{ "store test", "Check that crt can use the API of the stores.", "[SLUG...]",
	  0, -1, client, COUNT(client), sync_store_test },
	{ "store remove", "Delete a store with its carts, customers, orders, and messages.", "SLUG",
	  1, 1, sure, COUNT(sure), sync_store_remove },
	{ "hooks install", "Create missing webhooks at the platforms, and repair broken ones.",
	  "[SLUG...]", 0, -1, install, COUNT(install), sync_hooks_install },
	{ "hooks list", "List all webhooks at the platforms, including those of others.",
	  "[SLUG...]", 0, -1, hooks, COUNT(hooks), sync_hooks_list },
	{ "hooks check", "Report webhooks that are missing or do not work.", "[SLUG...]", 0, -1,
	  hooks, COUNT(hooks), sync_hooks_check },
	{ "hooks remove", "Delete the webhooks that go to crt's address.", "[SLUG...]", 0, -1,
	  hooks, COUNT(hooks), sync_hooks_remove },
};

static const struct command command = {
	.name = "crt-sync", .brief = "poll stores and manage their settings",
	.settings = sizeof (struct sync), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
