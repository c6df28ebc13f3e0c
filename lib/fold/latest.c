/* latest.c: bound the times that records give for the past. */
#include "fold/fold.h"

/* A record from a clock that runs ahead would override everything that follows. */
#define AHEAD_MAX CLOCK_DAY

/* The clocks of crt and a shop may differ by this; nothing is said of it. */
#define SLACK CLOCK_MINUTE

void
fold_date(const struct fold *f, struct record *r, crt_time received, struct arena *a)
{
	if (r->time >= KEY_TIME_MIN && r->time <= KEY_TIME_MAX)
		return;
	left_add(&r->left, a, "time", LEFT_TIME);
	r->time = received ? received : f->now;
}

crt_time
fold_near(const struct fold *f, const struct record *r)
{
	return r->time > f->now + AHEAD_MAX ? r->time - AHEAD_MAX : 0;
}

crt_time
fold_not_after(struct fold *f, crt_time t, crt_time latest, const char *path)
{
	if (t <= latest)
		return t;
	if (t > latest + SLACK)
		left_add(f->left, f->arena, path, LEFT_FUTURE);
	return latest;
}

/* When crt received the record. If crt's clock was more than a day behind then, that time is wrong:
   the retry's counts. */
crt_time
fold_arrival(const struct fold *f, const struct record *r)
{
	return f->received && r->time <= f->received + AHEAD_MAX ? f->received : f->now;
}
