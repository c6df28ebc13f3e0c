/*
 * return_path.h: the address to which a mail server returns a message.
 *
 * It names the message (VERP), so a report finds it even if it quotes nothing of it:
 * "LOCAL+ID.TAG@DOMAIN", the id and the tag as hexadecimal digits, because servers may change the
 * case of letters. The tag is signed, so nobody can make up a report about a message.
 */
#ifndef CRT_LINK_RETURN_PATH_H
#define CRT_LINK_RETURN_PATH_H

#include "crypto/keyring.h"
#include "mime/mail.h"
#include "store/store.h"

#define RETURN_PATH_TAG 6	/* bytes; guessing one is 2^48 mails */

/* Replaces the content of out. The store must have a bounce_mail. */
void return_path(const struct keyring *, const struct store *,
    const unsigned char message[IDENT_BYTES], struct str *out);

/* The message of such an address; false: crt did not sign it. */
bool return_path_read(const struct keyring *, const char *address,
    unsigned char message[IDENT_BYTES]) MUSTUSE;

#endif
