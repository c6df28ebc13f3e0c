/*
 * optout.h: unsubscribe links, created for a mail and read back from a record.
 *
 * The token holds the store, the channel, the keyed hash of the address, and the language of
 * the mail, and is signed. So it works after the person's data have been erased, reveals no
 * address, and needs no database lookup.
 */
#ifndef CRT_LINK_OPTOUT_H
#define CRT_LINK_OPTOUT_H

#include "crypto/keyring.h"
#include "store/store.h"

#define OPTOUT_PATH "/u/"		/* of crt's own page, before the token */
#define PREFERENCES_PATH "/p/"

/* The contents of a link. */
struct optout {
	unsigned char store[IDENT_BYTES], key[IDENT_BYTES];	/* key: hash of the address */
	int channel;
	char language[3];		/* "de" */
};

/* Appends the link for an address: to the store's unsubscribe_url, else to crt's own page at
   its links_url, else a mailto: link to optout_mailbox (RFC 6068) with the token in the
   subject. locale is that of the mail, whose language the page speaks; may be NULL. A store
   setting that prevents it is ERR_CONFIG. */
bool optout_link(const struct keyring *, const struct store *, const char *address_key,
    const char *locale, struct str *out, struct err *) MUSTUSE;

/* The same for text messages, where key is the hash of the telephone number, and for push
   messages, where it is the customer's id; "" for a store without a page. */
bool optout_short_link(const struct keyring *, const struct store *, enum message_channel,
    const char *key, const char *locale, struct str *out, struct err *) MUSTUSE;

/* The mailbox for opt-outs by mail, "Name <a@b>" or "a@b": unsubscribe_mail, else the sender. */
const char *optout_mailbox(const struct store *);

/* Appends the subject of such a mail, with the link's token if the link contains one. */
void optout_subject(struct str *out, const char *link);

/* The person who opts out. text: the link, its token, or a text that contains one, such as
   the subject of a reply. ERR_INPUT: it is not a valid token. */
bool optout_verify(const struct keyring *, const char *text, struct optout *,
    struct err *) MUSTUSE;

/* The same; a token of another store is ERR_INPUT, too. */
bool optout_read(const struct keyring *, const struct store *, const char *text,
    struct optout *, struct err *) MUSTUSE;

/* The same of the link to the preferences page, which needs a links_url. Its token has the same
   content and another purpose. */
bool preferences_link(const struct keyring *, const struct store *, const char *address_key,
    const char *locale, struct str *out, struct err *) MUSTUSE;
bool preferences_verify(const struct keyring *, const char *text, struct optout *,
    struct err *) MUSTUSE;
bool preferences_read(const struct keyring *, const struct store *, const char *text,
    struct optout *, struct err *) MUSTUSE;

#endif
