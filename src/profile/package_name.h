/*
 * The package of a function, from its name and that of its source file: the package, module, crate or namespace of its
 * language. Names in profiles do not say which language they are in. If there is a file, its ending says so. Otherwise the
 * shape of the name decides:
 *
 * - Go: the import path, in which "%2e" is read as ".". Every dotted name is taken for Go, except those below.
 * - Java and kin: the components before the class, which is the first one that begins with an upper case letter. The name must
 *   have at least two components before the class ("java.util.HashMap.put"), slashes, a "$", or "com.", "org." and the like at
 *   its front. (With one component, Go's rule gives the same.) If no component looks like a class, the last two are taken for
 *   class and method, or only the last one if the name has just three, so that "com.example.run" is in "com.example". A Clojure
 *   function is in its namespace. A class without a package has none.
 * - C++ and Rust: the outermost scope of a name with "::". A name does not tell a class from a namespace, so a class outside
 *   of all namespaces stands for itself. Rust's "<T as Trait>" belongs to the crate of T, or to that of Trait if T is a
 *   parameter or a primitive type. "<str>::f" belongs to core. Names that rustc mangled and nobody demangled are understood.
 * - JavaScript and Python (Ruby, PHP, Lua): the file alone decides, because names there hold no more than a class. The package
 *   is the last node_modules/PKG with its scope; site-packages/PKG; lib/python3.N/MODULE; "node:fs" for node:fs and
 *   node:fs/promises, so that all of node:internal/ is one; otherwise the folder. In Python, a relative folder is written with
 *   dots, as in "shop.orders", and a file in no folder or in "/" is a module, "app" for "/app.py". Frames of a JIT that perf names
 *   with their file are treated alike.
 * - C has no packages, with a file or without one, because the folders that a library was built from say little about a
 *   program. The mapped file stands in for the package.
 *
 * package_of() does everything. It takes time in proportion to the lengths of the names, whatever they hold.
 */
#ifndef CPPROF_PROFILE_PACKAGE_NAME_H
#define CPPROF_PROFILE_PACKAGE_NAME_H

#include "base/buf.h"
#include "base/strtab.h"

enum package_language { PACKAGE_ANY, PACKAGE_GO, PACKAGE_JVM, PACKAGE_NATIVE, PACKAGE_SCRIPT, N_PACKAGE_LANGUAGES };

struct package_file {
    enum package_language language; /* of the functions in it; PACKAGE_ANY: the file does not tell */
    struct str package;             /* of the functions whose names show no package, or "" */
    bool is_dotted;                 /* its name has a dot for each "/" in `package` */
};

/** @return what the name of a source file says about its functions; it points into `file` */
struct package_file package_of_file(struct str file);

/** @return the path with a dot for each "/"; it points into `room`, whose previous contents are lost */
struct str package_dotted(struct str path, struct buf *room);

/** @return the name of f->package, or ""; it points into the name of the file or into `room`, whose contents are lost */
struct str package_file_name(const struct package_file *f, struct buf *room);

/**
 * @param room  a buffer to work in; its contents are lost
 * @return the package that the name of a function shows, or ""; it points into `name`, into `room`, or is constant
 */
struct str package_of_name(struct str name, enum package_language language, struct buf *room);

/** @return the stand-in for a package: the mapped file, as in "[libc.so.6]", or "[no package]" if `object` is ""; in `room`,
 *         or constant */
struct str package_of_object(struct str object, struct buf *room);

/** @return the package of a function with this name and source file in this mapped file; never "". It points as above */
struct str package_of(struct str function, struct str filename, struct str object, struct buf *room);

#endif
