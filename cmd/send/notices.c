/* notices.c: send the notices: mails that are no reminders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "query.h"
#include "rendered_mail.h"
#include "send.h"

#define NOTICES_BATCH 100		/* claimed at once: may be unknown after a crash */
#define ID_MAX        (IDENT_TEXT + MAIL_ADDRESS_MAX)
#define NAME_MAX_BYTES 200
#define LIMIT_TEXT    16

struct notice {
	const struct store *store;
	char id[IDENT_TEXT];
	struct str name, message_id;
	struct channel_message message;
	struct channel_result result;
};

struct notices {
	struct run *run;
	const struct send *set;
	struct channel *channel;
	struct arena arena;
	struct notice list[NOTICES_BATCH];
	size_t n;
	int64_t sent, failed, unknown, back;
};

static void
notices_free(struct notices *all)
{
	while (all->n) {
		struct notice *n = &all->list[--all->n];

		str_free(&n->name);
		str_free(&n->message_id);
	}
	arena_reset(&all->arena);
}

static void
notice_done(void *arg UNUSED, struct channel_message *m, const struct channel_result *r)
{
	((struct notice *)m->tag)->result = *r;
}

static const char *
notice_text(struct notices *all, const struct db_row *row, int column)
{
	const char *text = db_text(row, column);

	return text ? arena_dup(&all->arena, text, strlen(text)) : NULL;
}

static bool
notice_take(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct notices *all = arg;
	struct notice *n = &all->list[all->n++];
	const char *last = db_text(row, SQL_NOTICE_CLAIM_LAST_NAME);
	const char *first = db_text(row, SQL_NOTICE_CLAIM_FIRST_NAME);

	*n = (struct notice){ .name = STR_MAX(NAME_MAX_BYTES), .message_id = STR_MAX(ID_MAX),
	    .store = stores_by_id(&all->run->stores, db_text(row, SQL_NOTICE_CLAIM_STORE_ID)) };
	db_fill(row, SQL_NOTICE_CLAIM_ID, n->id, sizeof n->id);
	rendered_mail_message_id(&n->message_id, n->id, n->store->from);
	str_printf(&n->name, "%s%s%s", first ? first : "", first && last ? " " : "", last ? last : "");
	n->message = (struct channel_message){ .id = n->id, .store = n->store->slug, .tag = n,
	    .medium = CHANNEL_EMAIL, .mail = { .message_id = str_text(&n->message_id),
	    .from = n->store->from, .reply_to = n->store->reply_to,
	    .to_address = notice_text(all, row, SQL_NOTICE_CLAIM_EMAIL),
	    .to_name = str_text(&n->name), .subject = notice_text(all, row, SQL_NOTICE_CLAIM_SUBJECT),
	    .text = notice_text(all, row, SQL_NOTICE_CLAIM_BODY), .date = clock_now() } };
	n->result.fate = CHANNEL_UNTRIED;
	return true;
}

static bool
notices_claim(struct notices *all, struct err *e)
{
	char now[CLOCK_TEXT], until[CLOCK_TEXT], limit[LIMIT_TEXT];
	struct run *r = all->run;
	const char *params[] = { str_text(&r->stores.array), run_now(now),
	    clock_print(clock_now() + all->set->lease, until), limit };
	bool ok;

	snprintf(limit, sizeof limit, "%d", NOTICES_BATCH);
	all->n = 0;
	ok = stop_check(e) && db_begin(r->db, e)
	    && db_each(r->db, sql_notice_claim, COUNT(params), params, notice_take, all, e);
	fault();
	return run_keep(r, r->db, ok, e);
}

/* The state of a notice after its result. */
static enum message_status
notice_state(struct notices *all, const struct notice *n)
{
	switch (n->result.fate) {
	case CHANNEL_SENT:
		all->sent++;
		return MESSAGE_SENT;
	case CHANNEL_UNKNOWN:
		all->unknown++;
		return MESSAGE_UNKNOWN;
	case CHANNEL_RETRY:
	case CHANNEL_UNTRIED:
		all->back++;
		return MESSAGE_QUEUED;
	default:
		all->failed++;
		return MESSAGE_FAILED;
	}
}

static bool
notices_resolve(struct notices *all, struct err *e)
{
	char now[CLOCK_TEXT];
	struct db *db = all->run->db;
	struct array stores, ids, states, codes;
	size_t i;
	bool ok;

	array_open(&stores);
	array_open(&ids);
	array_open(&states);
	array_open(&codes);
	for (i = 0; i < all->n; i++) {
		array_add(&stores, all->list[i].store->id_text);
		array_add(&ids, all->list[i].id);
		array_add(&states, words_message_status[notice_state(all, &all->list[i])]);
		array_add(&codes, all->list[i].result.code);
	}
	{
		const char *params[] = { run_now(now), array_param(&stores), array_param(&ids),
		    array_param(&states), array_param(&codes) };

		ok = db_begin(db, e)
		    && db_do(db, sql_notice_resolve, COUNT(params), params, NULL, e);
	}
	fault();
	ok = run_keep(all->run, db, ok, e);
	fault();
	array_free(&stores);
	array_free(&ids);
	array_free(&states);
	array_free(&codes);
	return ok;
}

/* The results are stored even if the channel fails. */
static bool
notices_send(struct notices *all, struct err *e)
{
	struct err why = { 0 };
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < all->n; i++)
		ok = channel_send(all->channel, &all->list[i].message, &why);
	ok = channel_wait(all->channel, 0, ok ? &why : &(struct err){ 0 }) && ok;
	ok = notices_resolve(all, e) && (ok || (*e = why, false));
	notices_free(all);
	return ok;
}

static bool
notices_lost(struct notices *all, struct err *e)
{
	char now[CLOCK_TEXT];
	struct run *r = all->run;
	const char *params[] = { str_text(&r->stores.array), run_now(now) };
	bool ok = db_begin(r->db, e)
	    && db_do(r->db, sql_notice_lost, COUNT(params), params, &all->unknown, e);

	return run_keep(r, r->db, ok, e);
}

static bool
notices_all(struct notices *all, struct err *e)
{
	bool ok = notices_lost(all, e) && notices_claim(all, e);

	if (all->set->common.dry_run || (ok && all->n == 0))
		return ok;
	ok = ok && send_open_channel(all->set, NULL, notice_done, NULL, &all->channel, e);
	while (ok && all->n) {
		ok = notices_send(all, e) && (all->back == 0
		    || err_set(e, ERR_AGAIN, "%lld notices wait for another run",
		    (long long)all->back)) && notices_claim(all, e);
		log_progress("%lld notices", (long long)all->sent);
	}
	return ok;
}

bool
send_notices(void *settings, char **operands UNUSED, struct err *e)
{
	const struct send *set = settings;
	struct notices *all = mem_get(sizeof *all);
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-send", RUN_STORES | RUN_HEARTBEAT, e);

	*all = (struct notices){ .run = &run, .set = set };
	ok = ok && notices_all(all, e);
	if (ok && set->common.dry_run)
		printf("%zu notices or more would be sent\n", all->n);
	else if (ok)
		printf("%lld notices are sent, %lld failed, %lld are unknown\n", (long long)all->sent,
		    (long long)all->failed, (long long)all->unknown);
	channel_close(all->channel);
	notices_free(all);
	arena_free(&all->arena);
	free(all);
	return run_close(&run, ok, e);
}
