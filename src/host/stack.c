#include "host/stack.h"

#include <sys/resource.h>
#include <unistd.h>

#include "base/thread.h"

/*
 * The deepest functions of ours need some 100 KB, which is mostly room for messages and for copying. Libraries of Graphviz need a
 * few hundred KB, but a process of their own ends if they do not have them.
 */
enum { LEAST = 256 << 10, USUAL = 8 << 20, OF_THREADS = 1 << 20 };

/* message() may need more stack than there is. */
static void say_too_small(void)
{
    static const char text[] = "cpprof: the stack is limited to less than 256 KB, which is too little (ulimit -s)\n";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
}

bool stack_prepare(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_STACK, &r) != 0 || r.rlim_cur == RLIM_INFINITY || r.rlim_cur >= USUAL)
        return true;
    r.rlim_cur = r.rlim_max == RLIM_INFINITY || r.rlim_max > USUAL ? USUAL : r.rlim_max;
    setrlimit(RLIMIT_STACK, &r);
    thread_ensure_stack(OF_THREADS);
    if (getrlimit(RLIMIT_STACK, &r) == 0 && r.rlim_cur >= LEAST)
        return true;
    say_too_small();
    return false;
}
