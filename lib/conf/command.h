/*
 * command.h: run a command from main to exit status.
 *
 * A main is: return command_main(&command, argc, argv);
 */
#ifndef CRT_CONF_COMMAND_H
#define CRT_CONF_COMMAND_H

#include "option/command.h"

/* Reads the options, runs the verb, reports a failure, flushes the output; returns the exit
   status. */
int command_main(const struct command *, int argc, char **argv);

#endif
