/* totp.c: verify the codes of an authenticator app with liboath. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

#include "crypto/encode.h"
#include "crypto/totp.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int ready;

static void
totp_init(void)
{
	ready = oath_init();
}

static bool
totp_started(struct err *e)
{
	return (pthread_once(&once, totp_init) == 0 && ready == OATH_OK)
	    || err_set(e, ERR_BUG, "liboath cannot be initialized");
}

/* liboath accepts a code of seven or eight digits, too. */
static bool
totp_is_code(const char *code)
{
	return strlen(code) == TOTP_DIGITS && strspn(code, "0123456789") == TOTP_DIGITS;
}

bool
totp_check(const void *secret, size_t n, crt_time now, const char *code, int64_t *counter,
    struct err *e)
{
	char copy[64];
	uint64_t at = 0;
	int got;

	*counter = 0;
	if (!totp_started(e) || n > sizeof copy)
		return err_set(e, ERR_BUG, "a secret of %zu bytes cannot be checked", n);
	if (!totp_is_code(code))
		return true;
	memcpy(copy, secret, n);
	got = oath_totp_validate4(copy, n, (time_t)(now / CLOCK_SECOND),
	    OATH_TOTP_DEFAULT_TIME_STEP_SIZE, OATH_TOTP_DEFAULT_START_TIME, TOTP_WINDOW, NULL,
	    &at, 0, code);
	explicit_bzero(copy, sizeof copy);
	if (got >= 0)
		*counter = (int64_t)at;
	return got >= 0 || got == OATH_INVALID_OTP
	    || err_set(e, ERR_BUG, "liboath: %s", oath_strerror(got));
}

bool
totp_uri(const void *secret, size_t n, const char *issuer, const char *account,
    struct str *out, struct err *e)
{
	char *text = NULL;
	size_t length = 0;

	if (!totp_started(e) || oath_base32_encode(secret, n, &text, &length) != OATH_OK)
		return err_set(e, ERR_AGAIN, "no memory for a secret");
	str_puts(out, "otpauth://totp/");
	percent_write(out, issuer, strlen(issuer));
	str_puts(out, ":");
	percent_write(out, account, strlen(account));
	str_puts(out, "?secret=");
	str_add(out, text, strcspn(text, "="));
	str_puts(out, "&issuer=");
	percent_write(out, issuer, strlen(issuer));
	str_printf(out, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS,
	    OATH_TOTP_DEFAULT_TIME_STEP_SIZE);
	explicit_bzero(text, length);
	free(text);
	return !str_full(out) || err_set(e, ERR_BUG, "no room for the address of a secret");
}
