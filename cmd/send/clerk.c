/* clerk.c: the database side of crt-send: one hand settled, the next one claimed. */
#include "base/fault.h"
#include "base/log.h"
#include "clerk.h"
#include "rule/pace.h"

static bool
claim(struct clerk *c, struct err *e)
{
	struct hand *h = c->hand;
	size_t i;

	if (c->store == NULL)
		return true;
	if (!claim_take(c->claim, c->store, array_param(&c->ids), &h->claims, &c->refused, e))
		return false;
	for (i = 0; i < h->claims.n; i++)
		if (!letter_begin(c->letters, &h->letter[i], &h->claims.list[i], e))
			return false;
	return true;
}

/* A dry run claims nothing, whatever it has found. */
static bool
end(struct clerk *c, bool ok, struct err *e)
{
	fault();
	ok = run_keep(c->run, c->run->db, ok, e);
	fault();
	return ok;
}

/* A tenth of the lease is for clocks that do not go alike.  It is entered before the claim:
   who sees the claim sees until when its mails may begin. */
static void
lease(const struct clerk *c, struct hand *h)
{
	h->lease = clock_awake() + c->claim->lease * (CLOCK_SECOND / 10 * 9);
	ledger_lease(c->ledger, h->lease);
}

/* The database knows what the ledger does, and the facts are of now. */
static void
begin(const struct clerk *c, struct hand *h)
{
	size_t i;

	for (i = 0; i < h->max; i++)
		ledger_forget(c->ledger, h->slot + i);
	h->fresh = clock_awake() + PACE_FRESH;
	if (h->fresh > h->lease || c->patient)
		h->fresh = h->lease;
}

static bool
work(struct clerk *c, struct err *e)
{
	struct hand *h = c->hand;
	struct db *db = c->run->db;
	bool ok;

	if (h->outcome.n == 0 && c->store == NULL)
		return true;
	lease(c, h);
	ok = db_pipeline(db, e) && outcome_put(&h->outcome, e) && claim(c, e);
	if (end(c, ok, e)) {
		begin(c, h);
		return outcome_told(&h->outcome, e) && output_flush(&c->refused, e);
	}
	claims_reset(&h->claims);
	output_drop(&c->refused);
	return false;
}

static void
wait_while(struct clerk *c, int state)
{
	while ((int)c->state == state)
		pthread_cond_wait(&c->changed, &c->lock);
}

static void
become(struct clerk *c, int state)
{
	c->state = state;
	pthread_cond_broadcast(&c->changed);
}

static void *
serve(void *arg)
{
	struct clerk *c = arg;

	log_run(c->run->id);
	pthread_mutex_lock(&c->lock);
	for (;;) {
		wait_while(c, CLERK_IDLE);
		if (c->state == CLERK_GOES)
			break;
		pthread_mutex_unlock(&c->lock);
		c->ok = work(c, &c->err);
		pthread_mutex_lock(&c->lock);
		become(c, CLERK_IDLE);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

bool
clerk_open(struct clerk *c, struct run *r, struct claim *claims, struct letters *letters,
    struct ledger *ledger, struct err *e)
{
	*c = (struct clerk){ .run = r, .claim = claims, .letters = letters, .ledger = ledger };
	output_init(&c->refused);
	array_open(&c->ids);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->changed, NULL);
	c->started = pthread_create(&c->thread, NULL, serve, c) == 0;
	return c->started || err_set(e, ERR_AGAIN, "cannot start a thread");
}

void
clerk_close(struct clerk *c)
{
	if (c->started) {
		pthread_mutex_lock(&c->lock);
		become(c, CLERK_GOES);
		pthread_mutex_unlock(&c->lock);
		pthread_join(c->thread, NULL);
		pthread_mutex_destroy(&c->lock);
		pthread_cond_destroy(&c->changed);
	}
	array_free(&c->ids);
	output_free(&c->refused);
}

void
clerk_ask(struct clerk *c, struct hand *h)
{
	pthread_mutex_lock(&c->lock);
	c->hand = h;
	c->err = (struct err){ 0 };
	become(c, CLERK_ASKED);
	pthread_mutex_unlock(&c->lock);
}

bool
clerk_answer(struct clerk *c, struct err *e)
{
	pthread_mutex_lock(&c->lock);
	wait_while(c, CLERK_ASKED);
	if (!c->ok)
		*e = c->err;
	pthread_mutex_unlock(&c->lock);
	return c->ok;
}
