/*
 * secrets.h: what a store's platform trusts us with, sealed in crt.stores.
 *
 * api_credentials is a JSON object of texts (lib/platform/credential.def);
 * webhook_secret a JSON list, newest first, of at most WEBHOOK_SECRETS_MAX
 * {"secret":"...","until":"TIME"}: until is absent from the one in force, and says
 * of an older one how long deliveries may still be signed with it.  Both are
 * sealed under the store's id, so one store's does not open in another's row.
 */
#ifndef CRT_STORE_SECRETS_H
#define CRT_STORE_SECRETS_H

#include "crypto/seal.h"
#include "db/db.h"
#include "record/value.h"

#define WEBHOOK_SECRETS_MAX 4
#define WEBHOOK_SECRET_MIN 16		/* bytes of a webhook's secret */
#define WEBHOOK_SECRET_MAX 1024
#define WEBHOOK_SECRET_OVERLAP (2 * CLOCK_HOUR)	/* Shopify uses an old one for up to an hour */

struct store_secrets {
	json_t *credentials;		/* an object; empty if there are none */
	char *secret[WEBHOOK_SECRETS_MAX + 1];	/* those valid now, newest first, ended by NULL */
	size_t secrets;
};

/* Opens what the two columns hold (NULL: nothing).  ERR_CONFIG: the key is missing, or what
   it says was not sealed for this store. */
bool secrets_open(struct store_secrets *, const struct keyring *, const char *store_id,
    const char *credentials, const char *secrets, crt_time now, struct err *) MUSTUSE;
void secrets_close(struct store_secrets *);		/* wipes; a secrets of zeros is fine */

/* Of a store in the database; ERR_USAGE if it is not there. */
bool secrets_read(struct store_secrets *, struct db *, const struct keyring *, const char *store_id,
    crt_time now, struct err *) MUSTUSE;

/* Puts credentials in force: an object; what is not in it is gone.  ERR_USAGE as above. */
bool secrets_put_credentials(struct db *, const struct keyring *, const char *store_id,
    const json_t *credentials, crt_time now, struct err *) MUSTUSE;

/* Puts a webhook secret in force; the one before counts for WEBHOOK_SECRET_OVERLAP more.
   One that is in force stays.  ERR_CONFIG: too short, too long or with a control byte. */
bool secrets_put_webhook(struct db *, const struct keyring *, const char *store_id,
    const char *secret, crt_time now, struct err *) MUSTUSE;

/* Drops the credentials, the webhook secrets or both, opened or not: after a key was lost. */
bool secrets_drop(struct db *, const char *store_id, bool credentials, bool secrets,
    struct err *) MUSTUSE;

#endif
