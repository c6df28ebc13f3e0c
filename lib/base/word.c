/* word.c: find a word in a list. */
#include <string.h>

#include "base/word.h"

int
word_find(const char *const words[], const char *text)
{
	int i;

	for (i = 0; text && words[i]; i++)
		if (!strcmp(words[i], text))
			return i;
	return -1;
}
