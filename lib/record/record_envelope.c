/* record_envelope.c: read a record's attributes, which follow CloudEvents. */
#include <string.h>

#include "record/record.h"

/* Extension attributes: https://github.com/cloudevents/spec, "Naming conventions". */
static bool
names_ok(const json_t *map, struct err *e)
{
	void *i;

	for (i = value_first(map); i; i = value_next(map, i)) {
		const char *k = value_key(i);
		size_t n = strspn(k, "abcdefghijklmnopqrstuvwxyz0123456789");
		bool data = !strcmp(k, "data");

		if (!strcmp(k, "data_base64") && value_kind(value_of(i)) == VALUE_NULL)
			continue;		/* CloudEvents treats null as absent */
		if (n == 0 || n > 20 || k[n])
			return err_set(e, ERR_INPUT, "\"%.32s\" is not an attribute name", k);
		if (!data && value_kind(value_of(i)) >= VALUE_LIST)
			return err_set(e, ERR_INPUT, "attribute %s is not a scalar", k);
	}
	return true;
}

static bool
record_envelope_attribute(const json_t *map, const char *name, size_t limit, const char **to,
    struct err *e)
{
	const json_t *v = value_get(map, name);

	*to = value_text(v);
	if (*to == NULL || **to == '\0' || value_length(v) > limit
	    || !str_clean(*to, value_length(v)))
		return err_set(e, ERR_INPUT, "%s is missing, empty, or longer than %zu bytes",
		    name, limit);
	return true;
}

/* An unreadable sequence counts as none. */
static void
read_order(struct record *rec)
{
	const char *sequence = value_text(value_get(rec->json, "sequence"));

	rec->read = value_true(value_get(rec->json, "read"));
	if (sequence == NULL || !clock_read_nanos(sequence, &rec->sequence))
		rec->sequence = 0;
}

bool
record_envelope(struct record *rec, struct arena *arena, struct err *e)
{
	static const char prefix[] = "/stores/";
	const char *version, *time, *source, *left;

	if (!names_ok(rec->json, e) || !record_envelope_attribute(rec->json, "specversion", 8,
	    &version, e) || !record_envelope_attribute(rec->json, "source", 128, &source, e))
		return false;
	if (strncmp(source, prefix, sizeof prefix - 1) || source[sizeof prefix - 1] == '\0')
		return err_set(e, ERR_INPUT, "source is not /stores/SLUG");
	rec->store = source + sizeof prefix - 1;	/* first: rejected records need it */
	if (!record_envelope_attribute(rec->json, "id", 256, &rec->id, e)
	    || !record_envelope_attribute(rec->json, "time", 64, &time, e))
		return false;
	if (strcmp(version, "1.0"))
		return err_set(e, ERR_INPUT, "specversion is not \"1.0\"");
	if (!clock_read(time, &rec->time))
		return err_set(e, ERR_INPUT, "time is not an RFC 3339 time");
	read_order(rec);
	rec->correlation = value_text(value_get(rec->json, "correlationid"));
	left = value_text(value_get(rec->json, LEFT_MEMBER));
	if (left)
		left_read(&rec->left, arena, left);
	return true;
}
