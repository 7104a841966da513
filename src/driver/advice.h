/*
 * Lines on stderr about a report: warnings of what an analysis found, and advice on what the user may have meant if the report
 * says little. Each function prints nothing if there is nothing to say.
 *
 *     warn_of_sides(&s)                              // once the sources are loaded
 *     warn_of_units(&a), warn_of_filters(&a)         // before the report
 *     advise_on_tags(&a), advise_on_unit(&a)
 *     advise_on_values(&a), advise_on_base(&a)       // after it
 *     advise_on_sources(&out), warn_of_undecided(&a)
 */
#ifndef CPPROF_DRIVER_ADVICE_H
#define CPPROF_DRIVER_ADVICE_H

#include "report/report.h"

/** If the facts of a session say so: that a profile is on both sides, or that the base is newer than the profile. */
void warn_of_sides(const struct session *s);

/** Names label keys whose numbers have several units, only one of which is used. */
void warn_of_units(const struct analysis *a);

/** Names filters that matched nothing. */
void warn_of_filters(const struct analysis *a);

/** If a filter by tag matched nothing: names the keys that there are, or the values of its key. */
void advise_on_tags(const struct analysis *a);

/** If values cannot be shown in the unit that was asked for: says in which they can. */
void advise_on_unit(const struct analysis *a);

/** Says which regular expressions were too hard to decide. */
void warn_of_undecided(const struct analysis *a);

/** If no sample has a value of the sample type, but some have one of another type: names those types. */
void advise_on_values(const struct analysis *a);

/** If much of the values is below zero after -base, as with profiles of different runs: suggests -diff_base. */
void advise_on_base(const struct analysis *a);

/** Says that source files are shorter than the profile knows, and where those that were not found were looked for. */
void advise_on_sources(const struct report_out *out);

#endif
