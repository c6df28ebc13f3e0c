/* crt-ingest: take records and platform payloads in. */
#include "flow/inbox.h"
#include "ingest.h"

static const struct option options[] = {
	{ .name = "echo", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, echo),
	  .help = "Pass the accepted records on to standard output" },
	{ .letter = 'b', .name = "batch", .kind = OPTION_INT, .offset = offsetof(struct ingest, batch),
	  .arg = "LINES", .preset = "5000", .min = 1, .max = 100000,
	  .help = "Lines in a transaction" },
};

static const struct verb verbs[] = {
	{ "", "Take records in and bring the state up to date.", "[FILE...]", 0, -1,
	  options, COUNT(options), ingest_take },
};

static const struct command command = {
	"crt-ingest", "take records and platform payloads in", sizeof (struct ingest),
	verbs, COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
