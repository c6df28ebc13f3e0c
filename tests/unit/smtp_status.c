/* smtp_status.c: the meaning of a server's response, for each row of the table and for others. */
#include <stdlib.h>

#include "refusal/smtp_status.h"
#include "tap.h"

static const char *const names[] = { "SENT", "RETRY", "FAIL", "RELAY", "SUPPRESS" };

/* BOTH is a reply to RCPT; LATER one to the text. */
enum { LEADS = 1, ABOUT = 2, BOTH = LEADS | ABOUT, TEXT = 4, LATER = BOTH | TEXT };

static const struct row {
	int reply;
	const char *enhanced;
	int how;
	const char *text, *want;
} rows[] = {
	{ 250, NULL, BOTH, "", "SENT" },
	{ 250, "2.0.0", BOTH, "", "SENT" },
	{ 251, "5.1.1", BOTH, "", "SENT" },
	{ 450, NULL, BOTH, "", "RETRY" },
	{ 450, "5.1.1", BOTH, "", "RETRY" },
	{ 421, "4.7.0", LEADS, "", "RETRY" },
	{ 451, "4.9.9", BOTH, "", "RETRY" },
	{ 554, NULL, BOTH, "", "FAIL" },
	{ 550, NULL, LEADS, "", "FAIL" },
	{ 354, NULL, BOTH, "", "RETRY" },
	{ 0, NULL, LEADS, "", "RETRY" },
	{ 999, "9.9.9", BOTH, "", "RETRY" },
	{ 550, "5.1.99", BOTH, "", "FAIL" },
	{ 550, "5.7.1", BOTH, "", "RETRY" },
	{ 550, "5.7.999", BOTH, "", "RETRY" },
	{ 550, "5.1.100", BOTH, "", "FAIL" },
	{ 550, "5.5.2", BOTH, "", "FAIL" },
	{ 552, "5.2.2", BOTH, "", "RETRY" },
	/* A response about this mailbox suppresses. */
	{ 550, "5.1.1", BOTH, "User unknown in virtual mailbox table", "SUPPRESS" },
	{ 550, "5.1.1", BOTH, "The email account that you tried to reach does not exist. Please try "
	    "double-checking the recipient's address for typos", "SUPPRESS" },
	{ 550, "5.1.6", BOTH, "moved", "SUPPRESS" },
	{ 550, "5.1.10", BOTH, "RESOLVER.ADR.RecipientNotFound", "SUPPRESS" },
	{ 550, "5.2.1", BOTH, "The email account that you tried to reach is inactive", "SUPPRESS" },
	{ 550, "5.2.1", BOTH, "mailbox of the corporate office is off", "SUPPRESS" },
	{ 550, "5.1.1", LEADS, "no such user", "FAIL" },
	{ 550, "5.1.1", ABOUT, "no mailbox here by that name (#5.1.1)", "FAIL" },
	/* A response about something else does not, whatever its code is. */
	{ 552, "5.1.1", BOTH, "over quota", "RETRY" },
	{ 550, "5.1.1", BOTH, "User overquota", "RETRY" },
	{ 550, "5.2.1", BOTH, "receiving mail at a RATE that prevents delivery", "RETRY" },
	{ 550, "5.2.1", BOTH, "your server is blacklisted", "RETRY" },
	{ 550, "5.2.1", BOTH, "mail from 192.0.2.9 is blocked", "RETRY" },
	{ 550, "5.1.1", BOTH, "Relay access denied", "RETRY" },
	{ 550, "5.1.0", BOTH, "address rejected", "FAIL" },
	{ 550, "5.1.2", BOTH, "bad destination system address", "FAIL" },
	{ 550, "5.1.3", BOTH, "bad destination mailbox syntax", "FAIL" },
	{ 550, "5.4.4", BOTH, "unrouteable", "FAIL" },
	/* Invalid codes do not count. */
	{ 550, "5.1.1.1", BOTH, "", "FAIL" },
	{ 550, "5.1", BOTH, "", "FAIL" },
	{ 550, "5.x.x", BOTH, "", "FAIL" },
	{ 550, "5.1234.1", BOTH, "", "FAIL" },
	{ 550, "garbage", BOTH, "", "FAIL" },
	/* Responses that once suppressed whole lists, from public reports. */
	{ 550, "", BOTH, "relay not permitted", "RETRY" },
	{ 553, "5.7.1", ABOUT, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
	    "RETRY" },
	{ 550, "5.7.1", BOTH, "Your access to submit messages to this e-mail system has been rejected.",
	    "RETRY" },
	{ 550, "", BOTH, "\"JunkMail rejected - mx.example [192.0.2.9] is in an RBL\" see "
	    "http://rbl.example", "RETRY" },
	{ 550, "", BOTH, "<anna@example.org>: Reject due to SPF policy", "RETRY" },
	{ 550, NULL, BOTH, "Administrative prohibition", "RETRY" },
	{ 553, NULL, BOTH, "Relaying disallowed as shop@acme.example", "RETRY" },
	{ 550, NULL, BOTH, "Sender verify failed", "RETRY" },
	{ 550, NULL, BOTH, "Too many messages from this account, slow down", "RETRY" },
	{ 551, "", BOTH, "user not local", "FAIL" },
	/* Whose cause is another: retried before the text, not after it. */
	{ 550, "5.1.8", LEADS, "", "RETRY" },
	{ 554, "5.7.1", LATER, "spam", "FAIL" },
	{ 554, NULL, LATER, "rejected by policy", "FAIL" },
	{ 550, "5.2.1", LATER, "over your rate", "FAIL" },
	{ 552, "5.2.2", LATER, "", "RETRY" },
};

static enum smtp_action
action(const struct row *r, const char **meaning)
{
	struct smtp_refusal said = { r->reply, r->enhanced, r->how & LEADS, r->how & ABOUT,
	    !(r->how & TEXT), r->text };

	return smtp_status_action(&said, meaning);
}

/* The class of a row's reply decides the same as the row. */
static void
test_rows(void)
{
	const char *meaning;
	bool good = true;
	int n = 0;

	for (const struct smtp_status_row *r = smtp_status_rows; r->status; r++, n++) {
		struct row one = { (r->status[0] - '0') * 100 + 50, r->status, BOTH, "", "" };
		enum smtp_action wanted = r->action == SMTP_RELAY ? SMTP_RETRY : r->action;

		if (strchr(r->status, 'x'))
			continue;
		good = good && action(&one, &meaning) == wanted && strcmp(meaning, r->meaning) == 0;
		good = good && (r->action != SMTP_SUPPRESS || r->status[0] == '5');
	}
	tap_ok(good && n > 25, "every row decides its own status; only class 5 suppresses");
}

int
main(void)
{
	char what[400];

	test_rows();
	for (size_t i = 0; i < COUNT(rows); i++) {
		snprintf(what, sizeof what, "%d %s%s%s %s", rows[i].reply,
		    rows[i].enhanced ? rows[i].enhanced : "", rows[i].how & LEADS ? "" : " behind",
		    rows[i].how & ABOUT ? "" : " of the sender", rows[i].text);
		tap_is(names[action(&rows[i], NULL)], rows[i].want, what);
	}
	tap_ok(smtp_status_dead("5.1.1", "") && smtp_status_dead("550 5.1.1", "no such user"),
	    "a bounce of a dead mailbox, with and without the reply");
	tap_ok(!smtp_status_dead("5.1.8", "") && !smtp_status_dead("5.1.1", "over quota")
	    && !smtp_status_dead("550", "") && !smtp_status_dead("", ""), "other bounces");
	return tap_done();
}
