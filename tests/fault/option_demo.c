/* option_demo.c: a small command, so that tests/option.bats can drive lib/option and lib/conf. */
#include <stdio.h>

#include "conf/command.h"

struct settings {
	struct common common;
	int64_t batch;
	crt_time idle;
	const char *title, *spool;
	const char *password;
	int channel;
	bool echo;
	const char *to;
};

static const char *const channels[] = { "smtp", "sms", NULL };

#define AT(field) offsetof(struct settings, field)

static const struct option send_options[] = {
	{ .letter = 'b', .name = "batch-size", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = AT(batch),
	  .arg = "NUMBER", .default_value = "500", .min = 1, .max = 5000,
	  .help = "Records per batch" },
	{ .name = "idle", .scope = OPTION_KEY, .kind = OPTION_DURATION,
	  .offset = AT(idle), .arg = "DURATION",
	  .default_value = "1h", .help = "Idle time" },
	{ .name = "title", .scope = OPTION_KEY, .kind = OPTION_TEXT, .offset = AT(title), .arg = "TEXT",
	  .help = "Title of the demonstration" },
	{ .name = "password-file", .scope = OPTION_KEY, .kind = OPTION_SECRET,
	  .offset = AT(password), .arg = "FILE",
	  .help = "File that holds the password" },
	{ .name = "channel", .scope = OPTION_KEY, .kind = OPTION_WORD,
	  .offset = AT(channel), .arg = "CHANNEL",
	  .default_value = "smtp", .words = channels, .help = "Send by this channel" },
	{ .name = "spool", .scope = OPTION_KEY, .kind = OPTION_FILE, .offset = AT(spool), .arg = "DIR",
	  .state = true, .help = "A folder of state" },
	{ .name = "echo", .scope = OPTION_KEY, .kind = OPTION_FLAG,
	  .offset = AT(echo), .help = "Repeat what is read" },
};

static const struct option list_options[] = {
	{ .name = "to", .kind = OPTION_TEXT, .offset = AT(to), .arg = "ADDRESS",
	  .help = "Only those of this address" },
};

static bool
show(void *settings, char **operands, struct err *e UNUSED)
{
	const struct settings *s = settings;

	printf("batch=%lld idle=%llds title=%s password=%s channel=%s echo=%d dry=%d v=%d stores=",
	    (long long)s->batch, (long long)(s->idle / CLOCK_SECOND), s->title ? s->title : "-",
	    s->password ? s->password : "-", channels[s->channel], s->echo, s->common.dry_run,
	    s->common.verbose);
	for (size_t i = 0; i < s->common.stores.n; i++)
		printf("%s%s", i ? "," : "", s->common.stores.item[i]);
	printf(" operands=");
	for (size_t i = 0; operands[i]; i++)
		printf("%s%s", i ? "," : "", operands[i]);
	putchar('\n');
	return true;
}

static bool
list(void *settings, char **operands UNUSED, struct err *e UNUSED)
{
	const struct settings *s = settings;

	printf("list to=%s form=%d\n", s->to ? s->to : "-", option_output(&s->common));
	return true;
}

static bool
rejected(void *settings UNUSED, char **operands, struct err *e)
{
	puts("one");
	return err_set(e, ERR_REJECTS, "1 of 2 records was rejected, \"%s\"", operands[0]);
}

static const struct verb verbs[] = {
	{ .name = "", .brief = "Show the settings.", .operands = "[FILE...]", .max = -1,
	  .options = send_options, .noptions = COUNT(send_options), .run = show },
	{ .name = "rejects list", .brief = "List what was rejected.", .operands = "",
	  .options = list_options, .noptions = COUNT(list_options), .run = list },
	{ .name = "rejects drop", .brief = "Drop a reject.", .operands = "ID",
	  .min = 1, .max = 1, .run = rejected },
	{ .name = "list", .brief = "List.", .operands = "", .run = list },
};

static const struct command command = {
	.name = "crt-demo", .brief = "demonstrate the options",
	.settings = sizeof (struct settings), .verbs = verbs, .nverbs = COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
