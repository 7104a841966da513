/*
 * The package of a function, from its name and that of its source file: what its language has as package, module, crate
 * or namespace. Names in profiles do not say their language. The ending of the file's name does, where there is a file;
 * else the shape of the name decides:
 *
 * - Go: the import path, "%2e" as "." in it. All that is dotted is taken for Go but what follows.
 * - Java and kin: the components before the class, the first one that begins with an upper case letter, where there are
 *   two of them and more ("java.util.HashMap.put"; one gives the same for both languages), with slashes, or with a "$".
 *   Of a Clojure function the namespace. A class without a package has none.
 * - C++ and Rust: the outermost scope of what has "::". A name does not tell a class from a namespace: a class outside
 *   of all namespaces stands for itself. Rust's "<T as Trait>" is of the crate of T, or of Trait's where T is a parameter
 *   or a primitive type; "<str>::f" is of core. Names that rustc mangled and nobody demangled are understood.
 * - JavaScript and Python (Ruby, PHP, Lua): by file alone, as names there hold no more than a class. The last
 *   node_modules/PKG, with its scope; site-packages/PKG; lib/python3.N/MODULE; "node:fs" for node:fs and node:fs/promises,
 *   so that all of node:internal/ is one; else the folder. Frames of a JIT that perf names with their file are of these.
 * - C has none, with a file as without one: how many folders a library was built from says little about a program. The
 *   mapped file stands in for it.
 *
 * The time is linear in the lengths of the names, whatever they hold.
 */
#ifndef CPPROF_PROFILE_PACKAGE_NAME_H
#define CPPROF_PROFILE_PACKAGE_NAME_H

#include "base/buf.h"
#include "base/strtab.h"

enum package_language { PACKAGE_ANY, PACKAGE_GO, PACKAGE_JVM, PACKAGE_NATIVE, PACKAGE_SCRIPT, N_PACKAGE_LANGUAGES };

struct package_file {
    enum package_language language; /* of the functions in it; PACKAGE_ANY: it does not tell */
    struct str package;             /* of functions whose names show none, or "" */
};

/** What a source file says about its functions. Points into `file`. */
struct package_file package_of_file(struct str file);

/** The package that a function's name shows, or "". Points into `name`, into `room`, whose contents go, or is constant. */
struct str package_of_name(struct str name, enum package_language language, struct buf *room);

/** The stand-in for a package: the mapped file, as "[libc.so.6]", or "[no package]" where that is "". As above. */
struct str package_of_object(struct str object, struct buf *room);

/** All together: the package of a function of that name and file in that mapped file; never "". */
struct str package_of(struct str function, struct str filename, struct str object, struct buf *room);

#endif
