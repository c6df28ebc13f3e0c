/* main.c: the command crt: its verbs, and crt X as crt-X. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "dispatch.h"
#include "front.h"
#include "init_paths.h"
#include "option/help.h"
#include "option/option_values.h"
#include "words.h"

#define AT(field) offsetof(struct settings, field)
#define SERVER { .name = "server", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(server), .arg = "DIR", \
	.help = "Folder of the private server made by crt init" }

static const struct option db_options[] = { SERVER };
static const struct option backup_options[] = {
	SERVER,
	{ .name = "recipient", .scope = OPTION_KEY, .kind = OPTION_FILE, .offset = AT(recipient),
	  .arg = "FILE",
	  .help = "Encrypt for the certificates (PEM) in FILE (default: no encryption)" },
	{ .name = "verify", .kind = OPTION_FLAG, .offset = AT(verify), .default_value = "yes",
	  .help = "Restore into a scratch database, and compare its rows" },
	{ .name = "keep", .kind = OPTION_INT, .offset = AT(keep), .arg = "N", .default_value = "0",
	  .min = 0, .max = 10000,
	  .help = "Then delete all but the newest N backups in DIR, and old journals; 0 keeps all" },
};
static const struct option restore_options[] = {
	SERVER,
	{ .name = "private-key", .kind = OPTION_FILE, .offset = AT(private_key), .arg = "FILE",
	  .help = "Decrypt with the private key (PEM) in FILE (mode 0600)" },
	{ .name = "without-journal", .kind = OPTION_FLAG, .offset = AT(without_journal),
	  .help = "The journal is lost: restore without it, and pause every campaign" },
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: the database is replaced" },
};
static const struct option doctor_options[] = {
	SERVER,
	{ .name = "offline", .kind = OPTION_FLAG, .offset = AT(offline),
	  .help = "Contact neither the shops nor the mail server" },
};
static const struct option canary_options[] = {
	SERVER,
	{ .name = "hooks-url", .scope = OPTION_KEY, .kind = OPTION_TEXT, .offset = AT(hooks_url),
	  .arg = "URL", .help = "Send the test cart to this web server, or off for none (default: "
	    "the hooks_url of each store)" },
	{ .name = "ca-file", .scope = OPTION_KEY, .kind = OPTION_FILE, .offset = AT(ca_file),
	  .arg = "FILE", .help = "Trust the CA certificates in FILE instead of the system's" },
};
static const struct option key_options[] = { SERVER };
static const struct option drop_options[] = {
	SERVER,
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: this cannot be undone" },
};
static const struct option init_options[] = {
	SERVER,
	{ .name = "partitions", .kind = OPTION_INT, .offset = AT(partitions), .arg = "N",
	  .default_value = "16", .min = 1, .max = 256,
	  .help = "Partitions of each large table; cannot be changed later" },
	{ .name = "sync", .kind = OPTION_FLAG, .offset = AT(sync), .default_value = "yes",
	  .help = "Wait until data is on disk; use --no-sync only for tests" },
};

#define ORGANIZATION { .name = "organization", .kind = OPTION_TEXT, .offset = AT(organization), \
	  .arg = "SLUG", .help = "Organization (default: the only one)" }
#define PASSWORD_COST { .name = "password-cost", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(password_cost), .arg = "N", .default_value = "17", .min = 14, .max = 20, \
	  .help = "Cost of new password hashes: scrypt with 2^N blocks of 1 KiB" }
#define PHONE { .name = "phone", .kind = OPTION_TEXT, .offset = AT(phone), .arg = "NUMBER", \
	  .help = "Telephone number for codes, such as +49..." }

static const char *const roles[] = { WORDS_user_role, NULL };
static const char *const new_roles[] = { "keep", WORDS_user_role, NULL };
static const char *const new_factors[] = { "keep", WORDS_user_factor, NULL };
static const char *const switches[] = { "keep", "yes", "no", NULL };

static const struct option org_options[] = {
	SERVER,
	{ .name = "name", .kind = OPTION_TEXT, .offset = AT(name), .arg = "TEXT",
	  .help = "Name for people (default: the slug)" },
	{ .name = "timezone", .kind = OPTION_TEXT, .offset = AT(timezone), .arg = "ZONE",
	  .help = "Time zone, such as Europe/Berlin (default: UTC)" },
	{ .name = "industry", .kind = OPTION_TEXT, .offset = AT(industry), .arg = "TEXT",
	  .help = "Industry, for your own lists" },
};
static const struct option org_list_options[] = { SERVER };
static const struct option access_options[] = { SERVER, ORGANIZATION };
static const struct option attempts_options[] = { SERVER, ORGANIZATION, OPTION_LIMIT };
static const struct option user_add_options[] = {
	SERVER, ORGANIZATION, PHONE,
	{ .name = "role", .kind = OPTION_WORD, .offset = AT(user_role), .arg = "ROLE",
	  .default_value = WORD_ROLE_USER, .words = roles,
	  .help = "What the user may do; each role includes the ones before" },
};
static const struct option role_add_options[] = {
	SERVER, ORGANIZATION,
	{ .name = "role", .kind = OPTION_WORD, .offset = AT(user_role), .arg = "RIGHTS",
	  .default_value = WORD_ROLE_USER, .words = roles, .help = "What the role may do" },
};
static const struct option user_set_options[] = {
	SERVER, ORGANIZATION, PHONE,
	{ .name = "role", .kind = OPTION_WORD, .offset = AT(user_role_set), .arg = "ROLE",
	  .default_value = "keep", .words = new_roles, .help = "What the user may do" },
	{ .name = "factor", .kind = OPTION_WORD, .offset = AT(factor), .arg = "FACTOR",
	  .default_value = "keep", .words = new_factors, .help = "Second factor of a sign-in" },
	{ .name = "disable", .kind = OPTION_WORD, .offset = AT(disable), .arg = "SWITCH",
	  .default_value = "keep", .words = switches,
	  .help = "Whether the user is disabled; yes ends all sessions" },
};
static const struct option user_remove_options[] = {
	SERVER, ORGANIZATION,
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: this cannot be undone" },
};
static const struct option user_password_options[] = { SERVER, ORGANIZATION, PASSWORD_COST };
static const struct option user_check_options[] = {
	SERVER, ORGANIZATION, PASSWORD_COST,
	{ .name = "address", .kind = OPTION_TEXT, .offset = AT(address), .arg = "IP",
	  .help = "IP address of the client: 20 failures of one in 15 minutes lock it" },
	{ .name = "agent", .kind = OPTION_TEXT, .offset = AT(agent), .arg = "TEXT",
	  .help = "User-Agent of the client: a new one is marked" },
	{ .name = "country", .kind = OPTION_TEXT, .offset = AT(country), .arg = "CODE",
	  .help = "Country of the client, such as DE: a new one is marked" },
	{ .name = "session", .kind = OPTION_FLAG, .offset = AT(session),
	  .help = "Keep the session, and print its token" },
};
#define EXPIRES { .name = "expires", .kind = OPTION_DURATION, .offset = AT(expires), \
	  .arg = "DURATION", .min = 60, .max = 3660 * (int64_t)86400, \
	  .help = "The key expires after DURATION, such as 90d (default: never)" }
static const struct option api_key_add_options[] = {
	SERVER, ORGANIZATION, EXPIRES,
	{ .name = "scope", .kind = OPTION_LIST, .offset = AT(scopes), .arg = "SCOPE",
	  .help = "What the key may do; may be repeated" },
	{ .name = "publishable", .kind = OPTION_FLAG, .offset = AT(publishable),
	  .help = "Make a key for browsers, which anybody may see" },
};
static const struct option api_key_rotate_options[] = {
	SERVER, ORGANIZATION, EXPIRES,
	{ .name = "overlap", .kind = OPTION_DURATION, .offset = AT(overlap), .arg = "DURATION",
	  .default_value = "1d", .max = 90 * (int64_t)86400,
	  .help = "The old key is valid for DURATION more" },
};

#define OPTIONS(rows) .options = rows, .noptions = COUNT(rows)

static const struct verb verbs[] = {
	{ .name = "", .brief = "List the verbs and commands.", .operands = "", .run = front_help },
	{ .name = "init", .brief = "Create database, schema, key, and configuration.",
	  .operands = "[DIR]", .max = 1, OPTIONS(init_options), .run = front_init },
	{ .name = "db start", .brief = "Start the private server.", .operands = "",
	  OPTIONS(db_options), .run = front_start },
	{ .name = "db stop", .brief = "Stop the private server.", .operands = "",
	  OPTIONS(db_options), .run = front_stop },
	{ .name = "db status", .brief = "Show whether the private server runs.", .operands = "",
	  OPTIONS(db_options), .run = front_status },
	{ .name = "db migrate", .brief = "Bring the schema up to date.",
	  .operands = "", OPTIONS(db_options), .run = front_migrate },
	{ .name = "db backup", .brief = "Dump the database into a file, and test a restore of it.",
	  .operands = "DIR|FILE", .min = 1, .max = 1, OPTIONS(backup_options), .run = front_backup },
	{ .name = "db restore",
	  .brief = "Replace the database by a backup, completed from the journal.",
	  .operands = "FILE", .min = 1, .max = 1, OPTIONS(restore_options), .run = front_restore },
	{ .name = "db check", .brief = "Prove that the data is consistent.",
	  .operands = "", OPTIONS(db_options), .run = front_check },
	{ .name = "db psql", .brief = "Open the database in psql.", .operands = "[ARGUMENT...]",
	  .max = -1, OPTIONS(db_options), .run = front_psql },
	{ .name = "key list", .brief = "List the keys, and what each encrypts.", .operands = "",
	  OPTIONS(key_options), .run = front_key_list },
	{ .name = "key rotate", .brief = "Add a new key and encrypt everything with it.",
	  .operands = "", OPTIONS(key_options), .run = front_key_rotate },
	{ .name = "key reseal", .brief = "Encrypt everything with the active key.",
	  .operands = "", OPTIONS(key_options), .run = front_key_reseal },
	{ .name = "key drop", .brief = "Remove a key that encrypts nothing any more.",
	  .operands = "ID", .min = 1, .max = 1, OPTIONS(drop_options), .run = front_key_drop },
	{ .name = "org add", .brief = "Add an organization.", .operands = "SLUG", .min = 1, .max = 1,
	  OPTIONS(org_options), .run = front_org_add },
	{ .name = "org set", .brief = "Change an organization.", .operands = "SLUG", .min = 1, .max = 1,
	  OPTIONS(org_options), .run = front_org_set },
	{ .name = "org list", .brief = "List the organizations.", .operands = "",
	  OPTIONS(org_list_options), .run = front_org_list },
	{ .name = "user add", .brief = "Add a user of an organization.", .operands = "EMAIL",
	  .min = 1, .max = 1, OPTIONS(user_add_options), .run = front_user_add },
	{ .name = "user set", .brief = "Change the role, second factor, or state of a user.",
	  .operands = "EMAIL", .min = 1, .max = 1, OPTIONS(user_set_options),
	  .run = front_user_set },
	{ .name = "user remove", .brief = "Delete a user.", .operands = "EMAIL", .min = 1, .max = 1,
	  OPTIONS(user_remove_options), .run = front_user_remove },
	{ .name = "user list", .brief = "List the users.", .operands = "",
	  OPTIONS(access_options), .run = front_user_list },
	{ .name = "user password", .brief = "Set the password of a user; ends their sessions.",
	  .operands = "EMAIL", .min = 1, .max = 1, OPTIONS(user_password_options),
	  .run = front_user_password },
	{ .name = "user totp", .brief = "Give a user a new authenticator secret and recovery codes.",
	  .operands = "EMAIL", .min = 1, .max = 1, OPTIONS(access_options),
	  .run = front_user_totp },
	{ .name = "user check", .brief = "Check the password and the code of a user.",
	  .operands = "EMAIL", .min = 1, .max = 1, OPTIONS(user_check_options),
	  .run = front_user_check },
	{ .name = "user sessions", .brief = "List the open sessions of a user.",
	  .operands = "EMAIL", .min = 1, .max = 1, OPTIONS(access_options),
	  .run = front_user_sessions },
	{ .name = "user attempts", .brief = "List the sign-ins of a user, and what was unusual.",
	  .operands = "EMAIL", .min = 1, .max = 1, OPTIONS(attempts_options),
	  .run = front_user_attempts },
	{ .name = "user revoke", .brief = "End a session of a user, or all of them.",
	  .operands = "EMAIL [SESSION]", .min = 1, .max = 2, OPTIONS(access_options),
	  .run = front_user_revoke },
	{ .name = "api-key add", .brief = "Make an API key, and print it once.", .operands = "NAME",
	  .min = 1, .max = 1, OPTIONS(api_key_add_options), .run = front_api_key_add },
	{ .name = "api-key list", .brief = "List the API keys, without the keys themselves.",
	  .operands = "", OPTIONS(access_options), .run = front_api_key_list },
	{ .name = "api-key rotate", .brief = "Replace an API key by a new one of the same name.",
	  .operands = "NAME", .min = 1, .max = 1, OPTIONS(api_key_rotate_options),
	  .run = front_api_key_rotate },
	{ .name = "api-key revoke", .brief = "End an API key at once.", .operands = "NAME",
	  .min = 1, .max = 1, OPTIONS(access_options), .run = front_api_key_revoke },
	{ .name = "api-key check", .brief = "Show what the API key on standard input may do.",
	  .operands = "", OPTIONS(org_list_options), .run = front_api_key_check },
	{ .name = "role add", .brief = "Give a database role access to an organization or store.",
	  .operands = "ROLE", .min = 1, .max = 1, OPTIONS(role_add_options), .run = front_role_add },
	{ .name = "role remove", .brief = "End the access of a database role.", .operands = "ROLE",
	  .min = 1, .max = 1, OPTIONS(access_options), .run = front_role_remove },
	{ .name = "role list", .brief = "List the database roles with access.", .operands = "",
	  OPTIONS(org_list_options), .run = front_role_list },
	{ .name = "doctor", .brief = "Check the installation, and print what to do.",
	  .operands = "", OPTIONS(doctor_options), .run = front_doctor },
	{ .name = "canary", .brief = "Send a test cart through all commands, into a folder.",
	  .operands = "", OPTIONS(canary_options), .run = front_canary },
	{ .name = "help", .brief = "List the commands, or show the help of one.",
	  .operands = "[COMMAND] [VERB]", .max = 2, .run = front_help },
	{ .name = "version", .brief = "Print the version.", .operands = "", .run = front_version },
};

static const struct command command = {
	.name = "crt", .brief = "recover abandoned shopping carts",
	.settings = sizeof (struct settings), .verbs = verbs, .nverbs = COUNT(verbs),
	.own_act = true,
};

/* A verb of crt has precedence over a command of that name. */
static bool
main_own(const char *word)
{
	size_t i, n = strlen(word);

	for (i = 0; i < COUNT(verbs); i++)
		if (strncmp(verbs[i].name, word, n) == 0 &&
		    (verbs[i].name[n] == '\0' || verbs[i].name[n] == ' '))
			return true;
	return false;
}

/* "db start" of the operands; NULL: no verb is named so. */
static const struct verb *
verb_of(char **operands)
{
	char name[64];
	size_t i;

	snprintf(name, sizeof name, "%s%s%s", operands[0], operands[1] ? " " : "",
	    operands[1] ? operands[1] : "");
	for (i = 0; i < COUNT(verbs); i++)
		if (verbs[i].name[0] && !strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

bool
front_help(void *settings UNUSED, char **operands, struct err *e)
{
	char help[] = "--help", *argv[] = { operands[0], operands[0] ? operands[1] : NULL, help, NULL };

	if (operands[0] == NULL || main_own(operands[0])) {
		help_print(&command, operands[0] ? verb_of(operands) : NULL);
		if (operands[0] == NULL)
			dispatch_list();
		return true;
	}
	if (argv[1] == NULL) {
		argv[1] = help;
		argv[2] = NULL;
	}
	dispatch_exec(operands[0], argv);
	if (!dispatch_check(operands[0], e))
		return false;
	err_set(e, ERR_USAGE, "unknown command \"crt-%s\"", operands[0]);
	return err_hint(e, "list the commands: crt help");
}

bool
front_version(void *settings UNUSED, char **operands UNUSED, struct err *e UNUSED)
{
	help_version(&command);
	return true;
}

/* "init" of "crt --log text init". */
static const char *
first_verb(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (argv[i][0] && argv[i][0] != '-' && main_own(argv[i]))
			return argv[i];
	return "";
}

/* A request that psql does not know. */
static bool
main_requests_help(char **argv)
{
	static const char *const own[] = { "--help", "-h", "--print-config", "--check-config" };
	size_t i;

	for (; *argv; argv++)
		for (i = 0; i < COUNT(own); i++)
			if (!strcmp(*argv, own[i]))
				return true;
	return false;
}

/* What follows "db psql" goes to psql: its -c is not crt's. */
static char **
main_pass(int *argc, char **argv)
{
	char **passed;
	int i = 1;

	while (i + 2 < *argc && (strcmp(argv[i], "db") || strcmp(argv[i + 1], "psql")))
		i++;
	if (i + 2 >= *argc || argv[i + 2][0] != '-' || !strcmp(argv[i + 2], "--")
	    || main_requests_help(argv + i + 2))
		return argv;
	passed = mem_get(((size_t)*argc + 2) * sizeof *passed);
	memcpy(passed, argv, (size_t)(i + 2) * sizeof *passed);
	passed[i + 2] = mem_dup("--");
	memcpy(passed + i + 3, argv + i + 2, (size_t)(*argc - i - 2) * sizeof *passed);
	++*argc;
	return passed;
}

int
main(int argc, char **argv)
{
	struct err e = { 0 };

	if (argc > 1 && argv[1][0] != '-' && !main_own(argv[1])) {
		dispatch_exec(argv[1], argv + 1);
		if (!dispatch_check(argv[1], &e)) {
			common_early(command.name, argv);
			log_err(&e);
			return err_status(&e);
		}
	}
	if (strcmp(first_verb(argc, argv), "init") == 0)
		init_take_config_path(argc, argv);
	argv = main_pass(&argc, argv);
	return command_main(&command, argc, argv);
}
