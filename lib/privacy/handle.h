/*
 * handle.h: what people are known by: an e-mail address or a telephone number, as a key.
 *
 * The key is the one that crt-ingest gives the address, so a suppression holds for every way to
 * write it.
 */
#ifndef CRT_PRIVACY_HANDLE_H
#define CRT_PRIVACY_HANDLE_H

#include "store/key.h"
#include "words.h"

struct handle {
	enum message_channel channel;	/* CHANNEL_EMAIL or CHANNEL_SMS */
	char key[IDENT_TEXT];
};

/* Whether the text is an address or a number with its country code, and no id. */
bool handle_is(const char *text);

/* An address is what has an "@"; anything else is a number. ERR_INPUT: it is neither, without
   the text itself. */
bool handle_read(struct handle *, const struct keyring *, const struct store *, const char *text,
    struct err *) MUSTUSE;

/* The keyed hash of whom an act is about, for the audit log and receipts: that of the address, or
   of an id with the organization's key. */
bool handle_subject(char key[IDENT_TEXT], const struct keyring *, const struct store *,
    const char *text, struct err *) MUSTUSE;

#endif
