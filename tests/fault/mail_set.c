/*
 * mail_set.c: writes the mail of each template for each context, and its HTML.
 *
 *   mail_set FOLDER TEMPLATE.yaml... -- CONTEXT.json...
 *
 * FOLDER gets TEMPLATE.LOCALE.CONTEXT.eml and .html. DKIM_KEYS names a folder of keys that sign
 * the mails. The context's lists are cut or repeated to
 * the number of items in its member "repeat".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/mail_writer.h"
#include "document/template_file.h"
#include "liquid/liquid.h"

#define MAIL_SET_TIME (INT64_C(1795340467) * CLOCK_SECOND)

static struct mail_writer writer;

struct mail_set_part {
	const char *text;		/* NULL: not given */
	enum liquid_escape escape;
	struct str out;
};

static bool
mail_set_write(const char *folder, const char *name, const char *end, const struct str *bytes)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.%s", folder, name, end);
	f = fopen(path, "w");
	return f && fwrite(bytes->data, 1, bytes->len, f) == bytes->len && fclose(f) == 0;
}

static bool
mail_set_render(struct mail_set_part *p, const char *locale, const json_t *context, struct err *e)
{
	struct liquid_options o = { .escape = p->escape, .locale = locale, .now = MAIL_SET_TIME };
	struct liquid *liquid;
	bool ok = liquid_compile(&liquid, "template", p->text, strlen(p->text), e)
	    && liquid_render(liquid, context, &o, &p->out, e);

	liquid_free(liquid);
	return ok;
}

static void
mail_set_repeat(json_t *context)
{
	json_t *items = value_path(context, "cart.items");
	int64_t n = value_int(value_get(context, "repeat"));
	size_t i;

	for (i = 0; (int64_t)value_count(items) < n; i++)
		value_add(items, value_hold(value_at(items, i)));
}

/* name: TEMPLATE.LOCALE.CONTEXT. */
static bool
mail_set_one(const char *folder, const char *name, const struct template_file *t, json_t *context,
    struct err *e)
{
	struct mail_set_part parts[] = { { t->subject, LIQUID_PLAIN, STR_MAX(4096) },
	    { t->text, LIQUID_PLAIN, STR_MAX(LIQUID_OUTPUT_MAX) },
	    { t->html, LIQUID_HTML, STR_MAX(LIQUID_OUTPUT_MAX) } };
	struct str mail = STR_MAX(MAIL_BYTES_MAX);
	struct mail m = { .message_id = "0198c0ffee@shop.example", .to_address = "anna@example.com",
	    .from = value_text(value_path(context, "store.from")), .locale = t->locale,
	    .unsubscribe_url = value_text(value_path(context, "links.unsubscribe")),
	    .unsubscribe_mail = "stop@shop.example", .unsubscribe_subject = "unsubscribe c0ffee",
	    .date = MAIL_SET_TIME };
	bool ok = true;
	size_t i;

	for (i = 0; i < COUNT(parts); i++)
		ok = ok && mail_set_render(&parts[i], t->locale, context, e);
	m.subject = str_text(&parts[0].out);
	m.text = str_text(&parts[1].out);
	m.html = str_text(&parts[2].out);
	ok = ok && mail_writer_put(&writer, &m, &mail, e);
	if (ok && !(mail_set_write(folder, name, "eml", &mail)
	    && mail_set_write(folder, name, "html", &parts[2].out)))
		ok = err_set(e, ERR_FILE, "%s: cannot be written", name);
	for (i = 0; i < COUNT(parts); i++)
		str_free(&parts[i].out);
	str_free(&mail);
	return ok;
}

static bool
mail_set_context(const char *folder, const struct template_file *t, const char *file,
    struct err *e)
{
	const char *base = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
	char *text = NULL, name[512];
	json_t *context = NULL;
	size_t n;
	bool ok = document_bytes(file, VALUE_BYTES_MAX, &text, &n, e)
	    && value_read(&context, text, n, e);

	snprintf(name, sizeof name, "%s.%s.%.*s", t->name, t->locale, (int)strcspn(base, "."), base);
	if (ok)
		mail_set_repeat(context);
	ok = ok && (mail_set_one(folder, name, t, context, e) || err_in(e, "%s", name));
	value_free(context);
	free(text);
	return ok;
}

static bool
mail_set_template(const char *folder, const char *file, char **contexts, struct err *e)
{
	struct template_file t = { 0 };
	struct document d = { 0 };
	bool ok = document_open(&d, file, e) && template_file_read(&t, &d, e);

	for (; ok && *contexts; contexts++)
		ok = mail_set_context(folder, &t, *contexts, e);
	template_file_free(&t);
	document_close(&d);
	return ok;
}

int
main(int argc, char **argv)
{
	struct err e = { 0 };
	char **contexts = argv + 2;
	bool ok = argc > 3;
	int i;

	ok = ok && mail_writer_open(&writer, getenv("DKIM_KEYS"), &e);
	while (ok && *contexts && strcmp(*contexts, "--"))
		contexts++;
	ok = ok && *contexts;
	for (i = 2; ok && argv + i < contexts; i++)
		ok = mail_set_template(argv[1], argv[i], contexts + 1, &e);
	if (!ok)
		fprintf(stderr, "mail_set: %s\n", e.text);
	mail_writer_close(&writer);
	mail_close();
	return ok ? 0 : 65;
}
