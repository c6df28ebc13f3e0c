/*
 * message_link.h: signed links of a message to crt's own pages, which record the click and lead on.
 *
 * A token holds the store, the message, and what the link leads to, but never the address: the
 * server looks it up. So nobody can make crt redirect to an address of their own.
 */
#ifndef CRT_LINK_MESSAGE_LINK_H
#define CRT_LINK_MESSAGE_LINK_H

#include "crypto/keyring.h"
#include "store/store.h"

#define MESSAGE_LINK_NAME 12		/* hexadecimal digits that name an item's URL */

/* Each kind has its own path and purpose: a token of one is not valid for another. */
enum message_link_kind {
	LINK_RESTORE,			/* /r/: brings the cart back */
	LINK_ITEM,			/* /c/: an item's page */
	LINK_HIDDEN,			/* /c/: not visible to people; who follows it is a program */
	LINK_OPEN			/* /o/: a tracking pixel */
};

struct message_link {
	unsigned char store[IDENT_BYTES], message[IDENT_BYTES];
	enum message_link_kind kind;
	char name[MESSAGE_LINK_NAME + 1];	/* of an item's URL, else "" */
};

/* The part of a page's URL before the token: links_url and the path, such as "/u/". The store
   must have a links_url. */
void links_page(const struct store *, const char *path, struct str *out);

/* Appends the link. url: of the item, for LINK_ITEM. */
bool message_link(const struct keyring *, const struct store *, const char *message,
    enum message_link_kind, const char *url, struct str *out, struct err *) MUSTUSE;

/* The token of a path: 'c', 'r', or 'o'. ERR_INPUT: crt has not signed it for this path. */
bool message_link_verify(const struct keyring *, char path, const char *token,
    struct message_link *, struct err *) MUSTUSE;

#endif
