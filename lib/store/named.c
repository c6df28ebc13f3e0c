/* named.c: the ids that a name may stand for, which a person gives on the command line. */
#include "crypto/ident.h"
#include "store/key.h"
#include "store/named.h"

void
named_open(struct named *n)
{
	array_open(&n->stores);
	array_open(&n->ids);
}

void
named_free(struct named *n)
{
	array_free(&n->stores);
	array_free(&n->ids);
}

void
named_add(struct named *n, const struct store *s, const char *id)
{
	array_add(&n->stores, s->id_text);
	array_add(&n->ids, id);
}

void
named_add_key(struct named *n, const struct store *s, const unsigned char id[16])
{
	char text[IDENT_TEXT];

	named_add(n, s, ident_print(id, text));
}

void
named_add_customer(struct named *n, const struct store *s, const char *name)
{
	unsigned char id[IDENT_BYTES];

	if (ident_read(name, id))
		named_add_key(n, s, id);
	key_customer(s, name, id);
	named_add_key(n, s, id);
}
