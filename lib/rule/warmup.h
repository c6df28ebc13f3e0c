/*
 * warmup.h: how many mails may leave a sender's domain in a day.
 *
 * Mailbox providers do not know a new domain, and refuse many mails of it at once. So the first
 * days are limited: the limit doubles each day until it reaches the daily limit. Pure.
 */
#ifndef CRT_RULE_WARMUP_H
#define CRT_RULE_WARMUP_H

#include "base/clock.h"

#define WARMUP_FIRST 50			/* mails on the first day */
#define WARMUP_NONE 1000000		/* this daily limit is none */

/* most: the daily limit. first: the first moment of the first day (UTC); 0: no warm-up. */
int64_t warmup_limit(int64_t most, crt_time first, crt_time now);

#endif
