/* report.c: recognize bounces, complaints, and replies among incoming mails. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/mem.h"
#include "mime/report.h"
#include "mime/report_field.h"

#define ACTION_FAILED "failed"	/* RFC 3464 2.3.3; a remark may follow */

/* The parts of a report that count; each is NULL or the start of its text. */
struct report_parts {
	char *status, *feedback, *original, *text;
	size_t n;
};

/* ---- parts ---- */

/* A copy whose lines end with LF, and that a NUL ends. */
static char *
report_lines(const char *bytes, size_t n)
{
	char *text = mem_get(n + 1);
	size_t i, o = 0;

	for (i = 0; i < n && bytes[i]; i++)
		if (bytes[i] != '\r')
			text[o++] = bytes[i];
	return text;
}

/* The start of a part's content, decoded. */
static char *
report_part_text(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *out;
	GByteArray *bytes;
	char *text;

	if (content == NULL)
		return report_lines("", 0);
	out = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, out);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
	text = report_lines((const char *)bytes->data,
	    bytes->len < REPORT_TEXT_MAX ? bytes->len : REPORT_TEXT_MAX);
	g_object_unref(out);
	return text;
}

static void
report_keep(char **place, char *text)
{
	if (*place)
		free(text);
	else
		*place = text;
}

/* The header of an attached message. */
static char *
report_part_header(GMimeMessagePart *part)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);
	char *header = message ? g_mime_object_get_headers(GMIME_OBJECT(message), NULL) : NULL;
	char *text = mem_dup(header ? header : "");

	g_free(header);
	return text;
}

static void
report_part_see(GMimeObject *parent UNUSED, GMimeObject *part, void *arg)
{
	struct report_parts *p = arg;
	GMimeContentType *type = g_mime_object_get_content_type(part);
	const char *subtype = type ? g_mime_content_type_get_media_subtype(type) : NULL;

	if (p->n++ >= REPORT_PARTS_MAX || subtype == NULL)
		return;
	if (GMIME_IS_MESSAGE_PART(part)) {
		report_keep(&p->original, report_part_header(GMIME_MESSAGE_PART(part)));
		return;
	}
	if (!GMIME_IS_PART(part))
		return;
	if (!strcasecmp(subtype, "delivery-status") || !strcasecmp(subtype, "global-delivery-status"))
		report_keep(&p->status, report_part_text(GMIME_PART(part)));
	else if (!strcasecmp(subtype, "feedback-report"))
		report_keep(&p->feedback, report_part_text(GMIME_PART(part)));
	else if (!strcasecmp(subtype, "rfc822-headers") || !strcasecmp(subtype, "global-headers"))
		report_keep(&p->original, report_part_text(GMIME_PART(part)));
	else if (g_mime_content_type_is_type(type, "text", "*"))
		report_keep(&p->text, report_part_text(GMIME_PART(part)));
}

static void
report_parts_free(struct report_parts *p)
{
	free(p->status);
	free(p->feedback);
	free(p->original);
	free(p->text);
}

/* ---- fields ---- */

static bool
report_first(const char *text, const char *name, char *out, size_t size)
{
	const char *at = text;

	return text && report_field(&at, name, out, size);
}

/* An address of a field, without a name or angle brackets. "": none that mail_write could have
   sent to. */
static void
report_address(const char *value, char *out)
{
	struct err ignored = { 0 };

	if (!mail_address_in(report_typed(value), out, &ignored))
		*out = '\0';
}

/* "<1@a.example>" without its brackets. */
static void
report_message_id(const char *text, char *out, size_t size)
{
	char value[512];
	const char *at;

	*out = '\0';
	if (!report_first(text, "Message-ID", value, sizeof value))
		return;
	at = value + strspn(value, "<");
	snprintf(out, size, "%.*s", (int)strcspn(at, "> "), at);
}

static void
report_to(struct mail_report *r, const char *value)
{
	char address[MAIL_ADDRESS_MAX + 1];

	if (r->tos == REPORT_TO_MAX)
		return;
	report_address(value, address);
	if (*address)
		memcpy(r->to[r->tos++], address, sizeof address);
}

/* ---- kinds ---- */

/* A recipient's block; only failure for good counts. */
static void
report_delivery_block(struct mail_report *r, const char *block)
{
	char value[512];

	if (!report_first(block, "Action", value, sizeof value)
	    || strncasecmp(value, ACTION_FAILED, strlen(ACTION_FAILED)) != 0)
		return;
	r->kind = REPORT_BOUNCE;
	if (report_first(block, "Original-Recipient", value, sizeof value)
	    || report_first(block, "Final-Recipient", value, sizeof value))
		report_address(value, r->recipient);
	if (report_first(block, "Status", value, sizeof value))
		report_status_in(value, r->status, sizeof r->status);
	if (report_first(block, "Diagnostic-Code", value, sizeof value))
		report_copy(r->reason, sizeof r->reason, report_typed(value));
}

/* Empty lines separate the blocks (RFC 3464 2.1); crt sends to one recipient at a time. */
static void
report_delivery_status(struct mail_report *r, const char *status)
{
	const char *end;
	char *block;

	for (; *status && r->kind == REPORT_NONE; status = end + strspn(end, "\n")) {
		end = strstr(status, "\n\n");
		if (end == NULL)
			end = status + strlen(status);
		block = mem_dupn(status, (size_t)(end - status));
		report_delivery_block(r, block);
		free(block);
	}
}

static void
report_feedback(struct mail_report *r, const char *feedback)
{
	static const struct { const char *type; enum mail_report_kind kind; } types[] = {
		{ "abuse", REPORT_COMPLAINT }, { "fraud", REPORT_COMPLAINT },
		{ "opt-out", REPORT_OPTOUT }, { "opt-out-list", REPORT_OPTOUT },
	};
	char value[512];
	size_t i;

	if (!report_first(feedback, "Feedback-Type", value, sizeof value))
		return;
	for (i = 0; i < COUNT(types); i++)
		if (!strcasecmp(value, types[i].type))
			r->kind = types[i].kind;
	snprintf(r->reason, sizeof r->reason, "%.64s", value);
	if (report_first(feedback, "Original-Mail-From", value, sizeof value))
		report_to(r, value);
	if (report_first(feedback, "Original-Rcpt-To", value, sizeof value))
		report_address(value, r->recipient);
}

/* Whether a server wrote the mail, by its sender. */
static bool
report_by_server(const char *head)
{
	static const char *const senders[] = { "mailer-daemon@", "postmaster@", "mail-daemon@" };
	char from[512];
	size_t i;

	if (report_first(head, "X-Failed-Recipients", from, sizeof from))
		return true;
	if (!report_first(head, "From", from, sizeof from))
		return false;
	for (i = 0; i < COUNT(senders); i++)
		if (strcasestr(from, senders[i]))
			return true;
	return false;
}

/* A report in a form of its own: qmail, older Exim and Exchange, appliances. */
static void
report_plain(struct mail_report *r, const char *head, const struct report_parts *p)
{
	static const char *const delays[] = { "delay", "warning", "temporar", "retry" };
	char value[512];
	size_t i;

	for (i = 0; i < COUNT(delays); i++)
		if (strcasestr(r->subject, delays[i]))
			return;
	r->kind = REPORT_BOUNCE;
	if (report_first(head, "X-Failed-Recipients", value, sizeof value))
		report_address(value, r->recipient);
	if (p->text == NULL)
		return;
	report_status_in(p->text, r->status, sizeof r->status);
	report_copy(r->reason, sizeof r->reason, *r->status ? strstr(p->text, r->status) : p->text);
	if (*r->original == '\0')
		report_message_id(p->text, r->original, sizeof r->original);
}

/* Whether a program sent the mail by itself, such as an out-of-office reply. */
static bool
report_automatic(const char *head)
{
	char value[64];

	if (report_first(head, "Auto-Submitted", value, sizeof value)
	    && strncasecmp(value, "no", 2) != 0)
		return true;
	if (report_first(head, "X-Autoreply", value, sizeof value))
		return true;
	return report_first(head, "Precedence", value, sizeof value)
	    && strcasecmp(value, "first-class") != 0;
}

static void
report_head(struct mail_report *r, GMimeMessage *message, const char *head)
{
	static const char *const envelope[] = { "Delivered-To", "X-Original-To", "Envelope-To", "To" };
	const char *subject = g_mime_message_get_subject(message);
	GDateTime *date = g_mime_message_get_date(message);
	char value[512];
	size_t i;

	if (subject)
		report_copy(r->subject, sizeof r->subject, subject);
	if (date)
		r->date = g_date_time_to_unix(date) * CLOCK_SECOND;
	report_message_id(head, r->id, sizeof r->id);
	for (i = 0; i < COUNT(envelope); i++) {
		const char *at = head;

		while (report_field(&at, envelope[i], value, sizeof value))
			report_to(r, value);
	}
}

static void
report_classify(struct mail_report *r, const char *head, const struct report_parts *p)
{
	report_message_id(p->original, r->original, sizeof r->original);
	if (p->feedback)
		report_feedback(r, p->feedback);
	else if (p->status)
		report_delivery_status(r, p->status);
	else if (report_by_server(head))
		report_plain(r, head, p);
	else if (!report_automatic(head))
		r->kind = REPORT_REPLY;
}

void
mail_report_read(const char *bytes, size_t n, struct mail_report *r)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes,
	    n < REPORT_BYTES_MAX ? n : REPORT_BYTES_MAX);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	struct report_parts p = { 0 };
	char *head;

	*r = (struct mail_report){ 0 };
	if (message) {
		head = g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
		g_mime_message_foreach(message, report_part_see, &p);
		report_head(r, message, head);
		report_classify(r, head, &p);
		g_free(head);
		g_object_unref(message);
	}
	report_parts_free(&p);
	g_object_unref(parser);
	g_object_unref(stream);
}
