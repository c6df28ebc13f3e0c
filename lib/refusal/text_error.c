/* text_error.c: look up an error code of a provider of text messages. */
#include "refusal/text_error.h"
#include "text_errors.h"

const struct text_error *
text_error_find(long long code)
{
	size_t i;

	for (i = 0; i < COUNT(text_errors); i++)
		if (text_errors[i].code == code)
			return &text_errors[i];
	return NULL;
}
