/*
 * URLs as text: only what tells a URL from a file name.
 */
#ifndef CPPROF_BASE_URL_H
#define CPPROF_BASE_URL_H

#include <stdbool.h>

#include "base/strtab.h"

/** Whether it is a URL with a scheme, as Go's url.Parse and IsAbs say: "https://host/app.wasm", and "C:\prog.exe" too. */
bool url_is_absolute(struct str s);

#endif
