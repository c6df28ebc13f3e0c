/* record_member.c: look up members of record.def by name. */
#include <string.h>

#include "record/record.h"

static const struct { const char *part, *member; size_t limit; } members[] = {
#define PART(name, doc)
#define FIELD(part, member, kind, presence, limit, doc) { #part, #member, limit },
#define WORD(part, member, presence, words, doc)
#define SUB(part, member, of, presence, doc)
#define LIST(part, member, of, presence, limit, doc)
#define END(part)
#define RECORD(name, type, direction, doc)
#define RECORD_OF(name, part, type, direction, doc)
#include "record/record.def"
#include "record/undef.h"
};

bool
record_member(const char *part, const char *member, size_t *limit)
{
	size_t i;

	for (i = 0; i < COUNT(members); i++)
		if (!strcmp(members[i].member, member) && !strcmp(members[i].part, part)) {
			if (limit)
				*limit = members[i].limit;
			return true;
		}
	return false;
}
