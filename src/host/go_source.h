/*
 * Where the go command keeps source files. Profiles name them as
 *
 *     example.com/app/store/kv.go                     of a program built with -trimpath: in the module example.com/app
 *     example.com/Dep@v1.2.0/dep.go                   of a dependency
 *     /root/go/pkg/mod/example.com/!dep@v1.2.0/dep.go the same, built without -trimpath
 *     bufio/bufio.go, /usr/local/go/src/bufio/bufio.go    of the standard library
 *
 * They are looked for in the module whose go.mod is found above a folder, in its vendor folder, in the module cache (GOMODCACHE,
 * GOPATH/pkg/mod or ~/go/pkg/mod) and in the standard library (GOROOT, or that of the `go` in PATH).
 */
#ifndef CPPROF_HOST_GO_SOURCE_H
#define CPPROF_HOST_GO_SOURCE_H

#include "base/str.h"

/** Opens the file at `path`, which is below `root`. @return a file descriptor, or -1 */
typedef int go_source_opener(const char *root, const char *path);

/**
 * Looks in the module of `folder`, which is in the folder or, with `upwards`, in the nearest folder above it that has a fitting
 * go.mod.
 * @return a file descriptor, or -1 if the file is not there
 */
int go_source_open_in_module(struct str name, struct str folder, bool upwards, go_source_opener *open_below);

/** Looks in the module cache and in the standard library. @return a file descriptor, or -1 if the file is not there */
int go_source_open_installed(struct str name, go_source_opener *open_below);

#endif
