/*
 * A view by packages, in which every frame stands for the package of its function (package_name.h).
 */
#ifndef CPPROF_PROFILE_PACKAGES_H
#define CPPROF_PROFILE_PACKAGES_H

#include "profile/view.h"

/**
 * Replaces the functions of the view by one for each package, which has the name of the package. Each location keeps all of its
 * lines. A location without lines, or whose function shows no package, stands for its mapped file. Apply filters by name first,
 * because the names of functions are gone afterwards.
 */
void packages_apply(struct view *v);

#endif
