/*
 * block.h: whether two arms have one rate, from blocks of persons with fixed numbers of each arm.
 *
 * Pure, exact, and valid however often one looks (Turner, Ly, Gruenwald 2024, arXiv 2106.02693).
 * Before each block the rates are estimated from the blocks before it. It needs blocks of one
 * size, and has 60 to 80 % of the power of split.h, which crt therefore uses.
 */
#ifndef CRT_STAT_BLOCK_H
#define CRT_STAT_BLOCK_H

#define STAT_BLOCK_PRIOR 0.18	/* successes and failures that each rate begins with */

/* Begin with the first three members, and 0 in the others. */
struct stat_block {
	double held, sent;		/* persons of each arm in a block */
	double prior;
	double blocks, held_bought, sent_bought;
	double log_e;			/* logarithm of the evidence against "one rate" */
};

/* Counts one more block, with this many successes. */
void stat_block_add(struct stat_block *, double held_bought, double sent_bought);

#endif
