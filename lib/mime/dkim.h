/*
 * dkim.h: sign mails for their sender's domain (RFC 6376, RFC 8301, RFC 8463).
 *
 * A mail gets a signature by each key, so that a domain can have an RSA key for every verifier and
 * an Ed25519 key beside it. Both List-Unsubscribe headers are covered, as RFC 8058 wants, and
 * From, To, Subject, and Reply-To are covered so that nobody can add a second one.
 */
#ifndef CRT_DKIM_H
#define CRT_DKIM_H

#include "base/clock.h"
#include "crypto/private_key.h"
#include "mime/mail.h"

#define DKIM_KEYS_MAX 4
#define DKIM_SELECTOR_MAX 63	/* bytes; one label of a host name */

struct dkim_key {
	char selector[DKIM_SELECTOR_MAX + 1];
	struct private_key *key;
};

struct dkim {
	struct dkim_key key[DKIM_KEYS_MAX];
	size_t n;
};

/* Adds a key. ERR_CONFIG: the selector is no label, there are too many keys, or see
   private_key_open. */
bool dkim_add(struct dkim *, const char *selector, const char *pem, size_t n, struct err *) MUSTUSE;
void dkim_close(struct dkim *);

/* Appends the signatures and then the mail, as mail_write wrote it. from: its sender, whose domain
   signs. NULL or no key: appends the mail alone. */
void dkim_sign(const struct dkim *, const char *from, crt_time date, const char *mail, size_t n,
    struct str *out);

/* Appends the content of the TXT record for a key: "v=DKIM1; k=rsa; p=...". */
void dkim_record(const struct dkim_key *, struct str *out);

#endif
