/* password.c: hash and verify passwords with scrypt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "crypto/password.h"

#define PREFIX  "$scrypt$ln="
#define R       8
#define P       1
#define R_MAX   16
#define P_MAX   4
#define SALT    16		/* bytes */
#define MEMORY_SPARE ((uint64_t)1024 * 1024)

struct parameters {
	int cost, r, p;
	unsigned char salt[SALT], hash[HASH_BYTES];
};

/* OpenSSL allows 32 MiB by default. */
bool
password_derive(void *out, size_t n, const char *password, const void *salt, size_t nsalt,
    int cost, int r, int p)
{
	uint64_t blocks = (uint64_t)1 << cost;
	uint64_t memory = 128 * (blocks + (uint64_t)p + 2) * (uint64_t)r + MEMORY_SPARE;

	return EVP_PBE_scrypt(password, strlen(password), salt, nsalt, blocks, (uint64_t)r,
	    (uint64_t)p, memory, out, n) == 1;
}

bool
password_hash(const char *password, int cost, struct str *out, struct err *e)
{
	unsigned char salt[SALT], hash[HASH_BYTES];

	hash_random(salt, sizeof salt);
	if (!password_derive(hash, sizeof hash, password, salt, sizeof salt, cost, R, P))
		return err_set(e, ERR_AGAIN, "no memory to hash a password");
	str_printf(out, PREFIX "%d,r=%d,p=%d$", cost, R, P);
	base64url_write(out, salt, sizeof salt);
	str_putc(out, '$');
	base64url_write(out, hash, sizeof hash);
	explicit_bzero(hash, sizeof hash);
	return !str_full(out) || err_set(e, ERR_BUG, "no room for the hash of a password");
}

static bool
password_read_number(const char **at, const char *name, int min, int max, int *value)
{
	size_t n = strlen(name);
	char *end;
	long got;

	if (strncmp(*at, name, n) != 0 || (*at)[n] < '0' || (*at)[n] > '9')
		return false;
	got = strtol(*at + n, &end, 10);
	*at = end;
	*value = (int)got;
	return got >= min && got <= max;
}

static bool
password_read(const char *text, struct parameters *k)
{
	const char *at = text, *middle;
	size_t n = 0, m = 0;

	if (!password_read_number(&at, PREFIX, 1, PASSWORD_COST_MAX, &k->cost)
	    || !password_read_number(&at, ",r=", 1, R_MAX, &k->r)
	    || !password_read_number(&at, ",p=", 1, P_MAX, &k->p)
	    || *at++ != '$' || (middle = strchr(at, '$')) == NULL)
		return false;
	return base64url_read(at, (size_t)(middle - at), k->salt, SALT, &n) && n == SALT
	    && base64url_read(middle + 1, strlen(middle + 1), k->hash, HASH_BYTES, &m)
	    && m == HASH_BYTES;
}

bool
password_check(const char *stored, const char *password, int cost, bool *good, struct err *e)
{
	struct parameters k = { .cost = cost, .r = R, .p = P };
	unsigned char got[HASH_BYTES];

	*good = false;
	if (stored && !password_read(stored, &k))
		return err_set(e, ERR_CONFIG, "a stored password is no hash of scrypt");
	if (!password_derive(got, sizeof got, password, k.salt, sizeof k.salt, k.cost, k.r, k.p))
		return err_set(e, ERR_AGAIN, "no memory to check a password");
	*good = hash_equal(got, k.hash, sizeof got) && stored;
	explicit_bzero(got, sizeof got);
	return true;
}

bool
password_new_ok(const char *password, struct err *e)
{
	size_t n = strlen(password), characters = 0, i;

	for (i = 0; i < n; i++)
		characters += ((unsigned char)password[i] & 0xc0) != 0x80;
	if (characters < PASSWORD_MIN)
		return err_set(e, ERR_USAGE, "the password has less than %d characters", PASSWORD_MIN);
	if (n > PASSWORD_MAX)
		return err_set(e, ERR_USAGE, "the password has more than %d bytes", PASSWORD_MAX);
	return str_clean(password, n)
	    || err_set(e, ERR_USAGE, "the password contains a control character");
}
