/*
 * optout.h: the link by which a person opts out, made for a mail and taken back from a record.
 *
 * Its token holds the store, the channel and the keyed hash of the address, signed; so it counts
 * when the person's data are gone, and tells nobody who it is.  Nobody asks the database for it.
 */
#ifndef CRT_STORE_OPTOUT_H
#define CRT_STORE_OPTOUT_H

#include "crypto/keyring.h"
#include "store/store.h"

/* The link of an address, appended: at the store's unsubscribe_url, else a mailto to
   optout_mailbox (RFC 6068) with the token in its subject.  The store's fault is ERR_CONFIG. */
bool optout_link(const struct keyring *, const struct store *, const char *address_key,
    struct str *out, struct err *) MUSTUSE;

/* Where opt-outs by mail go, "Name <a@b>" or "a@b": unsubscribe_mail, else the sender. */
const char *optout_mailbox(const struct store *);

/* The subject that such a mail has, appended: with the token of the link, if it holds one. */
void optout_subject(struct str *out, const char *link);

/* Whose no it is.  text: the link, its token or what holds one, as the subject of a reply.
   ERR_INPUT says why it is none of this store's. */
bool optout_read(const struct keyring *, const struct store *, const char *text, int *channel,
    unsigned char key[IDENT_BYTES], struct err *) MUSTUSE;

#endif
