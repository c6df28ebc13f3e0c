/* shop.c: questions by name. */
#include <string.h>

#include "platform/shop.h"

const struct question *
question_find(const struct platform_api *api, const char *name)
{
	size_t i;

	for (i = 0; i < api->count; i++)
		if (!strcmp(api->questions[i].name, name))
			return &api->questions[i];
	return NULL;
}
