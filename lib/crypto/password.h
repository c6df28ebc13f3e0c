/*
 * password.h: hashes of passwords: scrypt (RFC 7914).
 *
 * The text is "$scrypt$ln=17,r=8,p=1$SALT$HASH", both base64 without padding, so each hash has
 * its parameters. A hash with others than the current ones still verifies.
 */
#ifndef CRT_PASSWORD_H
#define CRT_PASSWORD_H

#include "base/err.h"
#include "base/str.h"

#define PASSWORD_MAX      1024	/* bytes of a password */
#define PASSWORD_MIN      12	/* characters of a new one */
#define PASSWORD_TEXT_MAX 160
#define PASSWORD_COST     17	/* 2^17 blocks of 1 KiB: 128 MiB and 0.7 s */
#define PASSWORD_COST_MIN 14
#define PASSWORD_COST_MAX 20

/* The bare function, for vectors: cost is the logarithm of N. False: no memory. */
bool password_derive(void *out, size_t n, const char *password, const void *salt, size_t nsalt,
    int cost, int r, int p) MUSTUSE;

/* Appends a new hash of the password to out. */
bool password_hash(const char *password, int cost, struct str *out, struct err *) MUSTUSE;

/* *good: it is the password. stored NULL: takes the same time, and is not. ERR_CONFIG: stored is
   no hash. ERR_AGAIN: no memory. */
bool password_check(const char *stored, const char *password, int cost, bool *good,
    struct err *) MUSTUSE;

/* ERR_USAGE: it is too short or too long, or has a control character; not quoted. */
bool password_new_ok(const char *password, struct err *) MUSTUSE;

#endif
