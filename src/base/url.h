/*
 * URLs as text: how to tell a URL from a file name.
 */
#ifndef CPPROF_BASE_URL_H
#define CPPROF_BASE_URL_H

#include <stdbool.h>

#include "base/strtab.h"

/** Whether Go's url.Parse and IsAbs call it a URL with a scheme: "https://host/app.wasm" is one, and so is "C:\prog.exe". */
bool url_is_absolute(struct str s);

#endif
