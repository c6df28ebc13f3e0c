/* unknown.c: count orders with an unknown status, and log each status once per store. */
#include <pthread.h>
#include <string.h>

#include "base/log.h"
#include "crypto/hash.h"
#include "payload/build.h"
#include "platform/shop.h"

#define STATUSES_MAX 100		/* logged per run; further ones are only counted */
#define SHOWN_MAX 64		/* bytes of a status */

static struct {
	pthread_mutex_t lock;
	int64_t orders;
	size_t n;
	unsigned char logged[STATUSES_MAX][HASH_BYTES];
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool
topic_is_new(const unsigned char key[HASH_BYTES])
{
	size_t i;

	for (i = 0; i < state.n; i++)
		if (!memcmp(state.logged[i], key, HASH_BYTES))
			return false;
	if (state.n == STATUSES_MAX)
		return false;
	memcpy(state.logged[state.n++], key, HASH_BYTES);
	return true;
}

static bool
unknown_count(const char *store, const char *word)
{
	unsigned char key[HASH_BYTES];
	struct hash *h = hash_begin();
	bool first;

	hash_add(h, store, strlen(store) + 1);
	hash_add(h, word, strlen(word));
	hash_end(h, key);
	pthread_mutex_lock(&state.lock);
	state.orders++;
	first = topic_is_new(key);
	pthread_mutex_unlock(&state.lock);
	return first;
}

void
build_unknown(const struct build *b, const char *platform, const char *word)
{
	struct str shown = STR_MAX(SHOWN_MAX), order = STR_MAX(sizeof b->subject);

	if (!unknown_count(b->d->store, word))
		return;
	shop_quote(&shown, word);
	shop_quote(&order, b->subject);
	log_line(LOG_WARN, b->d->store, "%s %s: crt does not know the status \"%s\";"
	    " the order counts as awaiting, and its person is not reminded",
	    platform, str_text(&order), str_text(&shown));
	str_free(&shown);
	str_free(&order);
}

int64_t
platform_unknown(void)
{
	int64_t n;

	pthread_mutex_lock(&state.lock);
	n = state.orders;
	pthread_mutex_unlock(&state.lock);
	return n;
}
