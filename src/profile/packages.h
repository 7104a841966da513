/*
 * A view by packages: every frame stands for the package of its function (package_name.h).
 */
#ifndef CPPROF_PROFILE_PACKAGES_H
#define CPPROF_PROFILE_PACKAGES_H

#include "profile/view.h"

/**
 * Gives the view one function for each package, under the name of the package, in place of its own. Of each location all
 * lines stay; one without lines, or a function that shows no package, is of its mapped file. Filters by name come before.
 */
void packages_apply(struct view *v);

#endif
