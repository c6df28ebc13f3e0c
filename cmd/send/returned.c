/* returned.c: turn a report about a message, or an opt-out by mail, into a record. */
#include <stdio.h>
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "link/optout.h"
#include "link/return_path.h"
#include "query.h"
#include "record/line.h"
#include "returned.h"
#include "refusal/relay.h"
#include "store/key.h"

#define RECORD_ID_MAX 96		/* "reply:" and a SHA-256 */

/* The message that a report is about. */
struct returned_message {
	const struct returned *of;
	const struct store *store;	/* NULL: crt has no such message */
	char id[IDENT_TEXT];
	unsigned char key[IDENT_BYTES];	/* of its recipient's address */
	bool has_key;
};

void
returned_open(struct returned *r, struct run *run, struct db *db)
{
	*r = (struct returned){ .run = run, .db = db, .line = STR_MAX(RETURNED_LINE_MAX) };
}

void
returned_close(struct returned *r)
{
	str_free(&r->line);
}

static bool
returned_message_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct returned_message *m = arg;
	const char *key = db_text(row, SQL_BOUNCE_MESSAGE_EMAIL_KEY);

	m->store = stores_find(&m->of->run->stores, db_text(row, SQL_BOUNCE_MESSAGE_SLUG));
	m->has_key = key && ident_read(key, m->key);
	return true;
}

/* By the return path, which is signed, or by the Message-ID that the report quotes. */
static bool
returned_message_id(const struct returned *r, const struct mail_report *report,
    char id[IDENT_TEXT])
{
	unsigned char uuid[IDENT_BYTES];
	size_t i;

	for (i = 0; i < report->tos; i++)
		if (return_path_read(r->run->ring, report->to[i], uuid)) {
			ident_print(uuid, id);
			return true;
		}
	snprintf(id, IDENT_TEXT, "%.*s", (int)strcspn(report->original, "@"), report->original);
	return ident_read(id, uuid);
}

static bool
returned_find(const struct returned *r, const struct mail_report *report,
    struct returned_message *m, struct err *e)
{
	const char *params[] = { str_text(&r->run->stores.array), m->id };

	*m = (struct returned_message){ .of = r };
	return !returned_message_id(r, report, m->id)
	    || db_each(r->db, sql_bounce_message, COUNT(params), params, returned_message_row, m, e);
}

/* Whether the report is about another address: the recipient's forwards to it, and lives. */
static bool
returned_forwarded(const struct returned_message *m, const struct mail_report *report)
{
	char written[KEY_NORM_MAX + 1], norm[KEY_NORM_MAX + 1];
	unsigned char key[IDENT_BYTES];

	return m->has_key && *report->recipient
	    && key_email(m->of->run->ring, m->store, report->recipient, written, norm, key)
	    && memcmp(key, m->key, sizeof key) != 0;
}

/* The report's own time, unless it is missing or ahead of the clock. */
static crt_time
returned_time(const struct mail_report *report)
{
	crt_time now = clock_now();

	return report->date > 0 && report->date < now ? report->date : now;
}

static void
returned_about_message(struct returned *r, const struct returned_message *m,
    const struct mail_report *report)
{
	bool bounce = report->kind == REPORT_BOUNCE;
	enum record_kind kind = bounce ? RECORD_message_bounced
	    : report->kind == REPORT_COMPLAINT ? RECORD_message_complained
	    : RECORD_message_unsubscribed;
	struct str reason = STR_MAX(sizeof report->reason);
	char id[RECORD_ID_MAX];

	snprintf(id, sizeof id, "%s:%s", bounce ? "bounce" : "complaint", m->id);
	relay_reason(&reason, report->reason);
	line_open(&r->line, &(struct line_head){ kind, id, m->store->slug, returned_time(report),
	    NULL, NULL });
	line_text(&r->line, "message", m->id);
	line_text(&r->line, "reason", reason.len ? str_text(&reason) : NULL);
	if (bounce && *report->status && !returned_forwarded(m, report)) {
		line_text(&r->line, "code", report->status);
		memcpy(r->message, m->id, sizeof r->message);
	}
	line_end(&r->line);
	str_free(&reason);
}

/* A mail to the address of List-Unsubscribe, or a reply that keeps its subject. */
static void
returned_optout(struct returned *r, const struct mail_report *report, const char *mail, size_t n)
{
	unsigned char hash[HASH_BYTES];
	struct str id = STR_MAX(RECORD_ID_MAX);
	char store[IDENT_TEXT];
	const struct store *s;
	struct err none = { 0 };
	struct optout who;

	if (!optout_verify(r->run->ring, report->subject, &who, &none))
		return;
	s = stores_by_id(&r->run->stores, ident_print(who.store, store));
	if (s == NULL)
		return;
	hash_sha256(hash, mail, n);
	str_puts(&id, "reply:");
	hex_write(&id, hash, sizeof hash);
	line_open(&r->line, &(struct line_head){ RECORD_message_unsubscribed, str_text(&id), s->slug,
	    returned_time(report), NULL, NULL });
	line_text(&r->line, "link", report->subject);
	line_end(&r->line);
	str_free(&id);
}

bool
returned_read(struct returned *r, const struct mail_report *report, const char *mail, size_t n,
    struct err *e)
{
	struct returned_message m;

	str_cut(&r->line, 0);
	r->message[0] = '\0';
	if (report->kind == REPORT_REPLY)
		returned_optout(r, report, mail, n);
	if (report->kind == REPORT_REPLY || report->kind == REPORT_NONE)
		return true;
	if (!returned_find(r, report, &m, e))
		return false;
	if (m.store)
		returned_about_message(r, &m, report);
	return true;
}
