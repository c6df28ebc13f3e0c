/* shop.c: questions by name, and what an answer wants fetched. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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

bool
heard_want(struct heard *h, const char *question, const char *id, const char *carry,
    struct err *e)
{
	struct shop_want *w;

	if (h->wants == SHOP_WANTS_MAX)
		return err_set(e, ERR_INPUT, "an answer names more than %d things", SHOP_WANTS_MAX);
	if (h->wants % 64 == 0)
		h->want = mem_grow(h->want, (h->wants + 64) * sizeof *h->want);
	w = &h->want[h->wants];
	*w = (struct shop_want){ question, STR_MAX(SHOP_ID_MAX), STR_MAX(SHOP_CARRY_MAX) };
	str_puts(&w->id, id);
	str_puts(&w->carry, carry);
	h->wants++;
	if (str_full(&w->id) || str_full(&w->carry))
		return err_set(e, ERR_INPUT, "a %s is too large", question);
	return true;
}

void
heard_close(struct heard *h)
{
	size_t i;

	for (i = 0; i < h->wants; i++) {
		str_free(&h->want[i].id);
		str_free(&h->want[i].carry);
	}
	free(h->want);
	str_free(&h->next);
}
