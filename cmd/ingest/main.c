/* crt-ingest: ingests records and webhooks. */
#include "serve/serve.h"

#define SPOOL { .name = "spool", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = offsetof(struct ingest, spool), .arg = "DIR", .state = true, \
	  .help = "Folder of spooled deliveries (default: spool, in the state folder)" }

static const struct option options[] = {
	{ .name = "echo", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, echo),
	  .help = "Print each accepted record to standard output after its commit" },
	{ .letter = 'b', .name = "batch", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, batch),
	  .arg = "LINES", .default_value = "5000", .min = 1, .max = 100000,
	  .help = "Maximum lines in one transaction" },
	{ .name = "connections", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, connections),
	  .arg = "N", .default_value = "2", .min = 1, .max = INBOX_CONNECTIONS_MAX,
	  .help = "Database connections that share a large input" },
	{ .name = "from", .kind = OPTION_WORD, .offset = offsetof(struct ingest, from),
	  .arg = "PLATFORM", .default_value = "none", .words = platform_words,
	  .help = "Read payloads of this platform or provider for the store named with -s" },
	{ .name = "topic", .kind = OPTION_TEXT, .offset = offsetof(struct ingest, topic),
	  .arg = "TOPIC", .help = "Read each line as a body of this topic instead of an envelope" },
	SPOOL,
};

static const struct option serve[] = {
	{ .name = "socket", .scope = OPTION_KEY, .kind = OPTION_FILE,
	  .offset = offsetof(struct ingest, socket),
	  .arg = "PATH", .help = "Unix socket to listen on (default: the socket passed by systemd)" },
	{ .name = "mode", .scope = OPTION_KEY, .kind = OPTION_TEXT,
	  .offset = offsetof(struct ingest, mode),
	  .arg = "MODE", .default_value = "0660", .help = "File mode of the socket" },
	{ .name = "group", .scope = OPTION_KEY, .kind = OPTION_TEXT,
	  .offset = offsetof(struct ingest, group),
	  .arg = "GROUP", .help = "Group of the socket, such as that of the web server" },
	{ .name = "threads", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, threads),
	  .arg = "N", .default_value = "16", .min = 1, .max = FCGI_THREADS_MAX,
	  .help = "Requests to read at the same time" },
	{ .name = "max-pending", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, max_pending),
	  .arg = "N", .default_value = "256", .min = 1, .max = FCGI_OPEN_MAX,
	  .help = "Deliveries of one store that may wait for a commit; more get status 429" },
	{ .name = "writers", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, writers),
	  .arg = "N", .default_value = "2", .min = 1, .max = SERVE_WRITERS_MAX,
	  .help = "Database connections that commit at the same time" },
	{ .name = "max-batch", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, max_batch),
	  .arg = "N", .default_value = "300", .min = 1, .max = SERVE_BATCH_MAX,
	  .help = "Maximum deliveries in one transaction" },
	{ .name = "linger", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, linger),
	  .arg = "MS", .default_value = "0", .min = 0, .max = 1000,
	  .help = "Milliseconds a delivery waits for others to share its transaction" },
	{ .name = "body-max", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = offsetof(struct ingest, body_max),
	  .arg = "BYTES", .default_value = "1048576", .min = 1024, .max = 8388608,
	  .help = "Maximum body size in bytes; larger bodies get status 413" },
	{ .name = "sendgrid-webhook-key", .scope = OPTION_KEY, .kind = OPTION_TEXT,
	  .offset = offsetof(struct ingest, sendgrid_key), .arg = "KEY",
	  .help = "Public key with which SendGrid signs its events, such as MFkwEwYH..." },
	{ .name = "twilio-token-file", .scope = OPTION_KEY, .kind = OPTION_SECRET,
	  .offset = offsetof(struct ingest, twilio_token), .arg = "FILE",
	  .help = "File that contains the auth token of the Twilio account (mode 0600)" },
	SPOOL,
};

static const struct option list[] = { OPTION_LIMIT, OPTION_AFTER };

static const struct option drop[] = {
	{ .name = "all", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, all),
	  .help = "Delete all rejects, or all of the stores named with -s" },
	{ .name = "yes", .kind = OPTION_FLAG, .offset = offsetof(struct ingest, yes),
	  .help = "Confirm: this cannot be undone" },
};

static const struct option replay[] = {
	{ .name = "since", .kind = OPTION_TIME, .offset = offsetof(struct ingest, since), .arg = "TIME",
	  .help = "Replay only records of TIME or later" },
};

static const struct verb verbs[] = {
	{ "", "Ingest records and update the state.", "[FILE...]", 0, -1,
	  options, COUNT(options), ingest_take },
	{ "rejects list", "List rejected lines, oldest first.", "", 0, 0,
	  list, COUNT(list), ingest_rejects_list },
	{ "rejects retry", "Ingest rejected lines again, all or those with these IDs.", "[ID...]",
	  0, -1, NULL, 0, ingest_rejects_retry },
	{ "rejects drop", "Delete rejects.", "[ID...]", 0, -1, drop, COUNT(drop), ingest_rejects_drop },
	{ "replay", "Apply the stored records to the state again, after an update of crt.", "",
	  0, 0, replay, COUNT(replay), ingest_replay },
	{ "serve", "Receive webhooks from a web server over FastCGI or CGI.",
	  "", 0, 0, serve, COUNT(serve), ingest_serve },
};

static const struct command command = {
	.name = "crt-ingest", .brief = "ingest records and webhooks",
	.settings = sizeof (struct ingest), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
