/* report.c: reports of mail servers in their many forms, replies of people, and what is neither. */
#include "base/str.h"
#include "mime/report.h"
#include "tap.h"

#define HEAD(from) "From: " from "\r\nTo: b+1.2@bounce.example\r\n" \
	"Message-ID: <r1@mx.example>\r\n" \
	"Date: Tue, 03 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
#define REPORT(type) "Content-Type: multipart/report; report-type=" type ";\r\n" \
	" boundary=\"x\"\r\n\r\n"
#define PART(type) "\r\n--x\r\nContent-Type: " type "\r\n\r\n"
#define ORIGINAL PART("message/rfc822") "From: shop@acme.example\r\n" \
	"Message-ID: <m1@acme.example>\r\n" \
	"Subject: Your cart\r\n\r\nHello\r\n--x--\r\n"
#define DSN(blocks) HEAD("MAILER-DAEMON@mx.example") REPORT("delivery-status") \
	PART("text/plain") "Sorry, that did not work: 5.9.9.\r\n" \
	PART("message/delivery-status") "Reporting-MTA: dns; mx.example\r\n\r\n" blocks ORIGINAL
#define LOOP(type) HEAD("feedback@provider.example") REPORT("feedback-report") \
	PART("text/plain") "A report.\r\n" PART("message/feedback-report") "Feedback-Type: " type \
	"\r\nUser-Agent: P/1\r\nOriginal-Mail-From: <b+9.8@bounce.example>\r\n" \
	"Original-Rcpt-To: ann@a.example\r\n" ORIGINAL
#define PLAIN(head, text) HEAD("Mail Delivery <Mailer-Daemon@mx.example>") head \
	"Content-Type: text/plain\r\n\r\n" text

static const struct {
	const char *what, *mail;
	enum mail_report_kind kind;
	const char *original, *recipient, *status, *reason;
} rows[] = {
	{ "a mailbox that does not exist",
	    DSN("Final-Recipient: rfc822; ann@a.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
	    "Diagnostic-Code: smtp; 550 5.1.1 <ann@a.example>:\r\n\tuser unknown\r\n"),
	    REPORT_BOUNCE, "m1@acme.example", "ann@a.example", "5.1.1",
	    "550 5.1.1 <ann@a.example>: user unknown" },
	{ "the original recipient of a forwarded mail",
	    DSN("Original-Recipient: rfc822;ann@a.example\r\nFinal-Recipient: rfc822;ann@z.example\r\n"
	    "Action: failed\r\nStatus: 5.1.1 (bad address)\r\n"),
	    REPORT_BOUNCE, "m1@acme.example", "ann@a.example", "5.1.1", "" },
	{ "fields in another order and case, with LF",
	    "From: x\nContent-Type: Multipart/Report; boundary=x; Report-Type=\"delivery-status\"\n\n"
	    "--x\nContent-Type: Message/Delivery-Status\n\nreporting-mta: dns;a\n\nstatus: 4.4.7\n"
	    "action: Failed (expired)\nfinal-recipient: RFC822;<ann@a.example>\n\n"
	    "--x\nContent-Type: text/rfc822-headers\n\nmessage-id:\n <m1@acme.example>\n--x--\n",
	    REPORT_BOUNCE, "m1@acme.example", "ann@a.example", "4.4.7", "" },
	{ "a delay", DSN("Final-Recipient: rfc822; ann@a.example\r\nAction: delayed\r\n"
	    "Status: 4.2.0\r\n"),
	    REPORT_NONE, "m1@acme.example", "", "", "" },
	{ "a delivery", DSN("Final-Recipient: rfc822; ann@a.example\r\nAction: delivered\r\n"
	    "Status: 2.0.0\r\n"), REPORT_NONE, "m1@acme.example", "", "", "" },
	{ "a delay for one recipient and a failure for another",
	    DSN("Final-Recipient: rfc822; bob@a.example\r\nAction: delayed\r\nStatus: 4.2.0\r\n\r\n"
	    "Final-Recipient: rfc822; ann@a.example\r\nAction: failed\r\nStatus: 5.2.1\r\n"),
	    REPORT_BOUNCE, "m1@acme.example", "ann@a.example", "5.2.1", "" },
	{ "a failure without a status", DSN("Final-Recipient: x400; who\r\nAction: failed\r\n"),
	    REPORT_BOUNCE, "m1@acme.example", "", "", "" },
	{ "a complaint", LOOP("abuse"), REPORT_COMPLAINT, "m1@acme.example", "ann@a.example", "",
	    "abuse" },
	{ "an opt-out at the provider", LOOP("opt-out"), REPORT_OPTOUT, "m1@acme.example",
	    "ann@a.example", "", "opt-out" },
	{ "a report that it is no spam", LOOP("not-spam"), REPORT_NONE, "m1@acme.example",
	    "ann@a.example", "", "not-spam" },
	{ "a report about signatures", LOOP("auth-failure"), REPORT_NONE, "m1@acme.example",
	    "ann@a.example", "", "auth-failure" },
	{ "Exim", PLAIN("X-Failed-Recipients: ann@a.example\r\nAuto-Submitted: auto-replied\r\n"
	    "Subject: Mail delivery failed: returning message to sender\r\n",
	    "host mx.a.example [10.1.5.1]: 550 5.1.1 <ann@a.example> unknown\r\n\r\n"
	    "------ headers ------\r\nMessage-ID: <m1@acme.example>\r\n"),
	    REPORT_BOUNCE, "m1@acme.example", "ann@a.example", "5.1.1",
	    "5.1.1 <ann@a.example> unknown ------ headers ------ Message-ID: <m1@acme.example>" },
	{ "qmail", PLAIN("Subject: failure notice\r\n", "Hi. Sorry, no mailbox here by that name. "
	    "(#5.1.1)\r\n\r\n--- Below this line\r\n\r\nMessage-ID: <m1@acme.example>\r\n"),
	    REPORT_BOUNCE, "m1@acme.example", "", "5.1.1",
	    "5.1.1) --- Below this line Message-ID: <m1@acme.example>" },
	{ "a server without a code", PLAIN("Subject: Undeliverable\r\n", "No.\r\n"),
	    REPORT_BOUNCE, "", "", "", "No." },
	{ "a server's warning", PLAIN("Subject: Warning: message delayed 24 hours\r\n",
	    "450 4.2.1 try later\r\n"), REPORT_NONE, "", "", "", "" },
	{ "a notice of absence", HEAD("ann@a.example") "Auto-Submitted: auto-replied (vacation)\r\n"
	    "Subject: Away\r\n\r\nBack on Monday. 5.1.1\r\n", REPORT_NONE, "", "", "", "" },
	{ "a newsletter", HEAD("news@a.example") "Precedence: bulk\r\n\r\nHello\r\n",
	    REPORT_NONE, "", "", "", "" },
	{ "a reply", HEAD("Ann <ann@a.example>") "Auto-Submitted: no\r\n"
	    "Subject: =?utf-8?Q?unsubscribe_=C3=A4?=\r\n\r\nStop\r\n", REPORT_REPLY, "", "", "", "" },
	{ "nothing", "", REPORT_NONE, "", "", "", "" },
	{ "bytes that are no mail", "\377\376\001--x\r\n\r\nContent-Type", REPORT_NONE,
	    "", "", "", "" },
};

static void
test_rows(void)
{
	struct mail_report r;

	for (size_t i = 0; i < COUNT(rows); i++) {
		mail_report_read(rows[i].mail, strlen(rows[i].mail), &r);
		tap_ok(r.kind == rows[i].kind, rows[i].what);
		tap_is(r.original, rows[i].original, "  the message");
		tap_is(r.recipient, rows[i].recipient, "  the recipient");
		tap_is(r.status, rows[i].status, "  the status");
		tap_is(r.reason, rows[i].reason, "  the reason");
	}
}

static void
test_head(void)
{
	struct mail_report r;
	const char *mail = "Delivered-To: b+3.4@bounce.example\r\n" LOOP("abuse");

	mail_report_read(mail, strlen(mail), &r);
	tap_ok(r.tos == 3 && !strcmp(r.to[0], "b+3.4@bounce.example")
	    && !strcmp(r.to[1], "b+1.2@bounce.example") && !strcmp(r.to[2], "b+9.8@bounce.example"),
	    "all return paths");
	tap_ok(r.date == 1772528400 * CLOCK_SECOND, "the date");
	tap_is(r.id, "r1@mx.example", "the report's own id");
	mail = "Subject: =?utf-8?Q?a_=C3=A4=0D=0Ab?=\r\n\r\n";
	mail_report_read(mail, strlen(mail), &r);
	tap_is(r.subject, "a ä b", "a subject in encoded words, without a line break");
}

/* A mail of many nested parts must not use up the stack. */
static void
test_depth(void)
{
	struct str s = STR_MAX(REPORT_BYTES_MAX);
	struct mail_report r;

	for (int i = 0; i < 20000; i++)
		str_printf(&s, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	mail_report_read(str_text(&s), s.len, &r);
	tap_ok(r.kind == REPORT_REPLY, "20,000 nested parts");
	str_cut(&s, 0);
	for (int i = 0; i < 40000; i++)
		str_puts(&s, "Content-Type: message/rfc822\n\n");
	mail_report_read(str_text(&s), s.len, &r);
	tap_ok(r.kind == REPORT_REPLY, "40,000 nested messages");
	str_free(&s);
}

int
main(void)
{
	mail_open();
	test_rows();
	test_head();
	test_depth();
	mail_close();
	return tap_done();
}
