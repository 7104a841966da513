/*
 * An example whose check must fail, to prove that a gate in continuous integration can.
 */
#ifndef CPPROF_COMPARE_SELF_TEST_H
#define CPPROF_COMPARE_SELF_TEST_H

#include "profile/profile.h"

enum { SELF_TEST_NEW, SELF_TEST_OLD, SELF_TEST_SOURCES };

/**
 * Makes a CPU profile of two sources, which SELF_TEST_NEW and SELF_TEST_OLD number: example.render has grown by three quarters.
 * The caller releases `p`.
 */
void self_test_profile(struct profile *p);

#endif
