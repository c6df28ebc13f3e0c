/* template_file.c: read a template's file. */
#include <stdlib.h>
#include <string.h>

#include "base/word.h"
#include "document/template_file.h"
#include "json/value.h"
#include "store/setting.h"
#include "text/segments.h"

#define PREVIEW_MAX YAML_BYTES_MAX
#define DESIGN_MAX  4096

/* YAML values have no types here: an unquoted integer, true, or false becomes one. */
static json_t *
template_file_scalar(const struct yaml *v)
{
	const char *s = yaml_text(v);
	char *end;
	long long n = strtoll(s, &end, 10);

	if (!yaml_quoted(v) && (!strcmp(s, "true") || !strcmp(s, "false")))
		return value_new_bool(*s == 't');
	if (!yaml_quoted(v) && end != s && *end == '\0' && strlen(s) < 19 && *s >= '0' && *s <= '9')
		return value_new_int(n);
	return value_new_text(s);
}

static json_t *
value_of_yaml(const struct yaml *v)
{
	json_t *out;
	size_t i;

	if (yaml_kind(v) == YAML_TEXT)
		return template_file_scalar(v);
	out = yaml_kind(v) == YAML_MAP ? value_map() : value_list();
	for (i = 0; i < yaml_count(v); i++)
		if (yaml_kind(v) == YAML_MAP)
			value_set(out, yaml_key_at(v, i), value_of_yaml(yaml_at(v, i)));
		else
			value_add(out, value_of_yaml(yaml_at(v, i)));
	return out;
}

static bool
template_file_json(const struct yaml *v, struct str *out, struct err *e)
{
	json_t *data;

	if (v == NULL)
		return true;
	if (yaml_kind(v) != YAML_MAP)
		return yaml_fail(v, e, "expected keys and values");
	data = value_of_yaml(v);
	value_print(out, data, true);
	value_free(data);
	return !str_full(out) || yaml_fail(v, e, "too long");
}

static bool
template_file_color(const struct yaml *v, struct err *e)
{
	char *color = setting_color(yaml_text(v));
	bool ok = yaml_text(v) && !strcmp(color, yaml_text(v));

	free(color);
	return ok || yaml_fail(v, e, "expected a color such as #0f6b52");
}

/* The keys that crt knows are checked; any others are for the templates themselves. */
static bool
template_file_design(struct template_file *f, const struct yaml *root, struct err *e)
{
	const struct yaml *map = yaml_get(root, "design_config"), *v;
	size_t i;

	for (i = 0; i < yaml_count(map); i++)
		if (yaml_kind(map) == YAML_MAP && yaml_kind(yaml_at(map, i)) != YAML_TEXT)
			return yaml_fail(yaml_at(map, i), e, "expected a text");
	if (!template_file_json(map, &f->design, e))
		return false;
	v = yaml_get(map, "color");
	if (v && !template_file_color(v, e))
		return false;
	v = yaml_get(map, "logo");
	if (v && strncmp(yaml_text(v), "https://", 8))
		return yaml_fail(v, e, "expected https://HOST/...");
	return yaml_get(map, "layout") == NULL || field_name(map, "layout", &f->layout, e);
}

static bool
template_file_channel(struct template_file *f, const struct yaml *root, struct err *e)
{
	const struct yaml *v = yaml_get(root, "channel");
	int channel = v && yaml_text(v) ? word_find(words_message_channel, yaml_text(v)) : -1;

	if (v && channel < 0)
		return yaml_fail(v, e, "a template's channel is EMAIL, SMS, or PUSH");
	f->channel = v ? (enum message_channel)channel : CHANNEL_EMAIL;
	return true;
}

/* The characters of a text without its tags: the message has at least these. */
static size_t
template_file_chars(const char *text)
{
	size_t n = 0;

	for (; *text; text++) {
		const char *end = text[0] == '{' && text[1] == '{' ? strstr(text, "}}")
		    : text[0] == '{' && text[1] == '%' ? strstr(text, "%}") : NULL;

		if (end)
			text = end + 1;
		else
			n += ((unsigned char)*text & 0xc0) != 0x80;
	}
	return n;
}

/* Carriers, and the laws of most countries, require a way to opt out in each text message. */
static bool
template_file_text(const struct template_file *f, const struct yaml *root, struct err *e)
{
	if (template_file_chars(f->text) > SEGMENTS_CHARS_MAX)
		return yaml_fail(yaml_get(root, "text"), e, "a text message has at most %d characters",
		    SEGMENTS_CHARS_MAX);
	if (strstr(f->text, "STOP") || strstr(f->text, "links.unsubscribe"))
		return true;
	yaml_fail(yaml_get(root, "text"), e, "a text message needs a way to opt out");
	return err_hint(e, "add \"Reply STOP to opt out.\", or {{ links.unsubscribe }}");
}

static bool
template_file_part(const struct document *d, const char *key, const char **out, struct err *e)
{
	const struct yaml *v = yaml_get(d->root, key);

	*out = yaml_text(v);
	return v == NULL || *out || yaml_fail(v, e, "expected a text");
}

static const char *const push_keys[] = { "title", "body", "image", "link", NULL };
static const char *const mail_keys[] = { "subject", "text", "html", NULL };

/* These keys belong to the templates of another channel. */
static bool
template_file_without(const struct yaml *root, const char *const *keys, const char *of,
    struct err *e)
{
	for (; *keys; keys++)
		if (yaml_get(root, *keys))
			return yaml_fail(yaml_get(root, *keys), e, "\"%s\" is a part of %s", *keys, of);
	return true;
}

/* Without a link, a push message leads to the cart. */
static bool
template_file_push(struct template_file *f, const struct document *d, struct err *e)
{
	f->link = "{{ links.cart }}";
	return template_file_without(d->root, mail_keys, "a mail", e)
	    && field_line(d->root, "title", TEMPLATE_SUBJECT_MAX, &f->subject, e)
	    && (yaml_get(d->root, "body") || yaml_fail(d->root, e, "a push message needs a body"))
	    && template_file_part(d, "body", &f->text, e)
	    && template_file_part(d, "image", &f->image, e)
	    && (yaml_get(d->root, "link") == NULL
	    || template_file_part(d, "link", &f->link, e));
}

static bool
template_file_parts(struct template_file *f, const struct document *d, struct err *e)
{
	if (!template_file_without(d->root, push_keys, "a push message", e)
	    || (f->channel == CHANNEL_EMAIL
	    && !field_line(d->root, "subject", TEMPLATE_SUBJECT_MAX, &f->subject, e))
	    || !template_file_part(d, "subject", &f->subject, e)
	    || !template_file_part(d, "text", &f->text, e)
	    || !template_file_part(d, "html", &f->html, e))
		return false;
	if (f->channel == CHANNEL_SMS && (f->subject || f->html))
		return yaml_fail(yaml_get(d->root, f->html ? "html" : "subject"), e,
		    "a text message has neither subject nor html");
	if (f->channel == CHANNEL_SMS && f->text && !template_file_text(f, d->root, e))
		return false;
	if (f->text == NULL && f->html == NULL)
		return yaml_fail(d->root, e, "a template needs text or html");
	return true;
}

bool
template_file_read(struct template_file *f, const struct document *d, struct err *e)
{
	static const char *const keys[] = { "template", "locale", "store", "subject", "text",
	    "html", "preview_data", "channel", "title", "body", "image", "link", "design_config",
	    "is_default", NULL };

	*f = (struct template_file){ .preview = STR_MAX(PREVIEW_MAX), .design = STR_MAX(DESIGN_MAX) };
	if (!yaml_only(d->root, keys, e) || !field_name(d->root, "template", &f->name, e)
	    || !field_locale(d->root, "locale", &f->locale, e)
	    || (yaml_get(d->root, "store") && !field_name(d->root, "store", &f->store, e))
	    || !template_file_channel(f, d->root, e)
	    || !field_flag(d->root, "is_default", &f->is_default, e)
	    || !template_file_design(f, d->root, e)
	    || !template_file_json(yaml_get(d->root, "preview_data"), &f->preview, e))
		return false;
	return f->channel == CHANNEL_PUSH ? template_file_push(f, d, e)
	    : template_file_parts(f, d, e);
}

/* A push message has no other keys of these, and neither has a mail. */
bool
template_file_check(const struct template_file *f, const struct document *d,
    const struct liquid_partials *html, const struct liquid_partials *text, struct err *e)
{
	static const char *const lines[] = { "subject", "title", "body", "image", "link" };
	const int mail = f->channel == CHANNEL_EMAIL ? TEMPLATE_MAIL : 0;
	const struct liquid_partials bare = { .find = text->find, .arg = text->arg };
	size_t i;

	for (i = 0; i < COUNT(lines); i++)
		if (yaml_get(d->root, lines[i]) && !template_check(d, lines[i], 0, &bare, e))
			return false;
	return (f->text == NULL || yaml_get(d->root, "text") == NULL
	    || template_check(d, "text", mail, mail ? text : &bare, e))
	    && (f->html == NULL || template_check(d, "html", mail, html, e));
}

void
template_file_free(struct template_file *f)
{
	str_free(&f->preview);
	str_free(&f->design);
}
