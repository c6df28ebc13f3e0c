/* map.c: a hash table with open addressing, at most half full. */
#include <string.h>

#include "base/map.h"

#define FIRST 1024

struct map_slot {
	unsigned char key[16];
	void *value;
	bool taken;
};

static size_t
map_place(const struct map *m, const unsigned char *key)
{
	uint64_t h;
	size_t i;

	memcpy(&h, key + 8, sizeof h);
	for (i = h & (m->room - 1); m->slots[i].taken; i = (i + 1) & (m->room - 1))
		if (!memcmp(m->slots[i].key, key, 16))
			break;
	return i;
}

static void
map_grow(struct map *m, struct arena *a)
{
	struct map old = *m;
	size_t i;

	m->room = old.room ? 2 * old.room : FIRST;
	m->slots = arena_get(a, m->room * sizeof *m->slots);
	for (i = 0; i < old.room; i++)
		if (old.slots[i].taken)
			m->slots[map_place(m, old.slots[i].key)] = old.slots[i];
}

void **
map_put(struct map *m, struct arena *a, const unsigned char key[16])
{
	struct map_slot *s;

	if (2 * m->n >= m->room)
		map_grow(m, a);
	s = &m->slots[map_place(m, key)];
	if (!s->taken) {
		memcpy(s->key, key, 16);
		s->taken = true;
		m->n++;
	}
	return &s->value;
}

void *
map_get(const struct map *m, const unsigned char key[16])
{
	return m->room ? m->slots[map_place(m, key)].value : NULL;
}
