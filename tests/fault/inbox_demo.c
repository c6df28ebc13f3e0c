/* inbox_demo.c: prints which lines the inbox reports as committed. */
#include <stdio.h>

#include "conf/command.h"
#include "inbox/inbox.h"

struct settings {
	struct common common;
	int64_t batch, connections;
};

static const struct option options[] = {
	{ .letter = 'b', .name = "batch", .kind = OPTION_INT,
	  .offset = offsetof(struct settings, batch), .arg = "LINES", .default_value = "5", .min = 1,
	  .max = 5000, .help = "Lines in a transaction" },
	{ .name = "connections", .kind = OPTION_INT, .offset = offsetof(struct settings, connections),
	  .arg = "N", .default_value = "1", .min = 1, .max = INBOX_CONNECTIONS_MAX, .help = "So many" },
};

static void
committed(void *arg, const struct line *lines, size_t n)
{
	size_t *calls = arg, i;

	++*calls;
	for (i = 0; i < n; i++)
		printf("%zu %llu\n", *calls, (unsigned long long)lines[i].position);
}

static bool
take(void *settings, char **files, struct err *e)
{
	struct settings *set = settings;
	size_t calls = 0;
	struct run run;
	struct inbox inbox = { .run = &run, .command = "inbox-demo", .batch = (size_t)set->batch,
	    .connections = (size_t)set->connections, .committed = committed, .committed_arg = &calls };
	bool ok = run_open(&run, &set->common, "inbox-demo", RUN_STORES | RUN_KEYS, e)
	    && inbox_run(&inbox, files, e);

	fflush(stdout);
	return run_close(&run, ok, e);
}

static const struct verb verbs[] = {
	{ "", "Take records in.", "[FILE...]", 0, -1, options, COUNT(options), take },
};

static const struct command command = {
	.name = "inbox-demo", .brief = "take records in",
	.settings = sizeof (struct settings), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
