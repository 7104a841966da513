/* The packages of functions, by names as profilers give them, and views by packages. */
#include "build_profile.h"

#include "profile/package_name.h"
#include "profile/packages.h"

struct row {
    const char *name, *want;
};

static void expect_package(const char *name, const char *file, const char *object, const char *want)
{
    struct buf room;
    char what[600];
    buf_init(&room);
    snprintf(what, sizeof what, "%.250s in %.250s", name, file);
    expect_str(what, package_of(str_of(name), str_of(file), str_of(object), &room), want);
    buf_release(&room);
}

static void expect_rows(const struct row *row, size_t n, const char *file)
{
    for (size_t i = 0; i < n; i++)
        expect_package(row[i].name, file, "", row[i].want);
}

static void test_go(void **state)
{
    static const struct row rows[] = {
        {"main.main", "main"},
        {"main.main.func1", "main"},
        {"main.main.func1.2", "main"},
        {"main.init.0", "main"},
        {"main.init", "main"},
        {"main.glob..func1", "main"},
        {"main.(*Applier).applyLoop", "main"},
        {"main.T.M", "main"},
        {"main.T.M-fm", "main"},
        {"main.run.OnceFunc.func1", "main"},
        {"main.(*server).serve.gowrap1", "main"},
        {"main.(*server).serve.deferwrap2", "main"},
        {"main._Cfunc_sqlite3_step", "main"},
        {"runtime.mallocgc", "runtime"},
        {"runtime.asmcgocall.abi0", "runtime"},
        {"runtime.(*mheap).alloc.func1", "runtime"},
        {"runtime.heapBits.next", "runtime"},
        {"runtime/pprof.Do", "runtime/pprof"},
        {"runtime/internal/atomic.(*Uint32).Load", "runtime/internal/atomic"},
        {"internal/bytealg.IndexByteString", "internal/bytealg"},
        {"net/http.(*conn).serve", "net/http"},
        {"net/http.HandlerFunc.ServeHTTP", "net/http"},
        {"net/http.(*http2serverConn).runHandler", "net/http"},
        {"encoding/json.(*scanner).pushParseState", "encoding/json"},
        {"sort.StringSlice.Less", "sort"},
        {"sort.Sort", "sort"},
        {"time.Time.String", "time"},
        {"sync.(*Mutex).Unlock", "sync"},
        {"strings.(*Builder).WriteString", "strings"},
        {"github.com/a/b.(*T).M", "github.com/a/b"},
        {"github.com/a/b.T.M", "github.com/a/b"},
        {"github.com/a/b/v2.New", "github.com/a/b/v2"},
        {"github.com/go-redis/redis/v8.(*baseClient)._process.func1.1", "github.com/go-redis/redis/v8"},
        {"github.com/BurntSushi/toml.Decode", "github.com/BurntSushi/toml"},
        {"github.com/cockroachdb/cockroach/storage/engine._Cfunc_DBIterSeek",
         "github.com/cockroachdb/cockroach/storage/engine"},
        {"gopkg.in/yaml%2ev2.Unmarshal", "gopkg.in/yaml.v2"},
        {"gopkg.in/yaml%2ev3.(*decoder).mapping", "gopkg.in/yaml.v3"},
        {"gopkg.in/square/go-jose%2ev2/json.Marshal", "gopkg.in/square/go-jose.v2/json"},
        {"example.com/p%c3%a9.F", "example.com/p\303\251"},
        {"example.com/p%0a.F", "example.com/p%0a"},
        {"example.com/p%.F", "example.com/p%"},
        {"k8s.io/client-go/tools/cache.(*Reflector).ListAndWatch", "k8s.io/client-go/tools/cache"},
        {"go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).processQueue", "go.opentelemetry.io/otel/sdk/trace"},
        {"vendor/golang.org/x/net/http2/hpack.(*Decoder).Write", "vendor/golang.org/x/net/http2/hpack"},
        {"example.com/app/vendor/github.com/pkg/errors.Wrap", "example.com/app/vendor/github.com/pkg/errors"},
        {"pkg.F[github.com/x/y.T]", "pkg"},
        {"pkg.F[...]", "pkg"},
        {"slices.SortFunc[...]", "slices"},
        {"slices.pdqsortCmpFunc[go.shape.*uint8]", "slices"},
        {"main.Map[go.shape.string,go.shape.int].func1", "main"},
        {"sync/atomic.(*Pointer[go.shape.struct { net/http.x int }]).Load", "sync/atomic"},
        {"example.com/shop/orders.(*Store[...]).Put", "example.com/shop/orders"},
        {"type..eq.net/http.http2FrameHeader", "net/http"},
        {"type:.hash.main.key", "main"},
    };
    (void)state;
    expect_rows(rows, ROWS(rows), "");
    expect_rows(rows, ROWS(rows), "example.com/src/x.go");
    expect_package("aeshashbody", "runtime/asm_amd64.s", "app", "runtime");
    expect_package("memeqbody", "/usr/local/go/src/internal/bytealg/equal_amd64.s", "app", "internal/bytealg");
    expect_package("memcpy_fast", "../sysdeps/memcpy.s", "/lib/libc.so.6", "[libc.so.6]");
    expect_package("crosscall2", "", "/app/server", "[server]");
    expect_package("com.example.Foo.bar", "x.go", "", "com");
    expect_package("com.(*T).bar", "", "", "com");
}

static void test_java(void **state)
{
    static const struct row rows[] = {
        {"com.example.foo.Bar.baz", "com.example.foo"},
        {"java.util.HashMap.put", "java.util"},
        {"com.example.function03", "com.example"},
        {"com.example.app.run", "com.example"},
        {"com.example.app.store.get", "com.example.app"},
        {"org.postgresql.main", "org.postgresql"},
        {"java/util/HashMap.put", "java.util"},
        {"java/lang/Thread.run_[j]", "java.lang"},
        {"java.lang.String_[i]", "java.lang"},
        {"java.lang.String[]", "java.lang"},
        {"java.util.ArrayList.<init>", "java.util"},
        {"io/netty/channel/nio/NioEventLoop.run", "io.netty.channel.nio"},
        {"com/example/Main.lambda$main$0", "com.example"},
        {"com/example/Foo$$Lambda$12/0x0000000800c03000.run", "com.example"},
        {"com.example.Foo$$Lambda$12/0x0000000800c03000.run", "com.example"},
        {"com.example.Foo$$Lambda.0x00007f0001003200.accept", "com.example"},
        {"com.example.Foo$$Lambda/0x00007f0001003200.accept", "com.example"},
        {"java.lang.invoke.LambdaForm$DMH/0x0000000800c12400.invokeVirtual", "java.lang.invoke"},
        {"java.lang.invoke.LambdaForm$MH.0x0000000301009800.invoke", "java.lang.invoke"},
        {"java.base/java.util.HashMap.put", "java.util"},
        {"java.base@18.0.2.1/java.lang.invoke.LambdaForm$DMH/0x0800.invokeVirtual", "java.lang.invoke"},
        {"app//com.example.ListExamples.merge", "com.example"},
        {"com.example.Service$$EnhancerBySpringCGLIB$$1a2b3c.call", "com.example"},
        {"com.sun.proxy.$Proxy12.invoke", "com.sun.proxy"},
        {"void com.example.foo.Bar.baz(int, java.lang.String)", "com.example.foo"},
        {"com.example.foo.Bar.baz(Bar.java:12)", "com.example.foo"},
        {"Lcom/example/foo/Bar;::baz", "com.example.foo"},
        {"Ljava/lang/String;::hashCode", "java.lang"},
        {"kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.run", "kotlinx.coroutines.scheduling"},
        {"kotlin/collections/CollectionsKt___CollectionsKt.toList", "kotlin.collections"},
        {"scala.collection.immutable.List.map", "scala.collection.immutable"},
        {"scala/concurrent/impl/Promise$Transformation.run", "scala.concurrent.impl"},
        {"scala.runtime.package$.foo", "scala.runtime"},
        {"clojure.core$map$fn__5951.invoke", "clojure.core"},
        {"clojure/core$reduce.invokeStatic", "clojure.core"},
        {"clojure.lang.RestFn.applyTo", "clojure.lang"},
        {"my_app.handler$wrap_auth.invoke", "my_app.handler"},
        {"HashMap.put", "[no package]"},
        {"Main.main", "[no package]"},
        {"Outer.Inner.run", "[no package]"},
        {"Main$.$anonfun$main$1", "[no package]"},
        {"byte[]", "[no package]"},
        {"int[]_[k]", "[no package]"},
    };
    (void)state;
    expect_rows(rows, ROWS(rows), "");
    expect_package("a.b.c.d", "Unknown.java", "", "a.b");
    expect_package("a.b", "Unknown.java", "", "[no package]");
    expect_package("com.example.main.run", "Main.kt", "", "com.example");
}

static void test_cpp(void **state)
{
    static const struct row rows[] = {
        {"absl::flat_hash_map<std::string, int>::find(std::string const&)", "absl"},
        {"absl::lts_20230125::Mutex::Lock()", "absl"},
        {"void std::sort<int*>(int*, int*)", "std"},
        {"std::ostream& std::ostream::_M_insert<double>(double)", "std"},
        {"std::enable_if<((4)>(3)), void>::type ns::f<int>(int)", "ns"},
        {"unsigned long* ns::f<char>(char)", "ns"},
        {"decltype(auto) ns::f<char>(char)", "ns"},
        {"decltype (a::b()) ns::f<char>(char)", "ns"},
        {"void (*ns::f<int>(int))(char)", "ns"},
        {"std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >::append(char const*)", "std"},
        {"std::ios_base::failure[abi:cxx11]::~failure()", "std"},
        {"libfoo::internal::foo_internal[abi:cxx11]()", "libfoo"},
        {"A::foo[abi:cxx11]()", "A"},
        {"(anonymous namespace)::f(int)", "(anonymous namespace)"},
        {"void (anonymous namespace)::f<int>(int)", "(anonymous namespace)"},
        {"v8::internal::(anonymous namespace)::Invoke(v8::internal::Isolate*)", "v8"},
        {"std::operator<<(std::ostream&, char)", "std"},
        {"bool std::operator==<char>(char const*, char const*)", "std"},
        {"std::function<void ()>::operator()() const", "std"},
        {"Foo::operator std::string() const", "Foo"},
        {"Foo::operator->() const", "Foo"},
        {"operator new(unsigned long)", "[no package]"},
        {"::operator delete(void*)", "[no package]"},
        {"google::protobuf::Arena::~Arena()", "google"},
        {"non-virtual thunk to google::protobuf::Message::Clear()", "google"},
        {"main::{lambda()#1}::operator()() const", "[no package]"},
        {"main::$_0::operator()() const", "[no package]"},
        {"main::'lambda'(int)::operator()(int) const", "[no package]"},
        {"test()::{lambda()#1}::operator()() const", "[no package]"},
        {"{lambda(int)#1}::operator()(int) const", "[no package]"},
        {"marl::Thread::Impl::Impl(marl::Thread::Affinity&&)::{lambda()#1}::operator()() const", "marl"},
        {"decltype(auto) fix<main::{lambda(auto:1)#1}>::operator()<int>(int) const", "fix"},
        {"void foo<std::string>(std::string)", "[no package]"},
        {"foo(std::vector<int>)", "[no package]"},
        {"foo<std::string>::bar()", "foo"},
        {"DB::ParallelInputsProcessor<DB::Handler>::process() [clone .isra.0]", "DB"},
        {"rocksdb::DBImpl::Get [clone .cold]", "rocksdb"},
        {"rocksdb::DBImpl::Get (.isra.0)", "rocksdb"},
        {"JavaThread::run()", "JavaThread"},
        {"::", "[no package]"},
        {"a::", "a"},
    };
    (void)state;
    expect_rows(rows, ROWS(rows), "");
    expect_package("absl::Mutex::Lock", "absl/synchronization/mutex.cc", "", "absl");
    expect_package("Widget.draw", "widget.cpp", "/opt/app (deleted)", "[app]");
    expect_package("operator new(unsigned long)", "", "/usr/lib/libstdc++.so.6.0.30", "[libstdc++.so.6.0.30]");
}

static void test_rust(void **state)
{
    static const struct row rows[] = {
        {"alloc::vec::Vec<T>::push", "alloc"},
        {"<alloc::vec::Vec<T> as core::ops::drop::Drop>::drop", "alloc"},
        {"<alloc::boxed::Box<F,A> as core::ops::function::FnOnce<Args>>::call_once::hea1090dbdcecbf5a", "alloc"},
        {"core::ops::function::FnOnce::call_once{{vtable.shim}}::hc793837e985b77ce", "core"},
        {"core::ops::function::FnOnce::call_once{{vtable.shim}}", "core"},
        {"<T as my_crate::Tr>::f", "my_crate"},
        {"<F as axum::handler::Handler<(M, T1), S>>::call::{{closure}}", "axum"},
        {"<u32 as core::fmt::Display>::fmt", "core"},
        {"<&T as core::fmt::Debug>::fmt", "core"},
        {"<&mut my_crate::W as core::fmt::Write>::write_str", "my_crate"},
        {"<[T] as alloc::slice::SpecCloneIntoVec<T,A>>::clone_into", "alloc"},
        {"<[my_crate::T]>::f", "my_crate"},
        {"<(A, B) as foo::Bar>::go", "foo"},
        {"<fn(u8) -> u8 as foo::Bar>::go", "foo"},
        {"<dyn my_crate::Tr as other::Tr>::f", "my_crate"},
        {"<<my_crate::It as core::iter::IntoIterator>::Item as other::Tr>::f", "my_crate"},
        {"<alloc::vec::Vec<u8>>::push", "alloc"},
        {"<str>::parse::<u64>", "core"},
        {"<[u8]>::to_vec", "core"},
        {"<T>::f", "[no package]"},
        {"<T as Tr>::f", "[no package]"},
        {"<tokio[3f1c]::runtime::task::Raw>::poll", "tokio"},
        {"tokio[3f1c]::runtime::run", "tokio"},
        {"core::fmt::num::<impl core::fmt::UpperHex for usize>::fmt", "core"},
        {"core::fmt::num::imp::<impl core::fmt::Display for u32>::fmt::h0123456789abcdef", "core"},
        {"my_crate::main::{{closure}}::h0123456789abcdef", "my_crate"},
        {"main::main::{{closure}}", "main"},
        {"std::sys_common::backtrace::__rust_begin_short_backtrace::h1e5aa72fb9cd6d86", "std"},
        {"core::ptr::drop_in_place<alloc::vec::Vec<u8>>", "core"},
        {"_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..ops..drop..Drop$GT$::drop::h0123456789abcdef", "alloc"},
        {"$LT$T$u20$as$u20$core..convert..Into$LT$U$GT$$GT$::into", "core"},
        {"_$LT$$RF$T$u20$as$u20$serde..ser..Serialize$GT$::serialize", "serde"},
        {"rust_begin_unwind", "[no package]"},
        {"__rust_alloc", "[no package]"},
    };
    (void)state;
    expect_rows(rows, ROWS(rows), "");
    expect_rows(rows, ROWS(rows), "/rustc/9bc8c42bb2f1/library/alloc/src/boxed.rs");
}

static void test_scripts(void **state)
{
    static const struct {
        const char *name, *file, *want;
    } rows[] = {
        {"newSlot", "/app/server.js", "/app"},
        {"(anonymous)", "/app/src/db/pool.mjs", "/app/src/db"},
        {"Module._compile", "node:internal/modules/cjs/loader", "node:internal"},
        {"readFile", "node:internal/fs/promises", "node:internal"},
        {"readFileSync", "node:fs", "node:fs"},
        {"writev", "node:fs/promises", "node:fs"},
        {"parserOnHeadersComplete", "node:_http_common", "node:_http_common"},
        {"f", "/app/node_modules/express/lib/router/index.js", "express"},
        {"f", "/app/node_modules/@scope/pkg/dist/index.js", "@scope/pkg"},
        {"f", "/app/node_modules/a/node_modules/b/index.js", "b"},
        {"f", "/app/node_modules/.pnpm/react@18.2.0/node_modules/react/cjs/react.js", "react"},
        {"f", "file:///app/node_modules/express/index.js", "express"},
        {"f", "file:///app/src/index.mjs", "/app/src"},
        {"f", "C:\\app\\node_modules\\@scope\\pkg\\index.js", "@scope\\pkg"},
        {"f", "C:\\app\\src\\index.ts", "C:\\app\\src"},
        {"f", "/app/node_modules/loose.js", "/app/node_modules"},
        {"f", "https://example.com/static/app.js?v=1/2", "https://example.com/static"},
        {"f", "webpack-internal:///./node_modules/react-dom/cjs/react-dom.js", "react-dom"},
        {"f", "webpack://app/./src/App.vue?1a2b", "webpack://app/./src"},
        {"op_read", "ext:core/01_core.js", "ext:core"},
        {"f", "/server.js", "/"},
        {"f", "server.js", "[no package]"},
        {"(garbage collector)", "", "[no package]"},
        {"Module._compile", "", "[no package]"},
        {"Flask.wsgi_app", "/usr/lib/python3/dist-packages/flask/app.py", "flask"},
        {"<module>", "/srv/venv/lib/python3.11/site-packages/numpy/core/numeric.py", "numpy"},
        {"_add_newline", "/srv/venv/lib/python3.11/site-packages/six.py", "six"},
        {"JSONDecoder.decode", "/usr/lib/python3.11/json/decoder.py", "json"},
        {"Thread.run", "/usr/lib/python3.11/threading.py", "threading"},
        {"_call_with_frames_removed", "<frozen importlib._bootstrap>", "importlib"},
        {"<lambda>", "/srv/app/views.py", "/srv/app"},
        {"leak", "/app.py", "app"},
        {"leak", "app.py", "app"},
        {"leak", "./app.py", "app"},
        {"total", "shop/orders/views.py", "shop.orders"},
        {"total", "shop/views.py", "shop"},
        {"total", "../shop/views.py", "../shop"},
        {"py::total:shop/orders/views.py", "", "shop.orders"},
        {"get", "lib/python3.11/site-packages/requests/api.py", "requests"},
        {"<module>", "<string>", "[no package]"},
        {"call", "/srv/app/lib/worker.rb", "/srv/app/lib"},
        {"LazyCompile:*handle /app/node_modules/pkg/dist/router.js:412:19", "", "pkg"},
        {"JS:~go file:///app/src/go.js:10:5", "", "/app/src"},
        {"Function:^next node:internal/x.js:3:1", "", "node:internal"},
        {"LazyCompile:*go", "", "[no package]"},
        {"RegExp:^a.b$", "", "[no package]"},
        {"Builtin:ArrayPrototypeMap", "", "[no package]"},
        {"py::decode:/usr/lib/python3.12/json/decoder.py", "", "json"},
        {"py::<module>:<frozen importlib._bootstrap>", "", "importlib"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        expect_package(rows[i].name, rows[i].file, "", rows[i].want);
}

static void test_what_has_no_package(void **state)
{
    static const struct {
        const char *name, *object, *want;
    } rows[] = {
        {"", "", "[no package]"},
        {"", "/usr/lib/x86_64-linux-gnu/libc.so.6", "[libc.so.6]"},
        {"[unknown]", "/usr/lib/x86_64-linux-gnu/libc.so.6", "[libc.so.6]"},
        {"[unknown]", "", "[no package]"},
        {"malloc", "/usr/lib/x86_64-linux-gnu/libc.so.6", "[libc.so.6]"},
        {"__memmove_avx_unaligned_erms", "libc-2.31.so", "[libc-2.31.so]"},
        {"do_work.isra.0", "/app", "[app]"},
        {"do_work.constprop.0.cold", "/app", "[app]"},
        {"do_work.cold", "/app", "[app]"},
        {"do_work.llvm.1234567890", "/app", "[app]"},
        {"counter.1234", "/app", "[app]"},
        {".plt", "/app", "[app]"},
        {"libc.so.6", "/lib/libc.so.6", "[libc.so.6]"},
        {"do_syscall_64", "[kernel.kallsyms]", "[kernel.kallsyms]"},
        {"tcp_v4_rcv_[k]", "[kernel.kallsyms]", "[kernel.kallsyms]"},
        {"bpf_prog_6deef7357e7b4530_sd_fw_egress", "", "[no package]"},
        {"nf_hook_slow", "[nf_tables]", "[nf_tables]"},
        {"__vdso_clock_gettime", "[vdso]", "[vdso]"},
        {"Interpreter", "/tmp/perf-12.map", "[perf-12.map]"},
        {"StubRoutines (1)", "", "[no package]"},
        {"old", "/opt/app/server (deleted)", "[server]"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        expect_package(rows[i].name, "", rows[i].object, rows[i].want);
}

/* Names of a megabyte, in which a part of each language repeats: in time only if each byte is looked at few times. */
static void test_hostile_names(void **state)
{
    static const char *const piece[] = {"<",
                                        "::",
                                        "<a::",
                                        "(",
                                        "[",
                                        "{",
                                        "a(",
                                        "/",
                                        ".",
                                        "%2",
                                        " ",
                                        " a",
                                        "$LT$",
                                        "..",
                                        "$",
                                        "$$Lambda",
                                        "::<",
                                        ">::",
                                        "(*",
                                        "::(",
                                        "::[",
                                        "a.A",
                                        ".func",
                                        " as ",
                                        "<T as ",
                                        "&",
                                        "-",
                                        "->",
                                        "&mut ",
                                        "\\",
                                        "node_modules/",
                                        "lib/python3.1/",
                                        "://",
                                        "?",
                                        ":1",
                                        "operator",
                                        "::operator",
                                        "decltype(",
                                        "(anonymous ",
                                        "java./",
                                        "L;::",
                                        "py::",
                                        "JS: ",
                                        " [clone",
                                        "site-packages/",
                                        "/src/",
                                        "@",
                                        "<frozen ",
                                        "'",
                                        "file://"};
    static const char *const file[] = {"", "x.go", "x.java", "x.cc", "x.js"};
    size_t size = 1 << 20;
    char *name = malloc(size + 32);
    struct buf room;
    (void)state;
    assert_non_null(name);
    buf_init(&room);
    for (size_t i = 0; i < ROWS(piece); i++) {
        size_t n = strlen(piece[i]), len = 0;
        for (; len < size; len += n)
            memcpy(name + len, piece[i], n);
        memcpy(name + len, ".js", 4);
        for (size_t j = 0; j < ROWS(file); j++) {
            struct str got = package_of((struct str){name, (uint32_t)len}, str_of(file[j]), str_of("o"), &room);
            assert_true(got.len > 0);
        }
        assert_true(package_of(str_of("f"), str_of(name), str_of("o"), &room).len > 0);
    }
    /* every part of every row, so that each end is met */
    static const char whole[] =
        "void std::x<a(b)>::(anonymous namespace)::operator<<[abi:cxx11](<A as b::C>) [clone .isra.0]";
    static const char *const rust = "<&mut dyn [a[12]::b<c>] as (d::E<fn() -> f>)>::g";
    for (size_t i = 0; i < sizeof whole; i++)
        for (size_t j = i; j < sizeof whole; j++) {
            char *exact = malloc(j - i + 1); /* its end is that of the memory */
            assert_non_null(exact);
            memcpy(exact, whole + i, j - i);
            for (size_t k = 0; k < ROWS(file); k++)
                package_of((struct str){exact, (uint32_t)(j - i)}, str_of(file[k]), str_of(""), &room);
            package_of(str_of(""), (struct str){exact, (uint32_t)(j - i)}, str_of(""), &room);
            free(exact);
        }
    for (size_t i = 0; i < strlen(rust); i++) {
        char *exact = malloc(i + 1);
        assert_non_null(exact);
        memcpy(exact, rust, i);
        package_of((struct str){exact, (uint32_t)i}, str_of(""), str_of(""), &room);
        free(exact);
    }
    buf_release(&room);
    free(name);
}

static void test_a_view_by_packages(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, "map: 0x1000-0x2000 /bin/app\n"
                   "map: 0x2000-0x3000 /lib/libc.so.6\n"
                   "main.main@/m.go:3;net/http.Get@/h.go:7>net/http.get@/h.go:9#0x1010;malloc@malloc.c#0x2010 1\n"
                   "main.run@/m.go:8;[unknown]#0x2020;start#0x1020;gone 2\n");
    packages_apply(&s.view);
    expect_view("packages", &s.view,
                "main@:3;net/http@:7>net/http@:9#0x1010;[libc.so.6]#0x2010 1\n"
                "main@:8;[libc.so.6]#0x2020;[app]#0x1020;[no package] 2\n");
    assert_int_equal(s.view.n_funcs, 5);
    expect_profile("the profile", &s.profile,
                   "types: samples/count\n"
                   "map: 0x1000-0x2000 /bin/app\n"
                   "map: 0x2000-0x3000 /lib/libc.so.6\n"
                   "main.main@/m.go:3;net/http.Get@/h.go:7>net/http.get@/h.go:9#0x1010;malloc@malloc.c#0x2010 1\n"
                   "main.run@/m.go:8;[unknown]#0x2020;start#0x1020;gone 2\n");
    scene_close(&s);
}

static void test_a_location_without_lines_is_of_its_file(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, "map: 0x1000-0x2000 /bin/app\na.b#0x1010;c.d#0x1020 1\n");
    view_edit_locations(&s.view)[0].n_lines = 0;
    packages_apply(&s.view);
    for (size_t i = 0; i < s.view.n_locs; i++)
        assert_int_equal(s.view.loc[i].n_lines, 1);
    expect_str("no line", view_str(&s.view, s.view.func[s.view.line[s.view.loc[0].first_line].function.i].name),
               "[app]");
    scene_close(&s);
}

static void test_an_empty_view(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, "- 1\n");
    packages_apply(&s.view);
    expect_view("empty", &s.view, "- 1\n");
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_go),
        cmocka_unit_test(test_java),
        cmocka_unit_test(test_cpp),
        cmocka_unit_test(test_rust),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_what_has_no_package),
        cmocka_unit_test(test_hostile_names),
        cmocka_unit_test(test_a_view_by_packages),
        cmocka_unit_test(test_a_location_without_lines_is_of_its_file),
        cmocka_unit_test(test_an_empty_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
