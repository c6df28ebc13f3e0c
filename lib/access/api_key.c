/* api_key.c: make and verify API keys. */
#include <string.h>

#include "access/api_key.h"
#include "query.h"

#define SECRET      "crt_sk_"
#define PUBLISHABLE "crt_pk_"
#define CRC_POLYNOMIAL 0xedb88320U

const char *const api_scope_names[] = {
#define SCOPE(name, role, meaning) name,
#include "access/scope.def"
#undef SCOPE
	NULL
};

const enum user_role api_scope_roles[] = {
#define SCOPE(name, role, meaning) ROLE_##role,
#include "access/scope.def"
#undef SCOPE
};

/* CRC-32 of ISO 3309, as in zip. */
static uint32_t
api_key_crc(const char *bytes, size_t n)
{
	uint32_t crc = UINT32_MAX;
	int bit;

	while (n--) {
		crc ^= (unsigned char)*bytes++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
	}
	return ~crc;
}

static void
api_key_checksum(const char *key, char out[API_KEY_CHECK])
{
	uint32_t crc = api_key_crc(key + API_KEY_HEAD, API_KEY_RANDOM);
	int i;

	for (i = API_KEY_CHECK - 1; i >= 0; i--, crc /= 62)
		out[i] = TOKEN_LETTERS[crc % 62];
}

void
api_key_new(bool publishable, struct str *s)
{
	char check[API_KEY_CHECK];
	size_t start = s->len;

	str_puts(s, publishable ? PUBLISHABLE : SECRET);
	token_random(s, TOKEN_LETTERS, API_KEY_RANDOM);
	api_key_checksum(str_text(s) + start, check);
	str_add(s, check, sizeof check);
}

bool
api_key_formed(const char *text)
{
	char check[API_KEY_CHECK];

	if (strlen(text) != API_KEY_TEXT || strspn(text + API_KEY_HEAD, TOKEN_LETTERS)
	    != API_KEY_TEXT - API_KEY_HEAD || (strncmp(text, SECRET, API_KEY_HEAD) != 0
	    && strncmp(text, PUBLISHABLE, API_KEY_HEAD) != 0))
		return false;
	api_key_checksum(text, check);
	return memcmp(check, text + API_KEY_TEXT - API_KEY_CHECK, sizeof check) == 0;
}

static bool
api_key_take(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct api_key *k = arg;

	db_fill(row, SQL_API_KEY_USE_ID, k->id, sizeof k->id);
	db_fill(row, SQL_API_KEY_USE_ORGANIZATION, k->organization, sizeof k->organization);
	db_fill(row, SQL_API_KEY_USE_STORE, k->store, sizeof k->store);
	db_fill(row, SQL_API_KEY_USE_SCOPES, k->scopes, sizeof k->scopes);
	return true;
}

bool
api_key_use(struct db *db, const char *text, struct api_key *k, bool *valid, struct err *e)
{
	char hash[TOKEN_PARAM], now[CLOCK_TEXT];
	const char *params[] = { NULL, clock_print(clock_now(), now) };
	bool ok;

	*k = (struct api_key){ .id = "" };
	*valid = false;
	if (!api_key_formed(text))
		return true;
	params[0] = token_param(text, API_KEY_TEXT, hash);
	ok = db_each(db, sql_api_key_use, COUNT(params), params, api_key_take, k, e);
	*valid = ok && k->id[0];
	return ok;
}

bool
api_key_may(const struct api_key *k, const char *scope)
{
	size_t n = strlen(scope);
	const char *at = k->scopes;

	while ((at = strstr(at, scope)) != NULL) {
		if ((at == k->scopes || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
		at += n;
	}
	return false;
}
