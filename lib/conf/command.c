/* command.c: run a command from main to exit status: options, verb, error report, flushed
   output. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "conf/command.h"
#include "conf/config.h"
#include "conf/environ_known.h"
#include "conf/option_origin.h"
#include "conf/print.h"
#include "option/help.h"
#include "option/verbs.h"
#include "os/act.h"

struct run {
	const struct command *command;
	const struct verb *verb;
	struct option_values values;
	struct argv argv;
	char **operands;
	struct common *settings;
	struct config *files;
	bool begun;			/* --log and --now are in effect */
};

/* Used when no verb of several was named, so that --help works. */
static const struct verb none = { .name = "" };

/* A closed 0, 1, or 2 would be reused by the next open. They are opened in the wrong
   direction, so that using them fails. */
static void
descriptors_fill(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			_exit(EXIT_IO);
}

/* Some verb of the command knows the option, but not the one that was named. */
static bool
command_hint_other_verb(const struct run *r, struct err *e)
{
	const char *name = r->verb ? r->verb->name : "";

	if (*name)
		return err_hint(e, "it is not an option of the verb \"%s\"; see %s %s --help", name,
		    r->command->name, name);
	return err_hint(e, "it is an option of a verb; see %s --help", r->command->name);
}

/* Finds the verb, then parses again with the options of that verb only. */
static bool
command_read_argv(struct run *r, int argc, char **argv, struct err *e)
{
	struct option_values *all = mem_get(sizeof *all);
	struct argv any = { 0 };
	size_t used = 0;
	bool parsed, ok;

	parsed = option_values_open(all, r->command, NULL, NULL, e)
	    && argv_read(all, argc, argv, &any, e);
	ok = parsed && verbs_find(r->command, &any, &r->verb, &used, e);
	if (parsed && !ok && argv_has(&any, "help")) {
		*e = (struct err){ 0 };		/* a request for help never fails */
		ok = true;
	}
	argv_free(&any);
	option_values_close(all);
	free(all);
	if (!ok)
		return false;
	if (!option_values_open(&r->values, r->command, r->verb ? r->verb : &none, r->settings, e))
		return false;
	if (!argv_read(&r->values, argc, argv, &r->argv, e))
		return command_hint_other_verb(r, e);
	r->operands = r->argv.operand + used;
	return true;
}

/* Options that are handled before the configuration is read. */
static bool
command_handled(const struct run *r)
{
	if (argv_has(&r->argv, "dump-options"))
		help_dump(r->command);
	else if (argv_has(&r->argv, "help"))
		help_print(r->command, r->verb);
	else if (argv_has(&r->argv, "version"))
		help_version(r->command);
	else
		return false;
	return true;
}

/* The file named by -c, else by CRT_CONFIG. */
static const char *
command_config_file(const struct run *r)
{
	const char *named = argv_last(&r->argv, "config");

	return named ? named : getenv("CRT_CONFIG");
}

static bool
command_load(struct run *r, struct err *e)
{
	bool ok = option_values_defaults(&r->values, e)
	    && config_read(&r->files, command_config_file(r), CONFIG_SYSTEM, e)
	    && config_apply(r->files, &r->values, e)
	    && environ_check(&r->values, e)
	    && option_values_environment(&r->values, e)
	    && argv_apply(&r->values, &r->argv, e)
	    && option_values_credentials(&r->values, e);

	r->settings->home = config_home(r->files);
	r->settings->files = r->files;
	return ok;
}

/* Run by root, the command acts as the owner of the private server's folder, or else of the
   key: it reads and writes what that user's own runs do. */
static bool
command_act(const struct run *r, struct err *e)
{
	const struct yaml *server = config_node(r->settings, "crt.server");
	char *folder = server ? yaml_as_file(server) : NULL;
	bool ok = act_for(folder ? folder : r->settings->key_file, true, e);

	free(folder);
	return ok;
}

/* Checks the keys of all verbs of all commands. */
static bool
command_check(struct run *r, struct err *e)
{
	struct option_values *all = mem_get(sizeof *all);
	bool ok;

	ok = option_values_open(all, r->command, NULL, mem_get(r->command->settings), e)
	    && config_apply(r->files, all, e)
	    && environ_check(all, e)
	    && option_values_environment(all, e)
	    && config_check(r->files, e)
	    && option_values_secrets(all, e)
	    && option_values_files(all, e)
	    && option_values_files(&r->values, e);
	option_values_close(all);
	free(all->settings);
	free(all);
	return ok;
}

static bool
file_unreadable(const char *path)
{
	struct stat st;

	return stat(path, &st) < 0 || S_ISDIR(st.st_mode) || access(path, R_OK) < 0;
}

/* Whether the unreadable file was named on the command line, not by a configuration file. */
static bool
command_names_unreadable(const struct run *r)
{
	const struct option *o;
	size_t i;

	for (i = 0; i < r->argv.n; i++) {
		o = r->argv.given[i].entry->option;
		if ((o->kind == OPTION_FILE || o->kind == OPTION_SECRET) && r->argv.given[i].value
		    && !strcmp(o->arg, "FILE") && file_unreadable(r->argv.given[i].value))
			return true;
	}
	for (i = 0; r->verb && strstr(r->verb->operands, "FILE") && r->operands[i]; i++)
		if (file_unreadable(r->operands[i]))
			return true;
	return false;
}

/* A mistyped verb of a command that reads files counts as the name of a file. */
static void
hint_verb(const struct run *r, struct err *e)
{
	if (e->kind == ERR_USAGE && e->hint[0] == '\0' && r->verb && *r->verb->name == '\0'
	    && strstr(r->verb->operands, "FILE") && r->operands && r->operands[0]
	    && file_unreadable(r->operands[0]))
		verbs_hint(r->command, r->operands, e);
}

static void
command_begin(struct run *r)
{
	struct common *c = r->settings;

	log_open(r->command->name, c->quiet ? LOG_ERROR : c->verbose > 1 ? LOG_DEBUG
	    : c->verbose ? LOG_INFO : LOG_WARN, (enum log_format)c->log);
	if (c->now)			/* 0, 1970-01-01T00:00:00Z, means "not given" */
		clock_set(c->now = option_moment(c->now));
	option_values_moments(&r->values);
	r->begun = true;
}

static bool
command_run(struct run *r, int argc, char **argv, struct err *e)
{
	size_t n;

	if (!command_read_argv(r, argc, argv, e))
		return false;
	if (command_handled(r))
		return true;
	if (!command_load(r, e))
		return false;
	command_begin(r);
	environ_warn(r->command);
	if (r->settings->print_config)
		print_config(&r->values);
	if ((r->settings->check_config || !r->command->own_act) && !command_act(r, e))
		return false;
	if (r->settings->check_config)
		return command_check(r, e);
	if (r->settings->print_config)
		return true;
	if (r->verb == NULL) {
		err_set(e, ERR_USAGE, "%s needs a verb", r->command->name);
		return err_hint(e, "see %s --help", r->command->name);
	}
	n = r->argv.noperands - (size_t)(r->operands - r->argv.operand);
	return verbs_operands(r->verb, n, r->operands, e)
	    && option_values_secrets(&r->values, e)
	    && r->verb->run(r->settings, r->operands, e);
}

/* Reports where a wrong value came from, or that no file has set it. A temporary failure need
   not be the value's fault, so it is the hint that names the origin. */
static void
command_explain_error(struct run *r, struct err *e)
{
	struct option_value *v = e->option ? option_values_find(&r->values, e->option) : NULL;
	char hint[ERR_HINT_MAX], origin[OPTION_ORIGIN_MAX];

	if (v == NULL || r->files == NULL)
		return;
	if (v->origin <= ORIGIN_DEFAULT && *config_home(r->files) == '\0' && common_has(v->option))
		err_hint(e, "no crt.yaml was found: make one with crt init, or name it with -c FILE or "
		    "CRT_CONFIG");
	else if (v->origin > ORIGIN_DEFAULT && e->kind != ERR_AGAIN)
		option_values_explain_error(&r->values, e);
	else {
		memcpy(hint, e->hint, sizeof hint);
		option_value_origin(&r->values, v, origin);
		err_hint(e, *hint ? "%s (%s)" : "%ssee %s", hint, origin);
	}
}

/* In a pipeline, only the command that stopped first reports why. */
static void
command_report_error(const struct err *e)
{
	if (e->kind == ERR_GONE)
		log_line(LOG_INFO, NULL, "%s", e->text);
	else
		log_err(e);
}

/* Lost output overrides rejected records, but not a failure. */
static int
command_finish(const struct err *e, int status)
{
	struct err lost = { 0 };
	bool bad = ferror(stdout);

	errno = 0;
	if (fflush(stdout) != 0)
		bad = true;
	if (bad)
		err_set(&lost, errno == EPIPE ? ERR_GONE : ERR_IO, "cannot write standard output%s%s",
		    errno ? ": " : "", errno ? strerror(errno) : "");
	if (fclose(stdout) != 0 && !bad)
		err_set(&lost, errno == EPIPE ? ERR_GONE : ERR_IO, "cannot write standard output: %s",
		    strerror(errno));
	if (lost.kind == ERR_NONE || e->kind == ERR_IO || e->kind == ERR_GONE)
		return status;
	command_report_error(&lost);
	return e->kind == ERR_NONE || e->kind == ERR_REJECTS ? err_status(&lost) : status;
}

int
command_main(const struct command *c, int argc, char **argv)
{
	struct run *r = mem_get(sizeof *r);
	struct err e = { 0 };
	int status;

	descriptors_fill();
	signal(SIGPIPE, SIG_IGN);
	log_open(c->name, LOG_WARN, LOG_AUTO);
	r->command = c;
	r->settings = mem_get(c->settings);
	if (!command_run(r, argc, argv, &e)) {
		if (e.kind == ERR_FILE && command_names_unreadable(r))
			e.kind = ERR_USAGE;
		hint_verb(r, &e);
		command_explain_error(r, &e);
		if (e.kind == ERR_DENIED && e.hint[0] == '\0' && act_name())
			err_hint(&e, "the command acts as user %s, who owns this installation",
			    act_name());
		if (!r->begun)
			common_early(c->name, argv);
		command_report_error(&e);
	}
	status = command_finish(&e, err_status(&e));
	argv_free(&r->argv);
	option_values_close(&r->values);
	config_close(r->files);
	free(r->settings);
	free(r);
	return status;
}
