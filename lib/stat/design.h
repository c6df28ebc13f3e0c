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

/* The half-width of an interval that is valid at each look, in standard deviations of the
   difference, where it is narrowest. One look has 1.96 for an alpha of 5 %. */
double stat_design_width(double alpha);

/* Persons in both arms to see held become sent, with STAT_POWER: at one look, or at any. */
double stat_design_once(double held, double sent, double share_held, double alpha);
double stat_design_persons(double held, double sent, double share_held, double alpha);

/* The smallest rate above held that this number of persons can show; 1 if even that is too few. */
double stat_design_visible(double held, double persons, double share_held, double alpha);

/* Logarithm of the evidence against the shares, valid at any look (Lindon and Malek 2022). Shares
   add up to 1. */
double stat_design_mismatch(const double *counts, const double *shares, size_t n, double prior);

#endif
