/* pace.c: choose the number of messages in a group. */
#include "rule/pace.h"

static size_t
pace_limited(size_t n, size_t least, size_t most)
{
	n = n < least ? least : n;
	return n > most ? most : n;
}

/* Without a measurement a group is what can begin at once. */
size_t
pace_group(const struct pace *p)
{
	size_t n = pace_limited(p->each ? (size_t)(PACE_GROUP / p->each) : 0, p->least, p->most);
	double by_rate = p->rate * ((double)PACE_GROUP / (double)CLOCK_SECOND);

	if (p->rate > 0 && by_rate < (double)n)
		n = (size_t)by_rate;
	return n ? n : 1;
}

bool
pace_overlaps(const struct pace *p)
{
	return p->each && p->each * (crt_time)pace_group(p) <= PACE_GROUP;
}

void
pace_saw(struct pace *p, size_t mails, crt_time took)
{
	if (mails)
		p->each = took / (crt_time)mails + 1;
}
