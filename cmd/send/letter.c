/* letter.c: a template filled with what the record holds. */
#include <stdlib.h>
#include <string.h>

#include "letter.h"
#include "query.h"
#include "rule/liquid.h"

#define SUBJECT_MAX 4096
#define MESSAGE_ID_MAX 512

struct template {
	const struct store *store;
	char *name, *locale;
	struct liquid *subject, *text, *html;
};

struct letters {
	struct run *run;
	struct template *list;
	size_t n;
};

struct letters *
letters_open(struct run *r)
{
	struct letters *l = mem_get(sizeof *l);

	l->run = r;
	return l;
}

void
letters_close(struct letters *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < l->n; i++) {
		free(l->list[i].name);
		free(l->list[i].locale);
		liquid_free(l->list[i].subject);
		liquid_free(l->list[i].text);
		liquid_free(l->list[i].html);
	}
	free(l->list);
	free(l);
}

static bool
compile(struct liquid **out, const char *name, const struct db_row *row, int column, struct err *e)
{
	const char *text = db_text(row, column);

	*out = NULL;
	return text == NULL || liquid_compile(out, name, text, db_length(row, column), e);
}

static bool
load(void *arg, const struct db_row *row, struct err *e)
{
	struct template *t = arg;

	return (compile(&t->subject, t->name, row, 0, e) && compile(&t->text, t->name, row, 1, e)
	    && compile(&t->html, t->name, row, 2, e)) || err_in(e, "template");
}

static bool
find(struct letters *l, const struct claimed *m, const struct template **out, struct err *e)
{
	const char *params[] = { m->store->id_text, m->template, m->locale };
	struct template *t;
	size_t i;

	for (i = 0; i < l->n; i++) {
		t = &l->list[i];
		if (t->store == m->store && !strcmp(t->name, m->template)
		    && !strcmp(t->locale, m->locale)) {
			*out = t;
			return t->subject != NULL
			    || err_set(e, ERR_CONFIG, "there is no template \"%s\" for %s",
			        m->template, m->locale);
		}
	}
	if (l->n == LETTER_TEMPLATES_MAX)
		return err_set(e, ERR_CONFIG, "more than %d templates", LETTER_TEMPLATES_MAX);
	l->list = mem_grow(l->list, (l->n + 1) * sizeof *l->list);
	t = &l->list[l->n];
	*t = (struct template){ m->store, mem_dup(m->template), mem_dup(m->locale), NULL, NULL, NULL };
	l->n++;
	if (!db_each(l->run->db, sql_letter_template, COUNT(params), params, load, t, e))
		return false;
	return find(l, m, out, e);
}

static bool
render(const struct liquid *t, enum liquid_escape escape, const struct claimed *m,
    const json_t *context, struct str *out, struct err *e)
{
	struct liquid_options o = { .escape = escape, .locale = m->locale, .now = clock_now() };

	str_cut(out, 0);
	return t == NULL || liquid_render(t, context, &o, out, e);
}

/* A name with a line break in it must not break the header. */
static void
one_line(struct str *s)
{
	size_t i;

	for (i = 0; i < s->len; i++)
		if ((unsigned char)s->data[i] < 0x20 || s->data[i] == 0x7f)
			s->data[i] = ' ';
}

/* The domain of the sender, so that the id belongs to somebody. */
static void
put_message_id(struct str *s, const struct claimed *m)
{
	const char *at = strrchr(m->store->from, '@');
	size_t n = at ? strcspn(at + 1, "> \t") : 0;

	str_cut(s, 0);
	str_puts(s, m->id);
	str_putc(s, '@');
	if (n)
		str_add(s, at + 1, n);
	else
		str_puts(s, "crt.invalid");
}

/* links.unsubscribe serves the header too: https for one click, else by mail. */
static void
put_unsubscribe(struct letter *l, const json_t *context)
{
	const char *link = value_text(value_path(context, "links.unsubscribe"));
	struct mail *mail = &l->out.mail;

	if (link == NULL)
		return;
	if (strncmp(link, "mailto:", 7)) {
		mail->unsubscribe_url = link;
		if (l->of->store->unsubscribe_mail[0])
			mail->unsubscribe_mail = l->of->store->unsubscribe_mail;
		return;
	}
	str_cut(&l->mailto, 0);
	str_add(&l->mailto, link + 7, strcspn(link + 7, "?"));
	mail->unsubscribe_mail = str_text(&l->mailto);
}

void
letter_free(struct letter *l)
{
	str_free(&l->subject);
	str_free(&l->text);
	str_free(&l->html);
	str_free(&l->message_id);
	str_free(&l->mailto);
}

bool
letter_fill(struct letters *all, struct letter *l, const struct claimed *m, const json_t *context,
    struct err *e)
{
	const struct template *t;

	l->subject.max = SUBJECT_MAX;
	l->text.max = l->html.max = LIQUID_OUTPUT_MAX;
	l->message_id.max = l->mailto.max = MESSAGE_ID_MAX;
	if (!find(all, m, &t, e)
	    || !render(t->subject, LIQUID_PLAIN, m, context, &l->subject, e)
	    || !render(t->text, LIQUID_PLAIN, m, context, &l->text, e)
	    || !render(t->html, LIQUID_HTML, m, context, &l->html, e))
		return false;
	one_line(&l->subject);
	put_message_id(&l->message_id, m);
	l->of = m;
	l->out = (struct channel_letter){ .id = m->id, .tag = l, .mail = {
	    .message_id = str_text(&l->message_id), .from = m->store->from,
	    .reply_to = m->store->reply_to, .to_address = m->email,
	    .subject = str_text(&l->subject), .text = str_text(&l->text),
	    .html = str_text(&l->html), .locale = m->locale, .date = clock_now() } };
	put_unsubscribe(l, context);
	return true;
}
