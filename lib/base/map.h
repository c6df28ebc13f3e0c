/*
 * map.h: from 16 bytes (a uuid) to a pointer, for the length of a batch.
 *
 * Lives in an arena and goes with it.  The last bytes of a key are random or of a
 * hash, in uuids of either kind (crypto/ident.h), so they choose its place.
 */
#ifndef CRT_MAP_H
#define CRT_MAP_H

#include "base/mem.h"

struct map {
	struct map_slot *slots;
	size_t n, room;
};

/* Where the value of key is kept; NULL in it when the key is new.  The place
   is good until the next call. */
void **map_put(struct map *, struct arena *, const unsigned char key[16]);

/* The value, NULL when there is none. */
void *map_get(const struct map *, const unsigned char key[16]);

#endif
