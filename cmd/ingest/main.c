/* crt-ingest: take records and platform payloads in. */
#include "serve/serve.h"

#define SPOOL { .name = "spool", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = offsetof(struct ingest, spool), \
	  .arg = "DIR", .help = "Where deliveries lie while the database is away" }

static const struct option options[] = {
	{ .name = "echo", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, echo),
	  .help = "Pass the accepted records on to standard output" },
	{ .letter = 'b', .name = "batch", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, batch),
	  .arg = "LINES", .default_value = "5000", .min = 1, .max = 100000,
	  .help = "Lines in a transaction at most" },
	{ .name = "connections", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, connections),
	  .arg = "N", .default_value = "2", .min = 1, .max = INBOX_CONNECTIONS_MAX,
	  .help = "Connections to the database that share a large input" },
	{ .name = "from", .kind = OPTION_WORD, .offset = offsetof(struct ingest, from),
	  .arg = "PLATFORM", .default_value = "none", .words = platform_words,
	  .help = "Take the payloads of this platform, for the one store that -s names" },
	{ .name = "topic", .kind = OPTION_TEXT, .offset = offsetof(struct ingest, topic),
	  .arg = "TOPIC", .help = "The lines are bare bodies of this topic, not envelopes" },
	SPOOL,
};

static const struct option serve[] = {
	{ .name = "socket", .scope = OPTION_KEY, .kind = OPTION_FILE,
	  .offset = offsetof(struct ingest, socket),
	  .arg = "PATH", .help = "Where the web server finds us; without it, what systemd has opened" },
	{ .name = "mode", .scope = OPTION_KEY, .kind = OPTION_TEXT,
	  .offset = offsetof(struct ingest, mode),
	  .arg = "MODE", .default_value = "0660", .help = "Who may connect to the socket" },
	{ .name = "group", .scope = OPTION_KEY, .kind = OPTION_TEXT,
	  .offset = offsetof(struct ingest, group),
	  .arg = "GROUP", .help = "The socket's group: the web server's" },
	{ .name = "threads", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, threads),
	  .arg = "N", .default_value = "16", .min = 1, .max = FCGI_THREADS_MAX,
	  .help = "Requests that are read at the same time" },
	{ .name = "max-pending", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, max_pending),
	  .arg = "N", .default_value = "256", .min = 1, .max = FCGI_OPEN_MAX,
	  .help = "Deliveries of one store that may wait for their commit; more get HTTP 429" },
	{ .name = "writers", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, writers),
	  .arg = "N", .default_value = "2", .min = 1, .max = SERVE_WRITERS_MAX,
	  .help = "Connections that commit at the same time" },
	{ .name = "max-batch", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, max_batch),
	  .arg = "N", .default_value = "300", .min = 1, .max = 10000,
	  .help = "Deliveries committed in one transaction, at most" },
	{ .name = "linger", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, linger),
	  .arg = "MS", .default_value = "0", .min = 0, .max = 1000,
	  .help = "Milliseconds that a delivery waits for company while others are committed" },
	{ .name = "body-max", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, body_max),
	  .arg = "BYTES", .default_value = "1048576", .min = 1024, .max = 8388608,
	  .help = "Longer bodies are answered 413" },
	SPOOL,
};

static const struct option list[] = { OPTION_LIMIT, OPTION_AFTER };

static const struct option drop[] = {
	{ .name = "all", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, all),
	  .help = "All of them, or with -s all of a store" },
	{ .name = "yes", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, yes),
	  .help = "It is meant, and cannot be undone" },
};

static const struct option replay[] = {
	{ .name = "since", .kind = OPTION_TIME, .offset = offsetof(struct ingest, since), .arg = "TIME",
	  .help = "Only what happened then or later" },
};

static const struct verb verbs[] = {
	{ "", "Take records in and bring the state up to date.", "[FILE...]", 0, -1,
	  options, COUNT(options), ingest_take },
	{ "rejects list", "List what could not be used, oldest first.", "", 0, 0,
	  list, COUNT(list), ingest_rejects_list },
	{ "rejects retry", "Take in again what was rejected, all or these; what is taken is no reject "
	  "any more.", "[ID...]", 0, -1, NULL, 0, ingest_rejects_retry },
	{ "rejects drop", "Forget rejects.", "[ID...]", 0, -1, drop, COUNT(drop), ingest_rejects_drop },
	{ "replay", "Fold the events that are kept once more; nothing changes unless crt has.", "",
	  0, 0, replay, COUNT(replay), ingest_replay },
	{ "serve", "Take webhooks from a web server: FastCGI, or CGI where GATEWAY_INTERFACE is set.",
	  "", 0, 0, serve, COUNT(serve), ingest_serve },
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
