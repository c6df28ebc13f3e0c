/* consent.c: write consent as a record. */
#include <string.h>
#include <strings.h>

#include "privacy/consent.h"
#include "record/line.h"
#include "words.h"

/* The word in its own spelling; NULL: none of them. */
static const char *
consent_word(const char *const *words, const char *text)
{
	for (; text && *words; words++)
		if (!strcasecmp(*words, text))
			return *words;
	return NULL;
}

static void
consent_id(const struct store *s, const struct consent *c, char out[IDENT_TEXT])
{
	const char *parts[] = { c->subject, c->channel, c->action, c->wording, c->source, c->evidence,
	    c->signature, c->number, c->seller };
	unsigned char id[IDENT_BYTES];
	struct str what = STR_MAX(1024 * 1024);
	size_t i;

	str_printf(&what, "%lld", (long long)c->time);
	for (i = 0; i < COUNT(parts); i++) {
		str_putc(&what, '\0');
		str_puts(&what, parts[i] ? parts[i] : "\1");
	}
	if (c->confirmed)
		str_puts(&what, "confirmed");
	if (c->unconditional)
		str_puts(&what, "unconditional");
	ident_derive(id, s->id, "consent.changed", str_text(&what), what.len);
	ident_print(id, out);
	str_free(&what);
}

bool
consent_record(struct str *out, const struct store *s, const struct consent *c, struct err *e)
{
	const char *channel = consent_word(words_message_channel, c->channel);
	const char *action = consent_word(words_consent_action, c->action);
	char id[IDENT_TEXT];

	if (channel == NULL)
		return err_set(e, ERR_INPUT, "the consent has no channel EMAIL, SMS, or PUSH");
	if (action == NULL)
		return err_set(e, ERR_INPUT, "no action grant, withdraw, or pending");
	if (c->signature && consent_word(words_consent_signature, c->signature) == NULL)
		return err_set(e, ERR_INPUT, "no signature such as checkbox, typed, or paper");
	consent_id(s, c, id);
	line_open(out, &(struct line_head){ .kind = RECORD_consent_changed, .id = id, .store = s->slug,
	    .time = c->time });
	line_enter(out, "customer");
	line_text(out, strchr(c->subject, '@') ? "email" : *c->subject == '+' ? "phone" : "id",
	    c->subject);
	line_leave(out);
	line_text(out, "channel", channel);
	line_text(out, "action", action);
	line_text(out, "wording", c->wording);
	line_text(out, "source", c->source);
	line_text(out, "evidence", c->evidence);
	if (c->confirmed)
		line_bool(out, "confirmed", true);
	line_text(out, "signature", consent_word(words_consent_signature, c->signature));
	line_text(out, "number", c->number);
	line_text(out, "seller", c->seller);
	if (c->unconditional)
		line_bool(out, "unconditional", true);
	line_end(out);
	return !str_full(out) || err_set(e, ERR_INPUT, "longer than a record may be");
}
