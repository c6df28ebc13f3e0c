/* bounces.c: ingest what comes back for mails: reports, complaints, and opt-outs by mail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "inbox/inbox.h"
#include "mailbox.h"
#include "query.h"
#include "returned.h"
#include "refusal/bounce.h"
#include "run/reject.h"
#include "send.h"

#define BOUNCES_BATCH 500		/* mails in a transaction */
#define BOUNCES_NUMBER 24		/* a number as a parameter */

struct bounces {
	const struct send *set;
	struct run run;
	struct db *db;			/* for the thread that reads: the inbox has its own */
	struct mailbox *mailbox;
	struct returned returned;
	struct str mail;
	struct array messages;		/* that bounced */
	uint64_t position;
	int64_t others;			/* mails without a record */
};

/* A failure must not stop the run: the mail is found again, and then changes nothing. */
static void
bounces_move(const struct bounces *b, const char *path, bool seen)
{
	struct err e = { 0 };

	if (path && !b->set->common.dry_run && !mailbox_move(path, seen, &e))
		log_line(LOG_WARN, NULL, "%s", e.text);
}

static void
bounces_line(struct bounces *b, struct arena *a, struct line *line, const char *name,
    const char *path)
{
	const struct str *text = &b->returned.line;
	size_t n = text->len - (text->len && text->data[text->len - 1] == '\n');

	*line = (struct line){ .text = arena_dup(a, str_text(text), n), .n = n, .whole = n,
	    .source = arena_dup(a, name, strlen(name)), .position = b->position,
	    .cookie = path ? arena_dup(a, path, strlen(path)) : NULL };
	if (b->returned.message[0])
		array_add(&b->messages, b->returned.message);
}

/* For struct inbox. A mail without a record has nothing to commit and is moved at once; one that
   a person wrote stays unread there. */
static bool
bounces_lines(void *arg, struct arena *a, struct line *lines, size_t max, size_t *n, bool *end,
    struct err *e)
{
	struct bounces *b = arg;
	struct mail_report report;
	const char *name;
	char *path;
	bool ok = true, last = false;

	*n = 0;
	while (ok && *n < max && !last) {
		ok = mailbox_next(b->mailbox, &b->mail, &path, &name, &last, e);
		if (!ok || last)
			break;
		b->position++;
		mail_report_read(str_text(&b->mail), b->mail.len, &report);
		ok = returned_read(&b->returned, &report, str_text(&b->mail), b->mail.len, e);
		if (ok && b->returned.line.len) {
			bounces_line(b, a, &lines[(*n)++], name, path);
		} else if (ok) {
			bounces_move(b, path, report.kind == REPORT_NONE);
			b->others++;
		}
		free(path);
	}
	*end = *n == 0;
	return ok;
}

static void
bounces_committed(void *arg, const struct line *lines, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		bounces_move(arg, lines[i].cookie, true);
}

/* Suppresses addresses to which nothing has arrived for long. */
static bool
bounces_decide(struct bounces *b, struct err *e)
{
	char now[CLOCK_TEXT], least[BOUNCES_NUMBER], seconds[BOUNCES_NUMBER];
	const char *params[] = { str_text(&b->run.stores.array), array_param(&b->messages),
	    run_now(now), least, seconds };
	int64_t n = 0;
	bool ok;

	snprintf(least, sizeof least, "%d", BOUNCE_ROW_MIN);
	snprintf(seconds, sizeof seconds, "%lld", (long long)(BOUNCE_ROW_TIME / CLOCK_SECOND));
	ok = db_begin(b->run.db, e)
	    && db_do(b->run.db, sql_bounce_decide, COUNT(params), params, &n, e);
	if (!run_keep(&b->run, b->run.db, ok, e))
		return false;
	if (n)
		log_line(LOG_INFO, NULL, "%lld addresses are suppressed: nothing has arrived there for %d "
		    "days", (long long)n, (int)(BOUNCE_ROW_TIME / CLOCK_DAY));
	return true;
}

static bool
bounces_run(struct bounces *b, struct err *e)
{
	struct inbox inbox = { .run = &b->run, .command = "crt-send", .batch = BOUNCES_BATCH,
	    .echo = b->set->echo, .lines = bounces_lines, .lines_arg = b,
	    .committed = b->set->common.dry_run ? NULL : bounces_committed, .committed_arg = b };
	int64_t bad;

	if (!run_open(&b->run, &b->set->common, "crt-send bounces",
	    RUN_STORES | RUN_KEYS | RUN_HEARTBEAT, e)
	    || !run_connect(&b->run, &b->db, e))
		return false;
	mail_open();
	returned_open(&b->returned, &b->run, b->db);
	if (!inbox_run(&inbox, NULL, e) || (b->messages.n && !bounces_decide(b, e)))
		return false;
	run_count(&b->run, COUNTER_ignored, b->others);
	bad = run_counted(&b->run, COUNTER_rejected);
	return reject_verdict(&b->run, bad, bad + run_counted(&b->run, COUNTER_records), e);
}

bool
send_bounces(void *settings, char **operands, struct err *e)
{
	struct bounces b = { .set = settings };
	bool ok;

	array_open(&b.messages);
	b.mailbox = mailbox_open(operands);
	ok = bounces_run(&b, e);
	returned_close(&b.returned);
	db_close(b.db);
	mailbox_close(b.mailbox);
	array_free(&b.messages);
	str_free(&b.mail);
	return run_close(&b.run, ok, e);
}
