/* limit.c: the limits of a sender's domain and of a provider, in the database. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/stop.h"
#include "base/wait.h"
#include "limit.h"
#include "mime/mail.h"
#include "query.h"
#include "rule/warmup.h"

enum { LIMIT_ORGANIZATION, LIMIT_DOMAIN, LIMIT_NOW, LIMIT_NUMBER, LIMIT_PROVIDER, LIMIT_RATE,
    LIMIT_PARAMS };

struct limit_params {
	const char *param[LIMIT_PARAMS];
	char organization[IDENT_TEXT], address[MAIL_ADDRESS_MAX + 1], now[CLOCK_TEXT], number[24],
	    rate[24];
};

/* Without a daily limit, the domain is not counted. */
static void
limit_fill(const struct limit *l, int64_t number, bool counted, struct limit_params *p)
{
	struct err ignored = { 0 };
	const char *at = NULL;

	if (counted && mail_address_in(l->store->from, p->address, &ignored))
		at = strrchr(p->address, '@');
	snprintf(p->number, sizeof p->number, "%" PRId64, number);
	snprintf(p->rate, sizeof p->rate, "%" PRId64, l->rate);
	p->param[LIMIT_ORGANIZATION] = ident_print(l->store->organization, p->organization);
	p->param[LIMIT_DOMAIN] = at ? at + 1 : NULL;
	p->param[LIMIT_NOW] = run_now(p->now);
	p->param[LIMIT_NUMBER] = p->number;
	p->param[LIMIT_PROVIDER] = l->provider;
	p->param[LIMIT_RATE] = p->rate;
}

static int64_t
limit_of_day(const struct limit *l)
{
	return l->channel == CHANNEL_EMAIL
	    ? warmup_limit(l->store->daily_limit, l->store->warmup, clock_now()) : WARMUP_NONE;
}

static bool
limit_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct limit_share *share = arg;
	const size_t wanted = share->most;

	if (db_text(row, SQL_LIMIT_TAKE_REMAINING)) {
		int64_t remaining = db_int(row, SQL_LIMIT_TAKE_REMAINING);

		share->day_over = remaining < (int64_t)wanted;
		share->most = share->day_over ? (size_t)remaining : wanted;
	}
	share->wait = db_int(row, SQL_LIMIT_TAKE_WAIT) * (CLOCK_SECOND / 1000);
	if (share->wait > LIMIT_AHEAD)
		share->most = 0;
	return true;
}

bool
limit_take(const struct limit *l, size_t wanted, struct limit_share *share, struct err *e)
{
	const int64_t most = limit_of_day(l);
	struct limit_params p;

	*share = (struct limit_share){ .most = wanted };
	if (most >= WARMUP_NONE && l->rate == 0)
		return true;
	limit_fill(l, most, most < WARMUP_NONE, &p);
	return db_each(l->run->db, sql_limit_take, COUNT(p.param), p.param, limit_row, share, e);
}

void
limit_pause(crt_time wait)
{
	const struct timespec pause = wait_spec(wait < LIMIT_AHEAD ? wait : LIMIT_AHEAD);

	if (wait > 0 && !stop_requested())
		nanosleep(&pause, NULL);
}

bool
limit_add(const struct limit *l, int64_t messages, struct err *e)
{
	const int64_t most = limit_of_day(l);
	struct limit_params p;

	if (messages == 0 || (most >= WARMUP_NONE && l->rate == 0))
		return true;
	limit_fill(l, messages, most < WARMUP_NONE, &p);
	return db_do(l->run->db, sql_limit_add, COUNT(p.param), p.param, NULL, e);
}
