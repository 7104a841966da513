#include "shell/libedit.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

struct libedit libedit;

static void *open_library(void)
{
    static const char *const names[] = {"libedit.so.2", "libedit.so.0", "libedit.so"}; /* Debian's, and upstream's */
    void *handle = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !handle; i++)
        handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    return handle;
}

/* Stores the address of the function in the function pointer at `slot`. */
static bool find_symbol(void *handle, const char *name, void *slot)
{
    void *address = dlsym(handle, name);
    memcpy(slot, &address, sizeof address);
    return address;
}

bool libedit_load(void)
{
    struct libedit found = {0};
    if (libedit.init)
        return true;
    void *handle = open_library();
    if (!handle)
        return false;
#define FIND(here, there)                                                                                              \
    if (!find_symbol(handle, #there, &found.here)) {                                                                   \
        dlclose(handle);                                                                                               \
        return false;                                                                                                  \
    }
    LIBEDIT_FUNCTIONS(FIND)
#undef FIND
    libedit = found;
    return true;
}
