/* block.c: whether two arms have one rate, from blocks with fixed numbers of each arm. */
#include <math.h>

#include "stat/block.h"

static double
block_rate(const struct stat_block *b, double bought, double persons)
{
	return (bought + b->prior) / (b->blocks * persons + 2 * b->prior);
}

static double
block_log(double bought, double persons, double rate)
{
	return bought * log(rate) + (persons - bought) * log1p(-rate);
}

void
stat_block_add(struct stat_block *b, double held_bought, double sent_bought)
{
	double held = block_rate(b, b->held_bought, b->held);
	double sent = block_rate(b, b->sent_bought, b->sent), n = b->held + b->sent;

	b->log_e += block_log(held_bought, b->held, held) + block_log(sent_bought, b->sent, sent)
	    - block_log(held_bought + sent_bought, n, (b->held * held + b->sent * sent) / n);
	b->held_bought += held_bought;
	b->sent_bought += sent_bought;
	b->blocks++;
}
