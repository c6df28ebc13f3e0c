/* reply.c: look up what a person's reply to a text message means. */
#include <stdio.h>
#include <string.h>

#include "person/reply.h"
#include "text/unicode.h"

struct reply_row {
	const char *text;
	enum reply meaning;
	const char *language;
};

#include "replies.h"

/* Without its blanks: "STOP ALL" is the keyword STOPALL. */
static void
reply_join(const char *words, char *out)
{
	for (; *words; words++)
		if (*words != ' ')
			*out++ = *words;
	*out = '\0';
}

static enum reply
reply_of(const struct reply_row *row, const char **language)
{
	*language = row->language;
	return row->meaning;
}

enum reply
reply_meaning(const char *text, size_t n)
{
	const char *language;

	return reply_find(text, n, &language);
}

enum reply
reply_find(const char *text, size_t n, const char **language)
{
	char words[REPLY_MAX + 3] = " ", joined[REPLY_MAX + 3];
	size_t i, len;

	*language = NULL;
	if (n > REPLY_MAX || !unicode_words(text, n, words + 1, REPLY_MAX))
		return REPLY_OTHER;
	reply_join(words, joined);
	for (i = 0; i < COUNT(reply_rows); i++)
		if (reply_rows[i].meaning != REPLY_REFUSAL && !strcmp(joined, reply_rows[i].text))
			return reply_of(&reply_rows[i], language);
	memcpy(words + strlen(words), " ", 2);
	for (i = 0; i < COUNT(reply_rows); i++) {
		const char *at = words;

		len = strlen(reply_rows[i].text);
		while (reply_rows[i].meaning == REPLY_REFUSAL && (at = strstr(at, reply_rows[i].text)))
			if (at[-1] == ' ' && at[len] == ' ')
				return reply_of(&reply_rows[i], language);
			else
				at++;
	}
	return REPLY_OTHER;
}
