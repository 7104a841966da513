/*
 * The environment, which nobody else reads.
 */
#ifndef CPPROF_HOST_ENVIRONMENT_H
#define CPPROF_HOST_ENVIRONMENT_H

/** The value of a variable; NULL if it is not set or empty. */
const char *environment_get(const char *name);

#endif
