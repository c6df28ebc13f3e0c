/* cost.h: what a message costs, in millionths of a currency's unit. */
#ifndef CRT_STORE_COST_H
#define CRT_STORE_COST_H

#include "base/base.h"

/* Reads an amount from 0 to 1000 with at most six decimals. */
bool cost_read(const char *, int64_t *millionths) MUSTUSE;

#endif
