/*
 * handle.h: what people are known by: an e-mail address or a telephone number, as a key.
 *
 * The key is the one that crt-ingest gives the address, so a suppression holds for every way to
 * write it.
 */
#ifndef CRT_PRIVACY_HANDLE_H
#define CRT_PRIVACY_HANDLE_H

#include "store/key.h"

enum handle_channel { HANDLE_EMAIL, HANDLE_SMS };

struct handle {
	enum handle_channel channel;
	char key[IDENT_TEXT];
};

/* An address is what has an "@"; anything else is a number. ERR_INPUT: it is neither, without
   the text itself. */
bool handle_read(struct handle *, const struct keyring *, const struct store *, const char *text,
    struct err *) MUSTUSE;

/* "EMAIL", "SMS" */
const char *handle_channel_word(enum handle_channel);

#endif
