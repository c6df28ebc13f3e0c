/*
 * key.h: derived ids of people and carts, and stamps of facts.
 *
 * The id of an object that a platform names is derived from that name. Keys that identify a
 * person, such as an address, go through the organization's keyed hash. So nobody can test
 * addresses against a copy of the database.
 */
#ifndef CRT_STORE_KEY_H
#define CRT_STORE_KEY_H

#include "crypto/keyring.h"
#include "store/store.h"

void key_cart(const struct store *, const char *external, unsigned char out[16]);
void key_customer(const struct store *, const char *external, unsigned char out[16]);
void key_order(const struct store *, const char *external, unsigned char out[16]);
void key_event(const struct store *, const char *external, size_t, unsigned char out[16]);
void key_session(const struct store *, const char *external, unsigned char out[16]);

/* False when the address or number is too uncertain to identify a person. For written and
   norm see person/address.h. country is the person's, or NULL. */
bool key_email(const struct keyring *, const struct store *, const char *email,
    char written[], char norm[], unsigned char out[16]);
bool key_phone(const struct keyring *, const struct store *, const char *phone,
    const char *country, char norm[], unsigned char out[16]);
#define KEY_NORM_MAX 256

/* The token of an app's installation. False: it has other bytes than letters, digits, "_", "-",
   and ":". */
bool key_push(const struct keyring *, const struct store *, const char *token,
    unsigned char out[16]) MUSTUSE;

/* Stores of one organization have the same key for an address. key may be out. */
void key_within(const struct store *, const unsigned char key[16], unsigned char out[16]);

/*
 * A stamp orders facts by rank, then source time, then tie. The greater stamp is the later one;
 * of two equal stamps, the one that arrived last wins. Within a tie, final beats provisional,
 * and a purchase any other final state (P1); then read from the API beats pushed, then the
 * nanoseconds of the source's finer clock decide, which are at most CLOCK_NANOS_MAX.
 */
enum key_rank { KEY_RANK_FACT, KEY_RANK_PHONE, KEY_RANK_EMAIL, KEY_RANK_ID };
#define KEY_BOUGHT (UINT64_C(1) << 63)
#define KEY_FINAL  (UINT64_C(1) << 62)
#define KEY_READ   (KEY_FINAL - 1)
void key_stamp(enum key_rank, crt_time, uint64_t tie, unsigned char out[16]);
bool key_later(const unsigned char a[16], const unsigned char b[16]);	/* a is later than b */

/* The range of a stamp's time, 1970 to 2500. A record beyond it is rejected. */
#define KEY_TIME_MIN 0
#define KEY_TIME_MAX (INT64_C(16725225600) * CLOCK_SECOND)

/* One message for each step and channel: crt.derived_uuid('EPISODE/CAMPAIGN/STEP/CHANNEL'). */
void key_message(const char *episode, const char *campaign, size_t step, const char *channel,
    char out[IDENT_TEXT]);

#endif
