/*
 * design.h: how many persons an experiment needs, and whether its arms have their shares.
 *
 * Pure.
 */
#ifndef CRT_STAT_DESIGN_H
#define CRT_STAT_DESIGN_H

#include <stddef.h>

#define STAT_POWER 0.8
#define STAT_PRIOR 1000.0	/* weight of the shares; a larger one is blind in small stores */

/* Persons in both arms to see held become sent, at any look, with STAT_POWER. */
double stat_design_persons(double held, double sent, double share_held, double alpha);

/* The smallest rate above held that this number of persons can show; 1 if even that is too few. */
double stat_design_visible(double held, double persons, double share_held, double alpha);

/* Logarithm of the evidence against the shares, valid at any look (Lindon and Malek 2022). Shares
   add up to 1. */
double stat_design_mismatch(const double *counts, const double *shares, size_t n, double prior);

#endif
