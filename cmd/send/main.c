/* crt-send: delivers messages and records the results. */
#include "send.h"

#define AT(field) offsetof(struct send, field)

static const char *const tls_words[] = { "required", "opportunistic", "off", "implicit", NULL };

#define DKIM_KEYS \
	{ .name = "dkim-keys", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(dkim_keys), .arg = "DIR", \
	  .help = "Sign mails with each key SELECTOR.pem in DIR (default: the server signs)" }

#define CHANNEL_OPTIONS \
	{ .name = "channel", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(channel), .arg = "KIND", \
	  .default_value = "smtp", .words = send_channels, .help = "Channel to send by" }, \
	{ .name = "sms", .kind = OPTION_FLAG, .offset = AT(sms), \
	  .help = "Send text messages, by --sms-channel, instead of mails" }, \
	{ .name = "sms-channel", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(sms_channel), .arg = "KIND", \
	  .default_value = "twilio", .words = send_sms_channels, \
	  .help = "Channel to send text messages by" }, \
	{ .name = "sms-program", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(sms_program), .arg = "FILE", \
	  .help = "Program that sends the text messages, for --sms-channel exec" }, \
	{ .name = "push", .kind = OPTION_FLAG, .offset = AT(push), \
	  .help = "Send push messages, by --push-channel, instead of mails" }, \
	{ .name = "push-channel", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(push_channel), .arg = "KIND", \
	  .default_value = "fcm", .words = send_push_channels, \
	  .help = "Channel to send push messages by" }, \
	{ .name = "push-program", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(push_program), .arg = "FILE", \
	  .help = "Program that sends the push messages, for --push-channel exec" }, \
	{ .name = "fcm-url", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(fcm_url), .arg = "URL", \
	  .default_value = "https://fcm.googleapis.com", .help = "API of Firebase Cloud Messaging" }, \
	{ .name = "fcm-key-file", .scope = OPTION_KEY, .kind = OPTION_SECRET, \
	  .offset = AT(fcm_key), .arg = "FILE", \
	  .help = "JSON file with the key of a service account of Firebase (mode 0600)" }, \
	{ .name = "twilio-url", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(twilio_url), .arg = "URL", \
	  .default_value = "https://api.twilio.com", .help = "Twilio's API" }, \
	{ .name = "twilio-account", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(twilio_account), .arg = "SID", .help = "SID of the account at Twilio" }, \
	{ .name = "twilio-from", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(twilio_from), .arg = "SENDER", \
	  .help = "Number such as +15017122661, or SID of a Messaging Service" }, \
	{ .name = "twilio-key-file", .scope = OPTION_KEY, .kind = OPTION_SECRET, \
	  .offset = AT(twilio_key), .arg = "FILE", \
	  .help = "File that contains the account's auth token, or SID:SECRET of an API key" }, \
	{ .name = "maildir", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(maildir), .arg = "DIR", \
	  .help = "Folder to write mails to, for --channel maildir" }, \
	{ .name = "program", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(program), .arg = "FILE", \
	  .help = "Program that sends the messages, for --channel exec" }, \
	{ .name = "sendgrid-url", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(sendgrid_url), .arg = "URL", \
	  .default_value = "https://api.sendgrid.com", \
	  .help = "SendGrid's API; https://api.eu.sendgrid.com for accounts in the EU" }, \
	{ .name = "sendgrid-key-file", .scope = OPTION_KEY, .kind = OPTION_SECRET, \
	  .offset = AT(sendgrid_key), .arg = "FILE", \
	  .help = "File that contains the key of SendGrid's API (mode 0600)" }, \
	{ .name = "sendgrid-sandbox", .scope = OPTION_KEY, .kind = OPTION_FLAG, \
	  .offset = AT(sendgrid_sandbox), \
	  .help = "Let SendGrid check each mail and deliver none, for tests" }, \
	{ .name = "smtp-url", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(smtp_url), .arg = "URL", \
	  .default_value = "smtp://localhost:587", .help = "Mail server, for --channel smtp" }, \
	{ .name = "smtp-user", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(smtp_user), .arg = "NAME", \
	  .help = "User name at the mail server (default: no login)" }, \
	{ .name = "smtp-password-file", .scope = OPTION_KEY, .kind = OPTION_SECRET, \
	  .offset = AT(smtp_password), \
	  .arg = "FILE", .help = "File that contains the SMTP password (mode 0600)" }, \
	{ .name = "smtp-ca-file", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(smtp_ca), .arg = "FILE", \
	  .help = "Trust the CA certificates in FILE (default: the system's)" }, \
	{ .name = "smtp-pin", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(smtp_pin), .arg = "HASH", \
	  .help = "Accept only the server whose public key has this hash: sha256//BASE64" }, \
	{ .name = "smtp-auth", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(smtp_auth), .arg = "MECHANISM", \
	  .default_value = "any", .words = send_mechanisms, \
	  .help = "Login mechanism; xoauth2 takes the password as a bearer token" }, \
	{ .name = "smtp-tls", .scope = OPTION_KEY, .kind = OPTION_WORD, \
	  .offset = AT(tls), .arg = "MODE", \
	  .default_value = "required", .words = tls_words, .help = "Encryption of the connection" }, \
	DKIM_KEYS, \
	{ .name = "parallel", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(parallel), .arg = "N", \
	  .default_value = "4", .min = 1, .max = 64, \
	  .help = "Connections to the mail server, or messages in flight at a provider or program" }, \
	{ .name = "rate", .scope = OPTION_KEY, .kind = OPTION_INT, \
	  .offset = AT(rate), .arg = "N", \
	  .default_value = "0", .min = 0, .max = 1000000, \
	      .help = "Maximum messages a second at a provider, for all senders; 0 is no limit" }, \
	{ .name = "timeout", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(timeout), .arg = "DURATION", \
	  .default_value = "1m", .min = 1, .max = 3600, \
	  .help = "Maximum wait for a response; 10 times that, up to 10m, after a mail's text" }, \
	{ .name = "lease", .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(lease), .arg = "DURATION", \
	  .default_value = "15m", .min = 1, .max = 86400, \
	  .help = "After this time other senders may take a sender's messages" }

#define LEDGER { .name = "ledger", .scope = OPTION_KEY, .kind = OPTION_FILE, \
	  .offset = AT(ledger), .arg = "DIR", .state = true, \
	.help = "Folder of the hand-off ledger (default: ledger, in the state folder)" }

#define PROVIDERS \
	{ .name = "providers", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(providers), .arg = "LIST", \
	  .help = "Channels for mails, and weights, such as sendgrid=3,smtp=1 (default: --channel)" }, \
	{ .name = "sms-providers", .scope = OPTION_KEY, .kind = OPTION_TEXT, \
	  .offset = AT(sms_providers), .arg = "LIST", \
	  .help = "The same for text messages (default: --sms-channel)" }

static const struct option deliver[] = {
	CHANNEL_OPTIONS,
	LEDGER,
	PROVIDERS,
	{ .name = "window", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = AT(window), .arg = "N",
	  .default_value = "512", .min = 1, .max = 1000,
	  .help = "Messages claimed at once; fewer if sending them would take more than a second" },
	{ .name = "tries", .scope = OPTION_KEY, .kind = OPTION_INT,
	  .offset = AT(tries), .arg = "N",
	  .default_value = "6", .min = 1, .max = 100, .help = "Attempts per message before it fails" },
};

static const struct option test[] = {
	CHANNEL_OPTIONS,
	PROVIDERS,
	{ .name = "to", .kind = OPTION_TEXT, .offset = AT(to), .arg = "ADDRESS",
	  .help = "Send a test mail to ADDRESS (default: test the login and send none)" },
	{ .name = "from", .kind = OPTION_TEXT, .offset = AT(from), .arg = "ADDRESS",
	  .help = "Sender address (default: the from of the first store that has one)" },
	{ .name = "template", .kind = OPTION_TEXT, .offset = AT(template), .arg = "NAME",
	  .help = "Send this template, as a person with the cart would get it" },
	{ .name = "cart", .kind = OPTION_TEXT, .offset = AT(cart), .arg = "CART",
	  .help = "Cart for --template, by the shop's id or crt's" },
};

static const struct option code[] = {
	CHANNEL_OPTIONS,
	{ .name = "from", .kind = OPTION_TEXT, .offset = AT(from), .arg = "ADDRESS",
	  .help = "Sender address (default: the from of the first store that has one)" },
};

static const struct option channel[] = { CHANNEL_OPTIONS };

static const struct option reconcile[] = {
	CHANNEL_OPTIONS,
	LEDGER,
	{ .name = "sent", .kind = OPTION_LIST, .offset = AT(sent), .arg = "MESSAGE",
	  .help = "Mark as sent: the provider's log shows that it was accepted" },
	{ .name = "failed", .kind = OPTION_LIST, .offset = AT(failed), .arg = "MESSAGE",
	  .help = "Mark as failed: it was refused for good" },
	{ .name = "requeue", .kind = OPTION_LIST, .offset = AT(requeue), .arg = "MESSAGE",
	  .help = "Queue again: it was never handed off" },
};

#define BOUNCED_OPTIONS \
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME", \
	  .help = "Only suppressions since TIME, such as 7d (default: all)" }, \
	{ .name = "reason", .kind = OPTION_TEXT, .offset = AT(reason), .arg = "CODE", \
	  .help = "Only codes that begin with CODE, such as \"550 5.1.1\" (default: all)" }

static const struct option bounced[] = { BOUNCED_OPTIONS };

static const struct option lift[] = {
	BOUNCED_OPTIONS,
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Confirm: these addresses get mail again" },
};

static const struct option bounces[] = {
	{ .name = "echo", .kind = OPTION_FLAG, .offset = AT(echo),
	  .help = "Print each record to standard output after its commit" },
};

static const struct option domains[] = {
	DKIM_KEYS,
	{ .name = "selector", .kind = OPTION_TEXT, .offset = AT(selector), .arg = "NAME",
	  .help = "DKIM selector of the mail server, if it signs" },
	{ .name = "resolver", .kind = OPTION_TEXT, .offset = AT(resolver), .arg = "ADDRESS",
	  .help = "DNS server to query, such as 9.9.9.9 (default: the system's)" },
};

static const struct option resolve[] = {
	{ .name = "refused", .kind = OPTION_LIST, .offset = AT(refused), .arg = "REPLY",
	  .help = "The person refused text messages: the suppression stays" },
	{ .name = "not-refused", .kind = OPTION_LIST, .offset = AT(not_refused), .arg = "REPLY",
	  .help = "The person did not refuse: they can get text messages again" },
};

static const struct verb verbs[] = {
	{ "", "Deliver the messages that are due.", "", 0, 0, deliver, COUNT(deliver), send_deliver },
	{ "preview", "Print a message as it would be sent.", "MESSAGE", 1, 1, NULL, 0, send_preview },
	{ "test", "Test each provider, with a test mail or without one.", "", 0, 0, test, COUNT(test),
	  send_test },
	{ "code", "Send a sign-in code: two lines of input, the address and the code.", "", 0, 0,
	  code, COUNT(code), send_code },
	{ "reconcile", "Resolve the messages whose delivery is uncertain.", "", 0, 0,
	  reconcile, COUNT(reconcile), send_reconcile },
	{ "bounces", "Ingest what comes back by mail: bounces, complaints, opt-outs.",
	  "[MAILDIR|FILE...]", 0, -1, bounces, COUNT(bounces), send_bounces },
	{ "domains", "Check SPF, DKIM, and DMARC of the senders' domains.", "", 0, 0,
	  domains, COUNT(domains), send_domains },
	{ "suppressions list", "List the addresses suppressed by a bounce, by code and time.", "", 0, 0,
	  bounced, COUNT(bounced), send_suppressions_list },
	{ "suppressions lift", "Lift suppressions caused by a bounce; opt-outs stay.", "",
	  0, 0, lift, COUNT(lift), send_suppressions_lift },
	{ "replies list", "List the replies to text messages that may be refusals.", "", 0, 0,
	  NULL, 0, send_replies_list },
	{ "replies resolve", "Record what such a reply meant.", "", 0, 0,
	  resolve, COUNT(resolve), send_replies_resolve },
	{ "erasures", "Request that the providers erase what crt-gdpr erased.", "", 0, 0,
	  channel, COUNT(channel), send_erasures },
	{ "notices", "Send the notices: mails that are no reminders, such as about a breach.",
	  "", 0, 0, channel, COUNT(channel), send_notices },
	{ "status", "Count the messages by status.", "", 0, 0, NULL, 0, send_status },
};

static const struct command command = {
	.name = "crt-send", .brief = "deliver messages and record the results",
	.settings = sizeof (struct send), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
