/* crt-sync: ask the stores' platforms for what is new, and keep the stores. */
#include "sync.h"

#define AT(field) offsetof(struct sync, field)

#define SECRET_INPUT \
	{ .name = "credentials", .kind = OPTION_FILE, .offset = AT(credentials), .arg = "FILE", \
	  .help = "Let crt in with what this file holds, mode 0600; - asks for it" }, \
	{ .name = "webhook-secret", .kind = OPTION_FILE, .offset = AT(webhook_secret), .arg = "FILE", \
	  .help = "Deliveries are signed with the first line of this file; - asks for it" }

static const struct option secret_input[] = { SECRET_INPUT };

#define CLIENT_OPTIONS \
	{ .name = "parallel", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(parallel), .arg = "NUMBER", \
	  .default_value = "8", .min = 1, .max = 64, .help = "Requests at once, one to a store" }, \
	{ .name = "timeout", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(timeout), .arg = "SPAN", \
	  .default_value = "1m", .help = "Wait so long for an answer of a store" }, \
	{ .name = "ca-file", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(ca_file), .arg = "FILE", \
	  .help = "Trust these certificates, not the system's" }

#define POLL_OPTIONS \
	CLIENT_OPTIONS, \
	{ .name = "tries", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(tries), .arg = "NUMBER", \
	  .default_value = "5", .min = 1, .max = 20, .help = "So many times for one answer" }, \
	{ .name = "include-backed-off", .kind = OPTION_FLAG, \
	  .offset = AT(include_backed_off), \
	  .help = "Also poll stores that are in back-off" }

static const struct option poll[] = {
	POLL_OPTIONS,
	{ .name = "max-time", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(max_time), .arg = "SPAN",
	  .default_value = "4m", .help =
	      "Request no new page after this time; the next run continues" },
	{ .name = "overlap", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(overlap), .arg = "SPAN",
	  .default_value = "5m", .help = "Look again at so much before the last look" },
	{ .name = "lookback", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(lookback), .arg = "SPAN",
	  .default_value = "30d", .help =
	      "Of a store that was never looked at: what changed in so long" },
};

static const struct option backfill[] = {
	POLL_OPTIONS,
	{ .name = "from", .kind = OPTION_TIME, .offset = AT(from), .arg = "TIME",
	  .help = "Everything that changed since then" },
};

static const struct option reconcile[] = {
	POLL_OPTIONS,
	{ .name = "days", .scope = OPTION_KEY, .kind = OPTION_INT, .offset = AT(days), .arg = "NUMBER",
	  .default_value = "3", .min = 1, .max = 366, .help = "Compare what changed in so many days" },
};

static const struct option add[] = {
	{ .letter = 'f', .name = "file", .kind = OPTION_FILE, .offset = AT(file), .arg = "FILE",
	  .help = "Read one store, or a list called stores, from this YAML file" },
	{ .name = "platform", .kind = OPTION_TEXT, .offset = AT(platform), .arg = "PLATFORM",
	  .help = "Shop system: "
#define PLATFORM(name) #name ", "
#include "store/platform.def"
#undef PLATFORM
	  "or other" },
	{ .name = "url", .kind = OPTION_TEXT, .offset = AT(url), .arg = "URL",
	  .help = "Address of the shop" },
	{ .name = "name", .kind = OPTION_TEXT, .offset = AT(name), .arg = "NAME",
	  .help = "Name of the shop, as its customers know it" },
	{ .name = "currency", .kind = OPTION_TEXT, .offset = AT(currency), .arg = "CODE",
	  .help = "Its currency, as ISO 4217 says it" },
	{ .name = "locale", .kind = OPTION_TEXT, .offset = AT(locale), .arg = "LOCALE",
	  .help = "Its language; of a new store en" },
	{ .name = "timezone", .kind = OPTION_TEXT, .offset = AT(timezone), .arg = "ZONE",
	  .help = "Its time zone, as Europe/Berlin; of a new store UTC" },
	{ .name = "organization", .kind = OPTION_TEXT, .offset = AT(organization), .arg = "SLUG",
	  .help = "Whom it belongs to, made when missing; of a new store main" },
	{ .name = "set", .kind = OPTION_LIST, .offset = AT(set), .arg = "NAME=VALUE",
	  .help = "A setting of the store; may be repeated" },
	SECRET_INPUT,
};

static const struct option client[] = { CLIENT_OPTIONS };

#define HOOKS_OPTIONS \
	CLIENT_OPTIONS, \
	{ .name = "base-url", .kind = OPTION_TEXT, .offset = AT(base_url), .arg = "URL", \
	  .help = "Base of the webhooks' addresses, where a store has no hooks_url" }

static const struct option hooks[] = { HOOKS_OPTIONS };

static const struct option install[] = {
	HOOKS_OPTIONS,
	{ .name = "moved-from", .kind = OPTION_TEXT, .offset = AT(moved_from), .arg = "URL",
	  .help = "Those with this base are crt's too, and move to the new one" },
	{ .name = "renew", .kind = OPTION_FLAG, .offset = AT(renew),
	  .help = "Sign with a new secret from now on" },
};

static const struct option list[] = { OPTION_LIMIT, OPTION_AFTER };

static const struct option sure[] = {
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "It is meant, and cannot be undone" },
};

static const struct verb verbs[] = {
	{ "", "What is new at every active store, as records and checkpoints.", "", 0, 0, poll,
	  COUNT(poll), sync_poll },
	{ "backfill", "Everything that changed at the stores since a time, as records.", "", 0, 0,
	  backfill, COUNT(backfill), sync_backfill },
	{ "reconcile", "Compare orders and carts with the platforms; what was lost comes as records.",
	  "", 0, 0, reconcile, COUNT(reconcile), sync_reconcile },
	{ "store add", "Add a store, or bring one up to date; what is not said stays.", "[SLUG]", 0, 1,
	  add, COUNT(add), sync_store_add },
	{ "store list", "List the stores.", "", 0, 0, list, COUNT(list), sync_store_list },
	{ "store show", "Print everything about a store, its settings with their presets.", "SLUG",
	  1, 1, NULL, 0, sync_store_show },
	{ "store set", "Change settings and secrets of a store.", "SLUG [NAME=VALUE...]", 1, -1,
	  secret_input, COUNT(secret_input), sync_store_set },
	{ "store test", "Ask stores whether they let crt in, and say what is wrong.", "[SLUG...]",
	  0, -1, client, COUNT(client), sync_store_test },
	{ "store remove", "Delete a store and all that is known of its carts and customers.", "SLUG",
	  1, 1, sure, COUNT(sure), sync_store_remove },
	{ "hooks install", "Have platforms send webhooks: make what is missing, mend what is broken.",
	  "[SLUG...]", 0, -1, install, COUNT(install), sync_hooks_install },
	{ "hooks list", "List the webhooks that are there, others' too.", "[SLUG...]", 0, -1,
	  hooks, COUNT(hooks), sync_hooks_list },
	{ "hooks check", "Say which webhooks are missing or do not work.", "[SLUG...]", 0, -1,
	  hooks, COUNT(hooks), sync_hooks_check },
	{ "hooks remove", "Take back the webhooks that go to crt's address.", "[SLUG...]", 0, -1,
	  hooks, COUNT(hooks), sync_hooks_remove },
};

static const struct command command = {
	"crt-sync", "ask the stores' platforms for what is new", sizeof (struct sync), verbs,
	COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
