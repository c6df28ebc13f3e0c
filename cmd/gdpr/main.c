/* crt-gdpr: handles people's requests about their data. */
#include "gdpr.h"

#define AT(field) offsetof(struct gdpr, field)

static const char *const channels[] = { "all", WORDS_message_channel, NULL };

static const struct option requests[] = {
	{ .name = "closed", .kind = OPTION_FLAG, .offset = AT(closed),
	  .help = "List closed requests too" },
};

/* Not store_erase: crt-sync store remove does that. */
static const char *const request_kinds[] = { "access", "erase", "rectify", "object", NULL };

#define OPTION_IDENTITY \
	{ .name = "identity", .kind = OPTION_TEXT, .offset = AT(identity), .arg = "TEXT", \
	  .help = "How you checked who the person is, such as \"mail from the address\"" }

static const struct option requests_open[] = {
	{ .name = "kind", .kind = OPTION_WORD, .offset = AT(request_kind), .arg = "KIND",
	  .default_value = "access", .words = request_kinds, .help = "What the person requests" },
	OPTION_IDENTITY,
};

static const struct option requests_identify[] = { OPTION_IDENTITY };

static const struct option records[] = {
	{ .name = "officer", .scope = OPTION_KEY, .kind = OPTION_TEXT, .offset = AT(officer),
	  .arg = "TEXT", .help = "Name and address of the data-protection officer" },
	{ .name = "safeguards", .scope = OPTION_KEY, .kind = OPTION_TEXT, .offset = AT(safeguards),
	  .arg = "TEXT", .help = "Safeguards of transfers to other countries, such as clauses" },
};

static const struct option export[] = {
	{ .letter = 'o', .name = "output", .kind = OPTION_FILE, .offset = AT(output), .arg = "FILE",
	  .help = "Write to FILE, which only its owner can read (default: standard output)" },
	{ .name = "archive", .kind = OPTION_FLAG, .offset = AT(archive),
	  .help = "Write an archive (tar) with JSON, CSV, a cover page, and checksums" },
};

#define OPTION_YES \
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes), \
	  .help = "Confirm: this cannot be undone" }

static const struct option requests_erase[] = { OPTION_YES };

static const struct option erase[] = {
	OPTION_YES,
	{ .name = "receipt", .kind = OPTION_FILE, .offset = AT(receipt), .arg = "FILE",
	  .help = "Write the receipt to FILE, and its signature to FILE.sig" },
};

static const struct option erasures[] = {
	{ .name = "all", .kind = OPTION_FLAG, .offset = AT(all),
	  .help = "List the completed ones too" },
	OPTION_LIMIT, OPTION_AFTER,
};

static const char *const consent_channels[] = { WORDS_message_channel, NULL };

#define CONSENT_OPTIONS \
	{ .name = "channel", .kind = OPTION_WORD, .offset = AT(consent_channel), .arg = "CHANNEL", \
	  .default_value = "EMAIL", .words = consent_channels, .help = "Channel of the consent" }, \
	{ .name = "source", .kind = OPTION_TEXT, .offset = AT(source), .arg = "TEXT", \
	  .help = "Where the person declared it, such as \"newsletter form\"" }, \
	{ .name = "evidence", .kind = OPTION_TEXT, .offset = AT(evidence), .arg = "TEXT", \
	  .help = "Where the proof is stored" }, \
	{ .name = "time", .kind = OPTION_TIME, .offset = AT(time), .arg = "TIME", \
	  .help = "When the person declared it (default: now)" }

static const char *const signatures[] = { "none", WORDS_consent_signature, NULL };

static const struct option grant[] = {
	CONSENT_OPTIONS,
	{ .name = "confirmed", .kind = OPTION_FLAG, .offset = AT(confirmed),
	  .help = "The person confirmed it by a second act (double opt-in)" },
	{ .name = "wording", .kind = OPTION_TEXT, .offset = AT(wording), .arg = "TEXT",
	  .help = "The text that the person agreed to, or its version" },
	{ .name = "signature", .kind = OPTION_WORD, .offset = AT(signature), .arg = "KIND",
	  .default_value = "none", .words = signatures, .help = "How the person signed it" },
	{ .name = "number", .kind = OPTION_TEXT, .offset = AT(number), .arg = "NUMBER",
	  .help = "Telephone number that was agreed to (default: SUBJECT, if it is one)" },
	{ .name = "seller", .kind = OPTION_TEXT, .offset = AT(seller), .arg = "TEXT",
	  .help = "Whose messages the person agreed to get" },
	{ .name = "unconditional", .kind = OPTION_FLAG, .offset = AT(unconditional),
	  .help = "The wording states that the consent is not a condition of a purchase" },
};

static const struct option withdraw[] = { CONSENT_OPTIONS };

/* The first ones of suppress_reason, in its order: crt itself adds the others. */
static const char *const given_reasons[] = { WORD_SUPPRESS_OBJECTED, WORD_SUPPRESS_UNSUBSCRIBED,
    WORD_SUPPRESS_COMPLAINED, WORD_SUPPRESS_BOUNCED, NULL };

static const struct option suppress[] = {
	{ .name = "reason", .kind = OPTION_WORD, .offset = AT(reason), .arg = "REASON",
	  .default_value = WORD_SUPPRESS_OBJECTED, .words = given_reasons,
	  .help = "Why; only a bounce can be lifted again" },
};

static const struct option list[] = {
	{ .name = "reason", .kind = OPTION_WORD, .offset = AT(only_reason), .arg = "REASON",
	  .default_value = "all", .words = gdpr_list_reasons, .help = "List only this reason" },
	{ .name = "channel", .kind = OPTION_WORD, .offset = AT(channel), .arg = "CHANNEL",
	  .default_value = "all", .words = channels, .help = "List only this channel" },
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME",
	  .help = "Only suppressions since TIME, such as 7d (default: all)" },
	OPTION_LIMIT, OPTION_AFTER,
};

static const char *const dnc_kinds[] = { "full", "change", NULL };

static const struct option dnc_import[] = {
	{ .name = "downloaded", .kind = OPTION_TIME, .offset = AT(downloaded), .arg = "TIME",
	  .help = "When the files were downloaded from the registry; required" },
	{ .name = "kind", .kind = OPTION_WORD, .offset = AT(dnc_kind), .arg = "KIND",
	  .default_value = "full", .words = dnc_kinds,
	  .help = "full: all numbers of an area code; change: numbers added and deleted" },
	{ .name = "columns", .kind = OPTION_TEXT, .offset = AT(columns), .arg = "LIST",
	  .help = "Columns of the files (default: area,number; area,number,date,action)" },
	{ .name = "account", .kind = OPTION_TEXT, .offset = AT(account), .arg = "TEXT",
	  .help = "Your Subscription Account Number, for the evidence" },
	{ .name = "yes", .kind = OPTION_FLAG, .offset = AT(yes),
	  .help = "Take a full list that lacks half of the numbers that were there" },
};

static const struct option dnc_list[] = { OPTION_LIMIT, OPTION_AFTER };

static const struct option audited[] = {
	{ .name = "since", .kind = OPTION_TIME, .offset = AT(since), .arg = "TIME",
	  .help = "Only acts since TIME, such as 7d (default: all)" },
	OPTION_LIMIT, OPTION_AFTER,
};

#define DAY 86400
#define DAYS_MAX 3660

static const struct option retain[] = {
#define RETAIN(class, days, whole, what) \
	{ .name = "keep-" #class, .scope = OPTION_KEY, .kind = OPTION_DURATION, \
	  .offset = AT(keep[RETAIN_##class]), .arg = "DURATION", .min = DAY * (days), \
	  .max = DAY * DAYS_MAX, .help = "Delete " what " after DURATION (default: never)" },
#include "privacy/retain.def"
#undef RETAIN
};

#define INACTIVE_LEAST 90

static const struct option anonymize[] = {
	{ .name = "inactive", .kind = OPTION_DURATION, .offset = AT(inactive), .arg = "DURATION",
	  .min = DAY * INACTIVE_LEAST, .max = DAY * DAYS_MAX,
	  .help = "Anonymize people who did nothing for DURATION, such as 730d; required" },
	OPTION_YES,
};

static const struct option anonymity[] = {
	{ .letter = 'k', .name = "at-least", .kind = OPTION_INT, .offset = AT(k), .arg = "N",
	  .default_value = "5", .min = 2, .max = 1000000,
	  .help = "Rows that must have the same day, currency, and amount" },
};

#define BREACH_PERIOD \
	{ .name = "from", .kind = OPTION_TIME, .offset = AT(from), .arg = "TIME", \
	  .help = "When the breach began" }, \
	{ .name = "until", .kind = OPTION_TIME, .offset = AT(until), .arg = "TIME", \
	  .help = "When it ended" }

static const struct option breach_open[] = {
	{ .name = "nature", .kind = OPTION_TEXT, .offset = AT(nature), .arg = "TEXT",
	  .help = "What happened, without names of people; required" },
	{ .name = "aware", .kind = OPTION_TIME, .offset = AT(aware), .arg = "TIME",
	  .help = "When you became aware of it: the 72 hours begin (default: now)" },
	BREACH_PERIOD,
};

static const struct option breach_affected[] = {
	BREACH_PERIOD,
	{ .name = "role", .kind = OPTION_TEXT, .offset = AT(role), .arg = "ROLE",
	  .help = "Only acts of this database role" },
	{ .name = "whole", .kind = OPTION_FLAG, .offset = AT(whole),
	  .help = "Everybody whom the selected stores knew" },
};

static const struct option breach_notify[] = {
	{ .name = "consequences", .kind = OPTION_TEXT, .offset = AT(consequences), .arg = "TEXT",
	  .help = "Likely consequences for the people" },
	{ .name = "measures", .kind = OPTION_TEXT, .offset = AT(measures), .arg = "TEXT",
	  .help = "What was done or will be done, and what people can do" },
	{ .name = "contact", .kind = OPTION_TEXT, .offset = AT(contact), .arg = "TEXT",
	  .help = "Who gives more information, such as the data-protection officer" },
	{ .name = "late-reason", .kind = OPTION_TEXT, .offset = AT(late_reason), .arg = "TEXT",
	  .help = "Why the notification comes after the 72 hours" },
	{ .name = "notices", .kind = OPTION_FLAG, .offset = AT(notices),
	  .help = "Queue a notice to each affected person, too" },
	OPTION_YES,
};

static const struct option breach_close[] = {
	{ .name = "outcome", .kind = OPTION_TEXT, .offset = AT(outcome), .arg = "TEXT",
	  .help = "What was found and done; required" },
};

static const struct option breach_list[] = {
	{ .name = "closed", .kind = OPTION_FLAG, .offset = AT(closed),
	  .help = "List closed breaches too" },
};

static const struct option verify[] = {
	{ .name = "public-key", .kind = OPTION_FILE, .offset = AT(public_key), .arg = "FILE",
	  .help = "Trust the public keys in FILE (default: those of the key file)" },
};

static const struct verb verbs[] = {
	{ "", "List the open privacy requests, the first one due first.", "", 0, 0,
	  requests, COUNT(requests), gdpr_requests },
	{ "requests erase", "Fulfill the open requests to erase a person.", "", 0, 0,
	  requests_erase, COUNT(requests_erase), gdpr_requests_erase },
	{ "requests close", "Close requests that you have handled.", "ID...", 1, -1, NULL, 0,
	  gdpr_requests_close },
	{ "requests extend", "Extend the deadline of requests to three months.", "ID...", 1, -1,
	  NULL, 0, gdpr_requests_extend },
	{ "requests open", "Record a request that a person made to the store itself.", "SUBJECT", 1, 1,
	  requests_open, COUNT(requests_open), gdpr_requests_open },
	{ "requests identify", "Record how the identity behind requests was checked.", "ID...", 1, -1,
	  requests_identify, COUNT(requests_identify), gdpr_requests_identify },
	{ "records", "Print the register of processing (GDPR, Article 30).", "", 0, 0,
	  records, COUNT(records), gdpr_records },
	{ "export", "Export everything that is stored about a person.", "SUBJECT...", 1, -1,
	  export, COUNT(export), gdpr_export },
	{ "erase", "Erase a person; their addresses stay suppressed.", "SUBJECT...", 1, -1,
	  erase, COUNT(erase), gdpr_erase },
	{ "erasures", "List what providers must erase, and what they responded.", "", 0, 0,
	  erasures, COUNT(erasures), gdpr_erasures },
	{ "consent grant", "Record that a person agreed to messages.", "SUBJECT", 1, 1,
	  grant, COUNT(grant), gdpr_consent_grant },
	{ "consent withdraw", "Record that a person withdrew; nothing is sent to them again.",
	  "SUBJECT", 1, 1, withdraw, COUNT(withdraw), gdpr_consent_withdraw },
	{ "consent show", "Show a person's consents: every proof, and what counts now.",
	  "SUBJECT...", 1, -1, NULL, 0, gdpr_consent_show },
	{ "consent import", "Record the consents of a CSV file.", "[FILE...]", 0, -1, NULL, 0,
	  gdpr_consent_import },
	{ "audit list", "List what was done with people's data, or with that of one person.",
	  "[SUBJECT...]", 0, -1, audited, COUNT(audited), gdpr_audit_list },
	{ "audit export", "Print the audit log as lines that can be verified anywhere.", "", 0, 0,
	  NULL, 0, gdpr_audit_export },
	{ "audit checkpoint", "Print the signed ends of the audit logs, to keep elsewhere.", "", 0, 0,
	  NULL, 0, gdpr_audit_checkpoint },
	{ "audit verify", "Name each changed, missing, or added row of an exported audit log.",
	  "[FILE...]", 0, -1, verify, COUNT(verify), gdpr_audit_verify },
	{ "audit key", "Print the public keys that verify checkpoints.", "", 0, 0, NULL, 0,
	  gdpr_audit_key },
	{ "anonymize", "Remove people who did nothing for long, and keep the figures.", "", 0, 0,
	  anonymize, COUNT(anonymize), gdpr_anonymize },
	{ "anonymity", "Check that rows of erased and anonymized people are k-anonymous.", "", 0, 0,
	  anonymity, COUNT(anonymity), gdpr_anonymity },
	{ "breach open", "Record a breach of personal data: its 72 hours begin.", "", 0, 0,
	  breach_open, COUNT(breach_open), gdpr_breach_open },
	{ "breach affected", "Find and count the people whose data a breach concerns.",
	  "ID [SUBJECT...]", 1, -1, breach_affected, COUNT(breach_affected), gdpr_breach_affected },
	{ "breach notify", "Print the form for the authority; queue the notices to people.", "ID", 1, 1,
	  breach_notify, COUNT(breach_notify), gdpr_breach_notify },
	{ "breach close", "End the documentation of a breach.", "ID", 1, 1,
	  breach_close, COUNT(breach_close), gdpr_breach_close },
	{ "breach list", "List the open breaches, the first one due first.", "", 0, 0,
	  breach_list, COUNT(breach_list), gdpr_breach_list },
	{ "breach show", "Show what was done about a breach.", "ID", 1, 1, NULL, 0,
	  gdpr_breach_show },
	{ "dnc import", "Import files of the national Do-Not-Call registry of the US.", "FILE...",
	  1, -1, dnc_import, COUNT(dnc_import), gdpr_dnc_import },
	{ "dnc list", "List the imported files of the registry: the evidence.", "", 0, 0,
	  dnc_list, COUNT(dnc_list), gdpr_dnc_list },
	{ "dnc status", "Show how old the registry's data is, by area code.", "", 0, 0, NULL, 0,
	  gdpr_dnc_status },
	{ "retain", "Delete data whose retention period is over.", "", 0, 0, retain, COUNT(retain),
	  gdpr_retain },
	{ "scan", "Search every column of every table for texts, such as an address.", "TEXT...", 1, -1,
	  NULL, 0, gdpr_scan },
	{ "suppress add", "Never write to these addresses again.", "ADDRESS...", 1, -1,
	  suppress, COUNT(suppress), gdpr_suppress_add },
	{ "suppress import", "Suppress the addresses of a list, such as a provider's.", "[FILE...]",
	  0, -1, suppress, COUNT(suppress), gdpr_suppress_import },
	{ "suppress check", "Report whether addresses are suppressed, since when, and why.",
	  "ADDRESS...", 1, -1, NULL, 0, gdpr_suppress_check },
	{ "suppress list", "List the suppressions: hashes of addresses, with time and reason.", "",
	  0, 0, list, COUNT(list), gdpr_suppress_list },
};

static const struct command command = {
	.name = "crt-gdpr", .brief = "handle privacy requests",
	.settings = sizeof (struct gdpr), .verbs = verbs, .nverbs = COUNT(verbs),
};

int
main(int argc, char **argv)
{
	return command_main(&command, argc, argv);
}
