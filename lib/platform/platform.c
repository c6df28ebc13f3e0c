/* platform.c: look up platforms, and convert a delivery's line to records. */
#include <string.h>

#include "json/value_mend.h"
#include "platform/adapter.h"
#include "platform/platform.h"

static const struct platform *const platforms[] = {
#define PLATFORM(name) &platform_##name,
#include "store/platform.def"
#undef PLATFORM
};

static const struct platform *const providers[] = {
#define PROVIDER(name) &platform_##name,
#include "platform/provider.def"
#undef PROVIDER
};

const char *const platform_words[] = {
	"none",
#define PLATFORM(name) #name,
#include "store/platform.def"
#undef PLATFORM
#define PROVIDER(name) #name,
#include "platform/provider.def"
#undef PROVIDER
	NULL
};

const struct platform *
platform_at(size_t i)
{
	return i < COUNT(platforms) ? platforms[i] : NULL;
}

const struct platform *
platform_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(platforms); i++)
		if (!strcmp(platforms[i]->name, name))
			return platforms[i];
	return NULL;
}

const struct platform *
platform_sender(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(providers); i++)
		if (!strcmp(providers[i]->name, name))
			return providers[i];
	return platform_find(name);
}

static bool
platform_headers(struct platform_delivery *d, const json_t *v, struct err *e)
{
	d->headers = value_kind(v) == VALUE_MAP ? v : NULL;
	if (value_kind(v) > VALUE_NULL && d->headers == NULL)
		return err_set(e, ERR_INPUT, "\"headers\" is not an object");
	return true;
}

static bool
platform_topic(struct platform_delivery *d, const json_t *v, struct err *e)
{
	d->topic = value_text(v);
	if (value_kind(v) > VALUE_NULL && d->topic == NULL)
		return err_set(e, ERR_INPUT, "\"topic\" is not text");
	return true;
}

static bool
platform_received(struct platform_delivery *d, const json_t *v, struct err *e)
{
	if (value_kind(v) <= VALUE_NULL)
		return true;
	if (value_text(v) == NULL || !clock_read(value_text(v), &d->received))
		return err_set(e, ERR_INPUT, "\"received\" is not an RFC 3339 time");
	return true;
}

static bool
platform_body(struct platform_delivery *d, const json_t *v, struct err *e)
{
	d->body = value_text(v);
	d->len = value_length(v);
	if (d->body == NULL) {
		err_set(e, ERR_INPUT, "\"body\" is missing or not text");
		return err_hint(e, "for a body without an envelope, use --topic");
	}
	return true;
}

/* Reads an envelope; its body may contain invalid bytes. */
static bool
read_envelope(json_t **v, const char *line, size_t n, bool *mended, struct err *e)
{
	struct value_mended what;
	struct err why = { 0 }, still = { 0 };

	if (value_read(v, line, n, &why))
		return true;
	*mended = value_read_mended(v, line, n, &what, &still) && what.characters && !*what.twice;
	if (!*mended)
		*e = why;
	return *mended;
}

bool
platform_line(const struct platform *p, const char *store, const char *line, size_t n,
    const char *bare, crt_time now, record_line_fn *fn, void *arg,
    const char **ignored, struct err *e)
{
	struct platform_delivery d = { bare, NULL, line, n, store, now, false, false };
	json_t *v = NULL;
	bool ok;

	*ignored = PLATFORM_ORDER;
	if (bare)
		return p->records(&d, fn, arg, ignored, e);
	ok = read_envelope(&v, line, n, &d.mended, e) && (value_kind(v) == VALUE_MAP
	    || err_set(e, ERR_INPUT, "a delivery must be a JSON object"));
	ok = ok && platform_topic(&d, value_get(v, "topic"), e)
	    && platform_headers(&d, value_get(v, "headers"), e)
	    && platform_body(&d, value_get(v, "body"), e)
	    && platform_received(&d, value_get(v, "received"), e);
	ok = ok ? p->records(&d, fn, arg, ignored, e) : err_in(e, "%s delivery", p->name);
	value_free(v);
	return ok;
}
