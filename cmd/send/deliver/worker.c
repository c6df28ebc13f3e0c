/* worker.c: the database side of crt-send: resolve one window and claim the next. */
#include "base/fault.h"
#include "base/log.h"
#include "worker.h"
#include "rule/pace.h"

static struct limit
worker_limit(const struct worker *c, const struct store *s)
{
	return (struct limit){ c->run, s, c->claim->channel, c->claim->provider, c->rate };
}

/* A mail that was not handed off does not count on that day. */
static bool
worker_give_back(struct worker *c, const struct outcome *o, struct err *e)
{
	const struct limit limit = worker_limit(c, o->store);

	return o->untried == 0 || limit_add(&limit, -(int64_t)o->untried, e);
}

static bool
worker_claim(struct worker *c, struct err *e)
{
	struct window *h = c->window;
	const struct limit limit = worker_limit(c, c->store);
	size_t i;

	if (c->store == NULL)
		return true;
	if (!limit_take(&limit, c->ids.n, &h->share, e))
		return false;
	c->claim->most = h->share.most;
	if (!claim_take(c->claim, c->store, array_param(&c->ids), &h->claims, &c->refused, e)
	    || (h->share.day_over && !claim_explain(c->claim, c->store, &h->claims, LIMIT_DAY_OVER, e))
	    || !limit_add(&limit, (int64_t)h->claims.n, e))
		return false;
	h->start = clock_steady() + h->share.wait;
	for (i = 0; i < h->claims.n; i++)
		if (!rendered_mail_begin(c->templates, &h->mail[i], &h->claims.list[i],
		    c->run->ring, e))
			return false;
	return true;
}

/* In a dry run, run_keep rolls the claims back. */
static bool
worker_commit(struct worker *c, bool ok, struct err *e)
{
	fault();
	ok = run_keep(c->run, c->run->db, ok, e);
	fault();
	return ok;
}

/* A tenth of the lease is a margin, since clocks run at different speeds.  The time is entered
   before the claim, so that a sender that sees the claim also sees when its mails must begin. */
static void
worker_lease(const struct worker *c, struct window *h)
{
	h->lease = clock_awake() + c->claim->lease * (CLOCK_SECOND / 10 * 9);
	ledger_lease(c->ledger, h->lease);
}

/* After the commit the ledger's results are in the database, and the facts are fresh. */
static void
worker_begin(const struct worker *c, struct window *h)
{
	size_t i;

	for (i = 0; i < h->max; i++)
		ledger_forget(c->ledger, h->slot + i);
	h->fresh = clock_awake() + PACE_FRESH;
	if (h->fresh > h->lease || c->patient)
		h->fresh = h->lease;
}

static bool
worker_step(struct worker *c, struct err *e)
{
	struct window *h = c->window;
	struct db *db = c->run->db;
	bool ok;

	if (h->outcome.n == 0 && c->store == NULL)
		return true;
	worker_lease(c, h);
	ok = db_pipeline(db, e) && outcome_put(&h->outcome, e)
	    && worker_give_back(c, &h->outcome, e) && worker_claim(c, e);
	if (worker_commit(c, ok, e)) {
		worker_begin(c, h);
		return outcome_flush(&h->outcome, e) && output_flush(&c->refused, e);
	}
	claims_reset(&h->claims);
	output_drop(&c->refused);
	return false;
}

static void
worker_wait(struct worker *c, int state)
{
	while ((int)c->state == state)
		pthread_cond_wait(&c->changed, &c->lock);
}

static void
worker_become(struct worker *c, int state)
{
	c->state = state;
	pthread_cond_broadcast(&c->changed);
}

static void *
worker_main(void *arg)
{
	struct worker *c = arg;

	log_run(c->run->id);
	pthread_mutex_lock(&c->lock);
	for (;;) {
		worker_wait(c, WORKER_IDLE);
		if (c->state == WORKER_ENDS)
			break;
		pthread_mutex_unlock(&c->lock);
		c->ok = worker_step(c, &c->err);
		pthread_mutex_lock(&c->lock);
		worker_become(c, WORKER_IDLE);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

bool
worker_open(struct worker *c, struct run *r, struct claim *claims, struct mail_templates *templates,
    struct ledger *ledger, int64_t rate, struct err *e)
{
	*c = (struct worker){ .run = r, .claim = claims, .templates = templates, .ledger = ledger,
	    .rate = rate };
	output_init(&c->refused);
	array_open(&c->ids);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->changed, NULL);
	c->started = pthread_create(&c->thread, NULL, worker_main, c) == 0;
	return c->started || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
worker_close(struct worker *c)
{
	if (c->started) {
		pthread_mutex_lock(&c->lock);
		worker_become(c, WORKER_ENDS);
		pthread_mutex_unlock(&c->lock);
		pthread_join(c->thread, NULL);
		pthread_mutex_destroy(&c->lock);
		pthread_cond_destroy(&c->changed);
	}
	array_free(&c->ids);
	output_free(&c->refused);
}

void
worker_request(struct worker *c, struct window *h)
{
	pthread_mutex_lock(&c->lock);
	c->window = h;
	c->err = (struct err){ 0 };
	worker_become(c, WORKER_REQUESTED);
	pthread_mutex_unlock(&c->lock);
}

bool
worker_response(struct worker *c, struct err *e)
{
	pthread_mutex_lock(&c->lock);
	worker_wait(c, WORKER_REQUESTED);
	if (!c->ok)
		*e = c->err;
	pthread_mutex_unlock(&c->lock);
	return c->ok;
}
