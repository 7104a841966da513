/*
 * Lines on stderr about a report: warnings of what an analysis came upon, and advice on what the user may have meant where the
 * report says little.
 */
#ifndef CPPROF_DRIVER_ADVICE_H
#define CPPROF_DRIVER_ADVICE_H

#include "report/report.h"

/** Names label keys whose numbers have several units, of which one counts. */
void warn_of_units(const struct analysis *a);

/** Names filters that matched nothing. */
void warn_of_filters(const struct analysis *a);

/** Where no sample has a value of the sample type but some have one of another type: names those types. */
void advise_on_values(const struct analysis *a);

/** Where, after -base, much of the values is below zero, as between profiles of different runs. */
void advise_on_base(const struct analysis *a);

/** Where source files were not found. */
void advise_on_sources(const struct report_out *out);

#endif
