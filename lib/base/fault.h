/*
 * fault.h: places where a test may kill a command.
 *
 * With CRT_FAULT=n in the environment the process dies as by kill -9 at the
 * nth place that it passes.  The kill loops of tests/fault count n up until
 * the run survives, so every place is reached.  The places are in every build:
 * what is tested is what is shipped, and one costs a load and a branch.
 */
#ifndef CRT_FAULT_H
#define CRT_FAULT_H

void fault(void);

#endif
