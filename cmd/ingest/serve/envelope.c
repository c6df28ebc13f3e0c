/* envelope.c: write a request as the line of a delivery. */
#include "serve.h"

static void
add_header(void *arg, const char *name, const char *value)
{
	value_set_text(arg, name, value);
}

json_t *
serve_headers(const struct web_request *r)
{
	json_t *map = value_map();

	request_headers(r, add_header, map);
	return map;
}

/* Copies the body byte for byte: a body that is not text becomes a reject, unchanged. */
void
serve_envelope(struct str *s, const json_t *headers, crt_time received,
    const struct web_request *r)
{
	char when[CLOCK_TEXT];

	str_printf(s, "{\"received\":\"%s\",\"headers\":", clock_print(received, when));
	value_print(s, headers, false);
	str_puts(s, ",\"body\":");
	value_quote(s, r->body, r->len);
	str_putc(s, '}');
}
