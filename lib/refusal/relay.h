/*
 * relay.h: whether a refusal concerns a recipient or the relay.
 *
 * Pure. A misconfigured relay refuses all recipients alike, often with the code of a dead
 * mailbox. So a refusal is compared with others of the same period.
 */
#ifndef CRT_RELAY_H
#define CRT_RELAY_H

#include "base/clock.h"
#include "base/str.h"

#define RELAY_ALIKE_MIN   10	/* recipients that met the same refusal: it may be the relay */
#define RELAY_SHARE       5	/* the relay is at fault above one in this many recipients */
#define RELAY_RECENT      40	/* latest accepted mails to compare with */
#define RELAY_TIME        CLOCK_DAY	/* maximum age of refusals to compare */
#define RELAY_NEIGHBORS   10	/* accepted mails needed before and after a refusal */
#define RELAY_KEPT        (30 * CLOCK_DAY)	/* a refusal undecided by then suppresses nobody */
#define RELAY_WORDS_MAX   512	/* bytes of the compared text */

/* alike: the recipients, of all in recipients, that got the same refusal. */
bool relay_at_fault(int64_t alike, int64_t recipients);

enum relay_bounce { RELAY_WAIT, RELAY_DEAD, RELAY_DOUBTED };

/* Whether a refusal proves a dead address. after: mails accepted since, at most
   RELAY_NEIGHBORS. accepted: accepted mails near it in time. alike: recipients near it that
   got the same refusal. */
enum relay_bounce relay_bounce(int64_t after, int64_t accepted, int64_t alike);

/* The form in which equal refusals compare equal: code and words in lower case, without
   addresses, the recipient's name and domain, and words with digits (ids, times, hosts). */
void relay_words(struct str *, const char *code, const char *text, const char *recipient);

/* Appends the text with "(address)" in place of each address. Providers repeat the recipient's in
   their explanations, and reasons outlive addresses. */
void relay_reason(struct str *, const char *text);

#endif
