/* controller.c: who controls the data of a store, and how long it is kept. */
#include <stdio.h>

#include "conf/config.h"
#include "controller.h"

#define KEY_MAX 64

const char *
controller_contact(const struct store *s)
{
	return s->reply_to && *s->reply_to ? s->reply_to : s->from;
}

json_t *
controller_facts(const struct store *s)
{
	json_t *facts = value_map();

	value_set_text(facts, "name", s->name);
	value_set_text(facts, "url", s->url);
	value_set_text(facts, "address", s->address);
	value_set_text(facts, "contact", controller_contact(s));
	value_set_text(facts, "platform", s->platform);
	return facts;
}

const char *
controller_period(const struct common *common, enum retain_class class)
{
	char key[KEY_MAX];

	snprintf(key, sizeof key, "gdpr.keep_%s", retain_classes[class].name);
	return config_text(common, key);
}
