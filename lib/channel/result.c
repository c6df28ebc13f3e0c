/* result.c: fill in the result of a message, in printable characters. */
#include <stdio.h>

#include "channel/kind.h"
#include "refusal/relay.h"

void
channel_result_set(struct channel_result *r, enum channel_fate fate, const char *code,
    const char *reason)
{
	r->fate = fate;
	snprintf(r->code, sizeof r->code, "%s", code);
	snprintf(r->reason, sizeof r->reason, "%s", reason);
	for (char *p = r->reason; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}

void
channel_result_alike(struct channel_result *r, const char *text, const char *recipient)
{
	static const unsigned char nobody[IDENT_BYTES];
	unsigned char uuid[IDENT_BYTES];
	struct str words = STR_MAX(RELAY_WORDS_MAX);

	relay_words(&words, r->code, text, recipient);
	ident_derive(uuid, nobody, "refusal", words.data, words.len);
	ident_print(uuid, r->alike);
	str_free(&words);
}
