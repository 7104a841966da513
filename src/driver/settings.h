/*
 * The list of the shell's settings: what each is, and what it may be, in go tool pprof's layout.
 */
#ifndef CPPROF_DRIVER_SETTINGS_H
#define CPPROF_DRIVER_SETTINGS_H

#include "profile/profile.h"
#include "query/options.h"

/** Prints the settings on stderr, sorted by name. The sample types are those of the profile. */
void settings_say(const struct options *o, const struct profile *p);

#endif
