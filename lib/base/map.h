/*
 * map.h: a map from 16 bytes (a uuid) to a pointer, for the length of a batch.
 *
 * Lives in an arena. The last bytes of a key are random or hashed in both kinds of uuid
 * (crypto/ident.h), so they serve as the hash.
 */
#ifndef CRT_MAP_H
#define CRT_MAP_H

#include "base/mem.h"

struct map {
	struct map_slot *slots;
	size_t n, room;
};

/* The place of key's value, NULL in it for a new key. Valid until the next call. */
void **map_put(struct map *, struct arena *, const unsigned char key[16]);

/* The value; NULL when there is none. */
void *map_get(const struct map *, const unsigned char key[16]);

#endif
