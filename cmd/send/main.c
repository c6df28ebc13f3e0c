/* crt-send: hand messages over, say what became of them. */
#include "send.h"

#define AT(field) offsetof(struct send, field)

static const char *const tls_words[] = { "required", "opportunistic", "off", "implicit", NULL };

#define CHANNEL_OPTIONS \
	{ .name = "channel", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(channel), .arg = "KIND", \
	  .preset = "smtp", .words = send_channels, .help = "How mail leaves" }, \
	{ .name = "maildir", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(maildir), .arg = "DIR", \
	  .help = "The Maildir of --channel maildir" }, \
	{ .name = "smtp-url", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(smtp_url), .arg = "URL", \
	  .preset = "smtp://localhost:587", .help = "The mail server of --channel smtp" }, \
	{ .name = "smtp-user", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(smtp_user), .arg = "NAME", \
	  .help = "Log in to it as this user" }, \
	{ .name = "smtp-password-file", .scope = OPTION_KEY, .kind = OPTION_SECRET, \
	  .offset = AT(smtp_password), \
	  .arg = "FILE", .help = "The file that holds his password" }, \
	{ .name = "smtp-ca-file", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(smtp_ca), .arg = "FILE", \
	  .help = "Trust these certificates, not the system's" }, \
	{ .name = "smtp-tls", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(tls), .arg = "HOW", \
	  .preset = "required", .words = tls_words, .help = "STARTTLS, or TLS from the first byte" }, \
	{ .name = "parallel", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(parallel), .arg = "NUMBER", \
	  .preset = "4", .min = 1, .max = 64, .help = "Connections to the mail server" }, \
	{ .name = "rate", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(rate), .arg = "NUMBER", \
	  .preset = "0", .min = 0, .max = 1000000, .help = "Mails a second at most; 0 is no limit" }, \
	{ .name = "timeout", .scope = OPTION_KEY, .kind = OPTION_SPAN, \
	  .offset = AT(timeout), .arg = "SPAN", \
	  .preset = "1m", .help = "Wait so long for an answer of the mail server" }, \
	{ .name = "lease", .scope = OPTION_KEY, .kind = OPTION_SPAN, \
	  .offset = AT(lease), .arg = "SPAN", \
	  .preset = "15m", .help = "A claim that is older is given up" }

#define LEDGER { .name = "ledger", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(ledger), .arg = "DIR", \
	.help = "Folder for the hand-off ledger (default: ledger, beside crt.yaml)" }

static const struct option deliver[] = {
	CHANNEL_OPTIONS,
	LEDGER,
	{ .name = "window", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = AT(window), .arg = "NUMBER",
	  .preset = "128", .min = 1, .max = 1000,
	  .help = "Messages claimed at a time, at most" },
	{ .name = "tries", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = AT(tries), .arg = "NUMBER",
	  .preset = "6", .min = 1, .max = 100, .help = "Give a message up after so many refusals" },
};

static const struct option test[] = {
	CHANNEL_OPTIONS,
	{ .name = "to", .kind = OPTION_TEXT, .offset = AT(to), .arg = "ADDRESS",
	  .help = "Send a test mail to ADDRESS (default: test the login and send none)" },
	{ .name = "from", .kind = OPTION_TEXT, .offset = AT(from), .arg = "ADDRESS",
	  .help = "Sender; else the first store's that says one" },
};

static const struct option reconcile[] = {
	CHANNEL_OPTIONS,
	LEDGER,
	{ .name = "sent", .kind = OPTION_LIST, .offset = AT(sent), .arg = "MESSAGE",
	  .help = "This one was taken, as the provider's log shows" },
	{ .name = "failed", .kind = OPTION_LIST, .offset = AT(failed), .arg = "MESSAGE",
	  .help = "This one was refused for good" },
	{ .name = "requeue", .kind = OPTION_LIST, .offset = AT(requeue), .arg = "MESSAGE",
	  .help = "This one was never handed over: it may be sent" },
};

#define BOUNCED_OPTIONS \
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME", \
	  .help = "Only suppressions of this time or later, such as 7d (default: all)" }, \
	{ .name = "reason", .kind = OPTION_TEXT, .offset = AT(reason), .arg = "CODE", \
	  .help = "Only codes that begin like this, such as \"550 5.1.1\" (default: all)" }

static const struct option bounced[] = { BOUNCED_OPTIONS };

static const struct option lift[] = {
	BOUNCED_OPTIONS,
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: these addresses are written to again" },
};

static const struct verb verbs[] = {
	{ "", "Deliver the messages that are due.", "", 0, 0, deliver, COUNT(deliver), send_deliver },
	{ "preview", "Print a message as it would be sent.", "MESSAGE", 1, 1, NULL, 0, send_preview },
	{ "test", "Test the channel, with a test mail or without one.", "", 0, 0, test, COUNT(test),
	  send_test },
	{ "reconcile", "Settle the messages whose hand-over is not known.", "", 0, 0,
	  reconcile, COUNT(reconcile), send_reconcile },
	{ "suppressions list", "List the addresses suppressed by a bounce, by code and time.", "", 0, 0,
	  bounced, COUNT(bounced), send_suppressions_list },
	{ "suppressions lift", "Write again to addresses suppressed by a bounce; opt-outs stay.", "",
	  0, 0, lift, COUNT(lift), send_suppressions_lift },
	{ "status", "Count the messages by status.", "", 0, 0, NULL, 0, send_status },
};

static const struct command command = {
	"crt-send", "hand messages over, say what became of them", sizeof (struct send),
	verbs, COUNT(verbs)
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
