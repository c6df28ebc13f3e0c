/*
 * relay.h: whether a refusal means a person, or everybody.
 *
 * Pure.  A relay that is misconfigured refuses all recipients alike, often with the
 * code of a dead mailbox.  So a refusal counts only beside the others of its time.
 */
#ifndef CRT_RELAY_H
#define CRT_RELAY_H

#include "base/clock.h"
#include "base/str.h"

#define RELAY_ALIKE_MIN   10	/* recipients that met the same refusal: it may be the relay */
#define RELAY_SHARE       5	/* more than one in so many of all recipients: it is the relay */
#define RELAY_RECENT      40	/* accepted mails, the last ones, that it is held against */
#define RELAY_TIME        CLOCK_DAY	/* and no older refusals than this */
#define RELAY_NEIGHBORS   10	/* accepted mails before and after a refusal that decide on it */
#define RELAY_KEPT        (30 * CLOCK_DAY)	/* what is not decided by then suppresses nobody */
#define RELAY_WORDS_MAX   512	/* bytes of what is compared */

/* alike of recipients met the same refusal. */
bool relay_at_fault(int64_t alike, int64_t recipients);

enum relay_bounce { RELAY_WAIT, RELAY_DEAD, RELAY_DOUBTED };

/* Is an address dead whose refusal says so?  after: mails accepted since, RELAY_NEIGHBORS at
   most; accepted: of its neighbors in time; alike: recipients that met the same among them. */
enum relay_bounce relay_bounce(int64_t after, int64_t accepted, int64_t alike);

/* What two refusals have in common that are the same: code and words in lower case, without
   addresses, the recipient's name and domain, and words with digits (ids, times, hosts). */
void relay_words(struct str *, const char *code, const char *text, const char *recipient);

#endif
