/*
 * Time that Go's CPU profiles attribute to preemption.
 *
 * The Go runtime preempts a goroutine by a signal, whose handler makes it appear to call runtime.asyncPreempt. What profiles say of
 * that function was taken from the one it interrupted, and depends on how busy the machine is: up to a fifth of the time. A
 * comparison would take it for growth, so it is counted where it was taken from.
 */
#ifndef CPPROF_COMPARE_PREEMPTION_H
#define CPPROF_COMPARE_PREEMPTION_H

#include "base/err.h"
#include "profile/view.h"

/**
 * Hides the frames of runtime.asyncPreempt and its kin in the view. Unlike -hide, this keeps a sample without other frames,
 * so that the totals stay what they are.
 *
 * @return 0; or -1 with `err` set
 */
int preemption_hide(struct view *v, struct err *err);

#endif
