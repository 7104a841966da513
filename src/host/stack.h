/*
 * The stack, which may be limited to less than the program needs (ulimit -s).
 */
#ifndef CPPROF_HOST_STACK_H
#define CPPROF_HOST_STACK_H

#include <stdbool.h>

/**
 * Raises a low limit on the stack as far as this process may, and gives threads enough in any case. Call it first in main(), from a
 * function that needs little stack itself.
 * @return false if the limit is still too low to go on; this is then said on stderr
 */
bool stack_prepare(void);

#endif
