/*
 * totp.h: codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds).
 *
 * The library remembers nothing: whoever accepts a code stores its counter, and accepts only
 * later ones, so that a code that somebody watched cannot be used again.
 */
#ifndef CRT_TOTP_H
#define CRT_TOTP_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#define TOTP_SECRET 20		/* bytes */
#define TOTP_DIGITS 6
#define TOTP_WINDOW 1		/* steps before and after that are accepted */

/* *counter: the step of the code; 0 when it is wrong. ERR_BUG: the library failed. */
bool totp_check(const void *secret, size_t n, crt_time now, const char *code, int64_t *counter,
    struct err *) MUSTUSE;

/* Appends the otpauth URI that an app reads, as text or in a QR code. */
bool totp_uri(const void *secret, size_t n, const char *issuer, const char *account,
    struct str *out, struct err *) MUSTUSE;

#endif
