/* option_origin.c: report where a wrong value came from, such as a file that cannot be read. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/owner.h"
#include "conf/keys.h"
#include "conf/option_origin.h"
#include "option/secret.h"

#define FILE_SUFFIX "-file"

const char *
option_value_origin(const struct option_values *c, const struct option_value *v,
    char out[OPTION_ORIGIN_MAX])
{
	char key[OPTION_NAME_MAX];

	option_key(v->option, key);
	switch (v->origin) {
	case ORIGIN_FILE:
		snprintf(out, OPTION_ORIGIN_MAX, "%s: %s", v->where, key);
		break;
	case ORIGIN_ENVIRONMENT:
		snprintf(out, OPTION_ORIGIN_MAX, "%s in the environment", v->where);
		break;
	case ORIGIN_ARGV:
		snprintf(out, OPTION_ORIGIN_MAX, "option \"--%s\"", v->option->name);
		break;
	default:
		snprintf(out, OPTION_ORIGIN_MAX, common_has(v->option) ? "%s in crt.yaml"
		    : "%s in the section %s: of crt.yaml", key, keys_section(c->command));
	}
	return out;
}

bool
option_values_explain_error(struct option_values *c, struct err *e)
{
	struct option_value *v = e->option ? option_values_find(c, e->option) : NULL;
	char origin[OPTION_ORIGIN_MAX];

	e->option = NULL;
	return v ? err_in(e, "%s", option_value_origin(c, v, origin)) : false;
}

static void
file_unreadable_error(const struct option_value *v, int why, struct err *e)
{
	err_set(e, ERR_FILE, "cannot read \"%s\": %s", v->text, strerror(why));
	err_hint(e, why == ENOENT ? "create the file, or correct its path"
	    : "let this user read the file and enter the folders above it");
}

static bool
is_readable_file(const struct option_value *v, struct err *e)
{
	int fd = open(v->text, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st = { 0 };
	bool ok = false;

	if (fd < 0 && owner_check(v->text, e))
		file_unreadable_error(v, errno, e);
	else if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		ok = true;
	else if (fd >= 0)
		err_set(e, ERR_FILE, "\"%s\" is not a file", v->text);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool
option_values_files(struct option_values *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct option_value *v = &c->entry[i];
		size_t n = strlen(v->option->name), suffix = strlen(FILE_SUFFIX);

		if (v->option->kind != OPTION_FILE || v->text == NULL || n <= suffix
		    || strcmp(v->option->name + n - suffix, FILE_SUFFIX) || is_readable_file(v, e))
			continue;
		err_option(e, v->option->name);
		return option_values_explain_error(c, e);
	}
	return true;
}

bool
option_values_secrets(struct option_values *c, struct err *e)
{
	for (size_t i = 0; i < c->n; i++) {
		struct option_value *entry = &c->entry[i];
		const struct option *o = entry->option;

		if (o->kind == OPTION_SECRET
		    && !secret_find(o->name, entry->text, OPTION_FIELD(char *, o, c->settings), e)) {
			err_option(e, o->name);
			return option_values_explain_error(c, e);
		}
	}
	return true;
}
