/* channel.c: pass messages to the configured kind of channel. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "channel/kind.h"

struct channel {
	const struct channel_kind *kind;
	void *self;
};

static const struct channel_kind *const kinds[] = { &channel_smtp, &channel_sendgrid,
    &channel_twilio, &channel_fcm, &channel_maildir, &channel_exec };

bool
channel_open(struct channel **out, const struct channel_settings *s, struct err *e)
{
	struct channel *c;

	*out = NULL;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (s->kind == NULL || strcmp(kinds[i]->name, s->kind) != 0)
			continue;
		c = mem_get(sizeof *c);
		c->kind = kinds[i];
		if (c->kind->open(&c->self, s, e)) {
			*out = c;
			return true;
		}
		free(c);
		return false;
	}
	return err_set(e, ERR_CONFIG, "unknown channel \"%s\"", s->kind ? s->kind : "");
}

bool
channel_send(struct channel *c, struct channel_message *message, struct err *e)
{
	return c->kind->send(c->self, message, e);
}

bool
channel_probe(struct channel *c, struct err *e)
{
	return c->kind->probe(c->self, e);
}

bool
channel_wait(struct channel *c, size_t outstanding_max, struct err *e)
{
	return c->kind->wait(c->self, outstanding_max, e);
}

bool
channel_has(struct channel *c, const struct channel_sought *sought)
{
	return c->kind->has && c->kind->has(c->self, sought);
}

bool
channel_kept(struct channel *c, const char *id, pid_t pid)
{
	return c->kind->kept && c->kind->kept(c->self, id, pid);
}

bool
channel_erase(struct channel *c, const char *what, struct channel_erased *out, struct err *e)
{
	return c->kind->erase ? c->kind->erase(c->self, what, out, e)
	    : err_set(e, ERR_CONFIG, "channel %s cannot erase", c->kind->name);
}

bool
channel_push_opens(const char *address)
{
	return !strncmp(address, "https://", 8) && address[strcspn(address, " \n\t")] == '\0';
}

void
channel_close(struct channel *c)
{
	if (c == NULL)
		return;
	c->kind->close(c->self);
	free(c);
}
