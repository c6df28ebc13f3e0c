/*
 * key.h: the ids under which people and carts are found again.
 *
 * What a platform names is derived from its name; what tells who a person is
 * (an address) goes through the organization's keyed hash, so that nobody can
 * try addresses against a copy of the database.
 */
#ifndef CRT_STORE_KEY_H
#define CRT_STORE_KEY_H

#include "crypto/keyring.h"
#include "store/store.h"

void key_cart(const struct store *, const char *external, unsigned char out[16]);
void key_customer(const struct store *, const char *external, unsigned char out[16]);
void key_order(const struct store *, const char *external, unsigned char out[16]);
void key_event(const struct store *, const char *external, unsigned char out[16]);
void key_session(const struct store *, const char *external, unsigned char out[16]);

/* False when the address or number is not certain enough to stand for a person.
   record/address.h says what written and norm are; country is the person's, or NULL. */
bool key_email(const struct keyring *, const struct store *, const char *email,
    char written[], char norm[], unsigned char out[16]);
bool key_phone(const struct keyring *, const struct store *, const char *phone,
    const char *country, char norm[], unsigned char out[16]);
#define KEY_NORM_MAX 256

/*
 * A stamp orders facts: rank, then source time, then tie.  Greater is later, and of two
 * equal ones the one that came last counts.  A tie is final before provisional, read from
 * the source before pushed by it, then nanoseconds of the source's finer clock.
 */
enum key_rank { KEY_RANK_FACT, KEY_RANK_PHONE, KEY_RANK_EMAIL, KEY_RANK_ID };
#define KEY_FINAL (UINT64_C(1) << 63)
#define KEY_READ  (UINT64_C(1) << 62)
void key_stamp(enum key_rank, crt_time, uint64_t tie, unsigned char out[16]);
bool key_later(const unsigned char a[16], const unsigned char b[16]);	/* a is later than b */

/* What a stamp can say, 1970 to 2500; a record from outside is refused. */
#define KEY_TIME_MIN 0
#define KEY_TIME_MAX (INT64_C(16725225600) * CLOCK_SECOND)

/* One message a step and channel: crt.derived_uuid('EPISODE/CAMPAIGN/STEP/CHANNEL'). */
void key_message(const char *episode, const char *campaign, size_t step, const char *channel,
    char out[IDENT_TEXT]);

#endif
