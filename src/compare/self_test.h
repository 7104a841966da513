/*
 * An example whose check must fail. It proves that a gate in continuous integration can fail.
 */
#ifndef CPPROF_COMPARE_SELF_TEST_H
#define CPPROF_COMPARE_SELF_TEST_H

#include "profile/profile.h"

enum { SELF_TEST_NEW, SELF_TEST_OLD, SELF_TEST_SOURCES };

/**
 * Makes a CPU profile of two sources, SELF_TEST_NEW and SELF_TEST_OLD: example.render has grown by three quarters.
 * The caller releases `p`.
 */
void self_test_profile(struct profile *p);

#endif
