/*
 * bounce.h: when bounces that may pass mean that an address is dead.
 *
 * A full mailbox, or a host that does not respond, is a state that passes. An address to which
 * nothing arrives for two weeks is not read. Mailbox providers count mails to it against the
 * sender.
 */
#ifndef CRT_BOUNCE_H
#define CRT_BOUNCE_H

#include "base/clock.h"

#define BOUNCE_ROW_MIN   4			/* mails that bounced, and none that arrived */
#define BOUNCE_ROW_TIME (14 * CLOCK_DAY)	/* between the first and the last */

#endif
