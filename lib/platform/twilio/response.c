/* response.c: the text that goes back to a person who has replied to a text message. */
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "person/reply.h"
#include "platform/twilio/twilio.h"

#define RESPONSE_MAX 320

/*
 * One confirmation, at once and without advertising (47 CFR 64.1200(a)(12)), in the language of the
 * reply. Twilio itself responds to its own keywords, so crt must not.
 */
static const struct { const char *language, *stopped, *help; } texts[] = {
	{ "en", "you will get no more text messages from us.",
	    "text messages about your cart. Reply STOP to opt out." },
	{ "de", "Sie erhalten keine SMS mehr von uns.",
	    "SMS zu Ihrem Warenkorb. Abmelden mit STOP." },
	{ "es", "no le enviaremos m\u00e1s SMS.",
	    "SMS sobre su carrito. Responda STOP para darse de baja." },
	{ "fr", "vous ne recevrez plus de SMS de notre part.",
	    "SMS sur votre panier. Pour ne plus en recevoir : STOP" },
	{ "it", "non riceverai altri SMS da noi.",
	    "SMS sul tuo carrello. Rispondi STOP per non riceverne." },
	{ "pt", "n\u00e3o enviaremos mais SMS.", "SMS sobre o seu carrinho. Responda STOP para sair." },
	{ "nl", "u ontvangt geen sms meer van ons.",
	    "Sms over uw winkelwagen. Antwoord STOP om u af te melden." },
	{ "sv", "du f\u00e5r inga fler sms fr\u00e5n oss.",
	    "Sms om din varukorg. Svara STOP f\u00f6r att avsluta." },
	{ "da", "du f\u00e5r ikke flere sms fra os.", "Sms om din kurv. Svar STOP for at afmelde." },
};

static bool
response_is_twilios(const struct twilio_form *f, const char *text)
{
	static const char *const own[] = { "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT",
	    "REVOKE", "OPTOUT", "START", "YES", "UNSTOP", "HELP", "INFO" };
	size_t i;

	if (twilio_form_get(f, "OptOutType"))
		return true;
	for (i = 0; i < COUNT(own); i++)
		if (!strcasecmp(text, own[i]))
			return true;
	return false;
}

static char *
response_text(const char *name, const char *language, bool help)
{
	struct str out = STR_MAX(RESPONSE_MAX);
	char *text;
	size_t i = 0;

	while (i + 1 < COUNT(texts) && strcmp(texts[i].language, language))
		i++;
	if (strcmp(texts[i].language, language))
		i = 0;
	str_printf(&out, "%s: %s", name, help ? texts[i].help : texts[i].stopped);
	text = str_full(&out) ? NULL : mem_dup(str_text(&out));
	str_free(&out);
	return text;
}

char *
twilio_response(const struct platform_delivery *d, const char *name)
{
	struct twilio_form *form = mem_get(sizeof *form);
	bool ok = twilio_form_read(form, d->body, d->len);
	const char *text = ok ? twilio_form_get(form, "Body") : NULL, *language = NULL;
	enum reply meaning = text ? reply_find(text, strlen(text), &language) : REPLY_OTHER;
	char *out = NULL;

	if (language && meaning != REPLY_OPTIN && !response_is_twilios(form, text))
		out = response_text(name, language, meaning == REPLY_HELP);
	twilio_form_free(form);
	free(form);
	return out;
}
