/*
 * secrets.h: a store's credentials and webhook secrets, sealed in crt.stores.
 *
 * api_credentials is a JSON object of texts (lib/platform/credential.def). webhook_secret is a
 * JSON list, newest first, of at most WEBHOOK_SECRETS_MAX {"secret":"...","until":"TIME"}. The
 * secret in force has no "until"; for an older one, it is the end of the time in which
 * deliveries may still be signed with it. Both texts are sealed under the store's id, so they
 * cannot be opened in another store's row.
 */
#ifndef CRT_STORE_SECRETS_H
#define CRT_STORE_SECRETS_H

#include "crypto/seal.h"
#include "db/db.h"
#include "json/value.h"

#define WEBHOOK_SECRETS_MAX 4
#define WEBHOOK_SECRET_MIN 16		/* bytes of a webhook secret */
#define WEBHOOK_SECRET_MAX 1024
#define WEBHOOK_SECRET_OVERLAP (2 * CLOCK_HOUR)	/* Shopify signs with it for an hour more */

struct store_secrets {
	json_t *credentials;		/* an object; may be empty */
	char *secret[WEBHOOK_SECRETS_MAX + 1];	/* valid now, newest first, NULL-terminated */
	size_t secrets;
};

/* Opens the two columns (NULL: empty). ERR_CONFIG: the key is missing, or the text was not
   sealed for this store. */
bool secrets_open(struct store_secrets *, const struct keyring *, const char *store_id,
    const char *credentials, const char *secrets, crt_time now, struct err *) MUSTUSE;
void secrets_close(struct store_secrets *);		/* wipes the memory; accepts a struct of zeros */

/* Reads a store's secrets from the database. ERR_USAGE: no such store. */
bool secrets_read(struct store_secrets *, struct db *, const struct keyring *, const char *store_id,
    crt_time now, struct err *) MUSTUSE;

/* Replaces the credentials by this object. ERR_USAGE: no such store. */
bool secrets_put_credentials(struct db *, const struct keyring *, const char *store_id,
    const json_t *credentials, crt_time now, struct err *) MUSTUSE;

/* Puts a webhook secret in force. The one before stays valid for WEBHOOK_SECRET_OVERLAP. A
   secret that is in force already does not change. ERR_CONFIG: too short, too long, or with
   a control byte. */
bool secrets_put_webhook(struct db *, const struct keyring *, const char *store_id,
    const char *secret, crt_time now, struct err *) MUSTUSE;

/* Deletes the credentials, the webhook secrets, or both, without opening them: for use after
   a key was lost. */
bool secrets_drop(struct db *, const char *store_id, bool credentials, bool secrets,
    struct err *) MUSTUSE;

#endif
