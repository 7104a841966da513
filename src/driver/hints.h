/*
 * Hints: lines on stderr that say what the user may have meant, where a report says little.
 */
#ifndef CPPROF_DRIVER_HINTS_H
#define CPPROF_DRIVER_HINTS_H

#include "profile/profile.h"
#include "report/report.h"

/** Where no sample has a value of the sample type `value`, but one of another type: names those types. */
void hint_no_values(const struct profile *p, size_t value);

/** Where, after -base, much of the values of type `value` is below zero, as between profiles of different runs. */
void hint_base(const struct profile *p, size_t value);

/** Where source files were not found. */
void hint_sources(const struct report_notes *notes);

#endif
