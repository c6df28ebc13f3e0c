/* init_config.c: write the crt.yaml of a new installation. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "conf/config.h"
#include "init.h"
#include "os/act.h"
#include "os/file.h"
#include "os/owner.h"
#include "yaml/yaml.h"

#define TEXT_MAX 16384

static const char head[] =
    "# crt.yaml: configuration of crt's commands, made by \"crt init\".  crt.yaml(5) lists the\n"
    "# keys.  Options and CRT_NAME in the environment override this file.\n"
    "\n"
    "# The database: a libpq connection string.  Passwords belong in ~/.pgpass.\n";

static const char key_head[] =
    "\n# The keys that seal secrets and sign links.  Keep a copy apart from the database:\n"
    "# without them neither sealed secrets nor opt-outs can be read again.\n";

static const char server_head[] =
    "\n# The private server: \"crt db start\", \"crt db stop\", \"crt db status\".\n"
    "crt:\n";

static const char tail[] =
    "\n"
    "# The channel for mail: a mail server, SendGrid, or files in a Maildir.  See crt-send(1).\n"
    "#send:\n"
    "#  channel: smtp\n"
    "#  smtp_url: smtp://mail.example.com:587\n"
    "#  smtp_user: shop@example.com\n"
    "#  smtp_password_file: smtp.password\n"
    "#  smtp_tls: required\n"
    "#  parallel: 4\n"
    "#  rate: 20\n"
    "#  maildir: mail\n"
    "\n"
    "# auto is text on a terminal and JSON lines elsewhere.\n"
    "#log: auto\n";

/* In single quotes, the quote is the only special character of YAML. */
static void
init_config_add(struct str *s, const char *key, const char *value)
{
	str_printf(s, "%s: '", key);
	for (; *value; value++) {
		if (*value == '\'')
			str_putc(s, '\'');
		str_putc(s, *value);
	}
	str_puts(s, "'\n");
}

static bool
write_config(const struct plan *p, struct err *e)
{
	struct str s = STR_MAX(TEXT_MAX);
	bool ok;

	str_puts(&s, head);
	init_config_add(&s, "database", p->database);
	str_puts(&s, key_head);
	init_config_add(&s, "key_file", p->key);
	if (p->cluster) {
		str_puts(&s, server_head);
		init_config_add(&s, "  server", p->folder);
	}
	str_puts(&s, tail);
	ok = str_full(&s) ? err_set(e, ERR_CONFIG, "paths are too long for \"%s\"", p->config)
	    : file_folders_above(p->config, 0755, e) &&
	    file_make(p->config, s.data, s.len, 0644, e);
	str_free(&s);
	return ok;
}

static bool
config_names_other_database(const struct plan *p, const char *database, struct err *e)
{
	const char *variable = getenv("CRT_CONFIG");
	bool by_variable = variable && strcmp(variable, p->config) == 0;
	struct str line = STR_MAX(TEXT_MAX);

	init_config_add(&line, "database", p->database);
	err_set(e, ERR_CONFIG, "\"%s\" already exists and names %s", p->config,
	    database ? "another database" : "no database");
	err_hint(e, "%sset there: %.*s", by_variable ? "unset CRT_CONFIG, or "
	    : database ? "name another file with -c, or " : "", (int)strcspn(str_text(&line), "\n"),
	    str_text(&line));
	str_free(&line);
	return false;
}

/* An existing file is never rewritten, but it must name the same database and key. */
static bool
init_config_check(struct plan *p, const struct yaml *root, struct err *e)
{
	const char *database = yaml_text(yaml_get(root, "database"));
	char *key = yaml_as_file(yaml_get(root, "key_file"));
	bool ok = true;

	if (database == NULL || strcmp(database, p->database) != 0)
		ok = config_names_other_database(p, database, e);
	else if (key == NULL) {
		err_set(e, ERR_CONFIG, "\"%s\" already exists and names no key file", p->config);
		ok = err_hint(e, "set there: key_file: '%s'", p->key);
	} else if (!p->key_given) {
		free(p->key);
		p->key = key;
		key = NULL;
	}
	free(key);
	return ok;
}

bool
init_check(struct plan *p, struct err *e)
{
	struct yaml *root;
	bool ok;

	if (access(p->config, F_OK) < 0)
		return true;
	ok = yaml_read_file(p->config, &root, e) && init_config_check(p, root, e);
	yaml_close(root);
	return ok;
}

bool
init_config(struct plan *p, struct err *e)
{
	bool made;

	/* /etc/crt is root's, a file in the installation's folder its owner's. */
	if (owner_of(p->config) == 0 && !act_as_root(e))
		return false;
	if (!plan_make(p, p->config, write_config, &made, e) || (!made && !init_check(p, e)))
		return false;
	return plan_print(p, "configuration", made, p->config, e);
}
