/* keyring_file.h: the text of the key file; internal to keyring*.c. */
#ifndef CRT_KEYRING_FILE_H
#define CRT_KEYRING_FILE_H

#include "base/str.h"
#include "crypto/keyring.h"

/* In $CREDENTIALS_DIRECTORY of systemd. */
bool keyring_is_credential(const char *path);

/* Checked like keyring_open; text has KEYRING_FILE_MAX + 1 bytes. */
bool keyring_text(const char *path, char *text, size_t *n, struct err *) MUSTUSE;
bool keyring_read(struct keyring **, const char *path, const char *text, struct err *) MUSTUSE;

/*
 * Appends "KEYID BASE64
 * " for a new key.
 */
void keyring_new_line(struct str *);

#endif
