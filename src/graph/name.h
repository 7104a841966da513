/*
 * Short forms of function names, as the boxes of a call graph show them.
 */
#ifndef CPPROF_GRAPH_NAME_H
#define CPPROF_GRAPH_NAME_H

#include "base/buf.h"
#include "base/strtab.h"

struct name_shortener;

/** The patterns that shorten names. The caller frees them with name_shortener_free(), which takes NULL, too. */
struct name_shortener *name_shortener_new(void);
void name_shortener_free(struct name_shortener *s);

/**
 * Appends `name` without the folders and version of its Go package ("net/http.Get" -> "http.Get"), without its Java
 * package and arguments, or without its C++ namespaces.
 */
void name_shorten(const struct name_shortener *s, struct str name, struct buf *out);

#endif
