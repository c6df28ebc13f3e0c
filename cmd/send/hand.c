/* hand.c: messages in hand together, from their claim to their outcome. */
#include <stdlib.h>

#include "hand.h"

void
hand_open(struct hand *h, size_t max, struct run *r, const struct claim *c, const char *provider,
    int64_t tries)
{
	*h = (struct hand){ .max = max, .letter = mem_get(max * sizeof *h->letter),
	    .record = mem_get(max * sizeof *h->record) };
	outcome_open(&h->outcome, r, c, provider, tries);
}

void
hand_close(struct hand *h)
{
	size_t i;

	for (i = 0; i < h->max; i++)
		letter_free(&h->letter[i]);
	free(h->letter);
	free(h->record);
	claims_free(&h->claims);
	outcome_close(&h->outcome);
}

void
hand_give_back(struct hand *h)
{
	struct channel_result r = { .fate = CHANNEL_UNTRIED, .reason = "was not handed over" };
	size_t i;

	for (i = 0; i < h->claims.n; i++)
		outcome_add(&h->outcome, &h->claims.list[i], &r);
	claims_reset(&h->claims);
}
