/* window.c: one group of messages in flight, from claim to outcome. */
#include <stdlib.h>

#include "window.h"

void
window_open(struct window *h, size_t max, struct run *r, const struct claim *c,
    const char *provider, int64_t tries)
{
	*h = (struct window){ .max = max, .mail = mem_get(max * sizeof *h->mail),
	    .record = mem_get(max * sizeof *h->record) };
	outcome_open(&h->outcome, r, c, provider, tries);
}

void
window_close(struct window *h)
{
	size_t i;

	for (i = 0; i < h->max; i++)
		rendered_mail_free(&h->mail[i]);
	free(h->mail);
	free(h->record);
	claims_free(&h->claims);
	outcome_close(&h->outcome);
}

void
window_give_back(struct window *h)
{
	struct channel_result r = { .fate = CHANNEL_UNTRIED, .reason = "was not handed off" };
	size_t i;

	for (i = 0; i < h->claims.n; i++)
		outcome_add(&h->outcome, &h->claims.list[i], &r, OUTCOME_UNASKED);
	claims_reset(&h->claims);
}
