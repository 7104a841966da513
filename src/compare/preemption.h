/*
 * Time that Go's CPU profiles attribute to preemption.
 *
 * The Go runtime preempts a goroutine by a signal, whose handler makes it appear to call runtime.asyncPreempt. Profiles give
 * that function the time of the one it interrupted: up to a fifth of the time, depending on how busy the machine is. A
 * comparison would mistake it for growth, so it is counted for the interrupted function.
 */
#ifndef CPPROF_COMPARE_PREEMPTION_H
#define CPPROF_COMPARE_PREEMPTION_H

#include "base/err.h"
#include "profile/view.h"

/**
 * Hides the frames of runtime.asyncPreempt and its kin in the view. Unlike -hide, this keeps a sample without other frames,
 * so that the totals do not change.
 *
 * @return 0; or -1 with `err` set
 */
int preemption_hide(struct view *v, struct err *err);

#endif
