/*
 * Writes the inputs that fuzzing starts from: FOLDER/TARGET/NAME, for each target.
 *
 *     make_corpus FOLDER
 *
 * There is a small profile like those of every producer that we know of, and some that no producer would write.
 */
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include "unit/build_profile.h"

static const char *folder;

/* ---- Profiles ---- */

static const struct {
    const char *name, *text; /* for put_profile() */
} profiles[] = {
    {"go-cpu",
     "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10000000\ntime: 1700000000000000000\n"
     "duration: 30000000000\nmap: 0x400000-0x800000 /usr/bin/app 0123abcd\n"
     "main.main@/src/main.go:12;main.work@/src/work.go:30>main.(*T).inl@/src/work.go:7;runtime.mallocgc@m.go:9"
     "#0x401010 3 30000000 | thread=main\n"
     "main.main@/src/main.go:14;net/http.(*conn).serve@/src/server.go:99#0x402000 1 10000000 | k=v k=w\n"},
    {"go-heap", "types: alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes\n"
                "period: space/bytes 524288\ndefault: inuse_space\ndrop: runtime\\..*\n"
                "map: 0x400000-0x800000 /usr/bin/app\n"
                "main.main@main.go:1;main.grow@main.go:7#0x401000 4 4096 1 1024 | bytes:1024\n"
                "main.main@main.go:1;main.shrink@main.go:9#0x401100 1 64 0 0 | bytes:64bytes\n"},
    {"go-mutex", "types: contentions/count delay/nanoseconds\nperiod: contentions/count 1\n"
                 "main.main@main.go:1;sync.(*Mutex).Unlock@mutex.go:223 12 3456789\n"},
    {"gperftools", "types: samples/count cpu/nanoseconds\nperiod: cpu/nanoseconds 10000000\n"
                   "map: 0x400000-0x500000 /usr/bin/server\nmap: 0x7f0000000000-0x7f0000200000 /lib/libc.so.6 beef\n"
                   "map: 0xffffffffff600000-0xffffffffff601000 [vsyscall]\n"
                   "#0x400123;#0x400456;#0x7f0000001000 5 50000000\n#0x400123;#0xdead 1 10000000\n"},
    {"node", "types: sample/count wall/microseconds\nperiod: wall/microseconds 1000\n"
             "(root);(anonymous)@file:///app/server.js:10:7;handle@/app/node_modules/x/index.js:3:19 7 7000\n"
             "(root);(garbage-collector) 2 2000\n(root);(program) 1 1000\n"},
    {"python", "types: cpu/microseconds\nwork@/app/main.py:5;<module>@/app/main.py:1 250 | thread_id:140231 span=a\n"
               "deep@a.py:1;deep@a.py:2;deep@a.py:2;deep@a.py:2 1000\n"},
    {"java", "types: cpu/nanoseconds alloc/bytes\ncomment: made by a JVM\n"
             "java.lang.Thread.run@Thread.java:829;com.example.Main$1.lambda$run$0@Main.java:17 100 0 | thread=main-1\n"
             "java.lang.Thread.run@Thread.java:829;byte[]_[i] 0 65536 | thread=main-1 size:64kilobytes\n"},
    {"odd",
     "types: / x/minimum\ndefault: nothing\ndrop: a(\nkeep: b\ndoc: http://example.com/\n"
     "- 1 -1\nA 9223372036854775807 -9223372036854775808\nA;A;A 9223372036854775807 1 | =x y= z:1parsec z:-1s\n"},
    {"empty", ""},
};

static const struct {
    const char *name, *text; /* for put_text() */
} messages[] = {
    {"rust", "string_table:'' string_table:'samples' string_table:'count' string_table:'cpu' string_table:'nanoseconds'"
             " string_table:'<alloc::vec::Vec<T,A> as core::ops::drop::Drop>::drop' string_table:'/rustc/x/vec.rs'"
             " string_table:'_ZN4core3ptr13drop_in_place17h0E' sample_type{type:1 unit:2} sample_type{type:3 unit:4}"
             " sample{location_id:[1 2] value:[3 30]} location{id:1 line{function_id:1 line:7}}"
             " location{id:2 line{function_id:2 line:9} line{function_id:1 line:8}}"
             " function{id:1 name:5 system_name:7 filename:6} function{id:2 name:7 start_line:3}"},
    {"cpp",
     "string_table:'' string_table:'cpu' string_table:'us' string_table:'void ns::f<int, 3>(std::string const&)'"
     " string_table:'operator<<' string_table:'/b/a.cc' sample_type{type:1 unit:2} sample{location_id:[8 7] value:5}"
     " mapping{id:3 memory_start:4096 memory_limit:8192 file_offset:4096 filename:5 build_id:4 has_functions:1"
     " has_filenames:1 has_line_numbers:1 has_inline_frames:1}"
     " location{id:7 mapping_id:3 address:5000 line{function_id:9 line:3 column:5}}"
     " location{id:8 mapping_id:3 address:6000 is_folded:1 line{function_id:10}}"
     " function{id:9 name:3 filename:5} function{id:10 name:4}"},
    {"wire-forms", "99:'unknown' 98:7i32 97:8i64 string_table:'' sample_type{} sample{value:1 location_id:1 9:1}"
                   " location{id:1 address:-1} time_nanos:-1 duration_nanos:-1 period_type{type:0} comment:[0 0]"
                   " comment:0 doc_url:0 default_sample_type:0"},
    {"large-ids",
     "string_table:'' string_table:'n' sample_type{type:1 unit:1} sample{location_id:0x8000000000000000 value:1"
     " label{key:1 num:-5 num_unit:1} label{key:1 str:1}} location{id:0x8000000000000000 mapping_id:-1"
     " line{function_id:-1 line:-1 column:-1}} function{id:-1 name:1 start_line:-9}"
     " mapping{id:-1 memory_limit:-1 filename:1}"},
};

/* ---- Files ---- */

static void put_file(const char *target, const char *name, const void *data, size_t len)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, target);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/%s", folder, target, name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(data, 1, len, f) != len || fclose(f) != 0) {
        perror(path);
        exit(2);
    }
}

/* `head` is the text before the bytes of a profile. */
static void put_input(const char *target, const char *name, const void *head, size_t head_len, const struct buf *b)
{
    struct buf all;
    buf_init(&all);
    buf_put(&all, head, head_len);
    buf_put(&all, b->data, b->len);
    put_file(target, name, all.data ? all.data : "", all.len);
    buf_release(&all);
}

/* Every report, every format and every row of options, but not every combination of them. See fuzz_report.c. */
static void put_reports(const char *name, const struct buf *b, unsigned number)
{
    enum { REPORTS = 16, OPTIONS = 33 };
    for (unsigned i = 0; i < OPTIONS; i++) {
        char head[] = {(char)((i + number) % REPORTS | (i / 3 % 4) << 6), (char)i}, file[128];
        snprintf(file, sizeof file, "%s-%u", name, i);
        if (i % 3 == number % 3)
            put_input("report", file, head, sizeof head, b);
    }
}

static void put_compressed(const char *name, const struct buf *b)
{
    char out[65536], file[128];
    struct buf c = {.data = out};
    z_stream z = {
        .next_in = (Bytef *)b->data, .avail_in = (uInt)b->len, .next_out = (Bytef *)out, .avail_out = sizeof out};
    put_input("inflate", name, "\0", 1, b);
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    deflate(&z, Z_FINISH);
    c.len = z.total_out;
    deflateEnd(&z);
    snprintf(file, sizeof file, "%s.gz", name);
    put_input("inflate", file, "\2", 1, &c);
    put_input("report", file, "\0\0", 2, &c);
    c.len = ZSTD_compress(out, sizeof out, b->data, b->len, 3);
    snprintf(file, sizeof file, "%s.zst", name);
    put_input("inflate", file, "\0", 1, &c);
}

static struct buf last; /* the previous profile */

static void put_everywhere(const char *name, const struct buf *b, unsigned number)
{
    static const char ways[] = {0, 1, 3, 5, 13, 16, 17, 18, 19, 23, 28};
    put_input("decode", name, "", 0, b);
    put_input("roundtrip", name, "", 0, b);
    put_reports(name, b, number);
    put_compressed(name, b);
    for (size_t i = 0; i < sizeof ways; i++) {
        const struct buf *first = i & 1 ? &last : b;
        struct buf both;
        char file[128], head[] = {ways[i], (char)first->len, (char)(first->len >> 8)};
        snprintf(file, sizeof file, "%s-%d", name, ways[i]);
        buf_init(&both);
        buf_put(&both, first->data, first->len);
        buf_put(&both, b->data, b->len);
        put_input("merge", file, head, sizeof head, &both);
        buf_release(&both);
    }
    buf_clear(&last);
    buf_put(&last, b->data, b->len);
}

static void put_profiles(void)
{
    unsigned number = 0;
    for (size_t i = 0; i < ROWS(profiles); i++) {
        struct buf b;
        buf_init(&b);
        put_profile(&b, profiles[i].text);
        put_everywhere(profiles[i].name, &b, number++);
        buf_release(&b);
    }
    for (size_t i = 0; i < ROWS(messages); i++) {
        struct buf b;
        buf_init(&b);
        put_text(&b, messages[i].text);
        put_everywhere(messages[i].name, &b, number++);
        buf_release(&b);
    }
    buf_release(&last);
}

static void put_lines(void)
{
    static const struct {
        const char *target, *name, *text;
    } rows[] = {
        {"options", "filters", "-top\n-focus=a|b\n-tagfocus=bytes=1kb:64mb\n-tagignore=:5ms\n-nodecount\n0x_1f\nfile"},
        {"options", "choices", "-lines\n--cum=false\n-sort=cum\n-granularity=lines\n-inuse_space\n-mean_delay\n--\n-x"},
        {"options", "numbers",
         "-divide_by=1e-3\n-nodefraction=.5\n-seconds=1_000\n-edgefraction=0x1p-3\n-timeout=0b11"},
        {"options", "settings", "trim=yes\nsort=cum\ncolor=never\nnodecount=10\nunit=auto\nfocus=\ngranularity=files"},
        {"options", "ranges",
         "64kb:\n:4mb\n12kb:64mb\nthread=main,io\nn=-3:7\n1weeks:\n12kb:64s\n9223372036854775807:"},
        {"options", "help", "-help=top\n-version\n-complete=ma"},
        {"regex", "plain", "mallocgc\nruntime.mallocgc"},
        {"regex", "classes", "[[:alpha:]_\\d-]+|[^a-c\\pL\\p{Greek}]{2,5}?\nabc_def 123 \xce\xb1\xce\xb2"},
        {"regex", "groups", "(?i)^(?P<name>.*?)\\.(\\w+)\\(.*\\)$\nmain.Run(int)\nx.y()"},
        {"regex", "flags", "(?s:.)(?m:^a$)(?U:b*)\\b\\B\\x{10ffff}\\Qa.b\\E\\z\naaa\nbbb"},
        {"regex", "deep", "((((((((((a)*)*)*)*)*)*)*)*)*)*b\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"},
        {"regex", "repeats", "(x+x+)+y|a{0,1000}\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"},
        {"regex_time", "plain", "mallocgc\nruntime.\nmalloc\ngc"},
        {"regex_time", "words", ".*foo.*bar|(?i)x*y*z\nfoo\nba\nX"},
        {"regex_time", "brackets", "^(Q)$|.*.*.*.*.*[yY]|.{0,500}[QZ]|(Q)$\na\nb\nQR"},
        {"regex_time", "nested", "(.*.?.*)*x\na\nb"},
        {"regex_time", "states", "(a|b)*a(a|b){500}c\na\nb"},
        {"regex_time", "properties", "(\\pL|\\p{Greek}|(?i)k)*\\PL{300}1\na\n\xce\xb1\n-"},
        {"regex", "bytes", "\\xff|\xff|\\C?|.\n\xff\xfe\xc3"},
        {"shell", "reports",
         "top10 -cum\ntree work\npeek main\nlist .\ntraces\nraw\ntags\ncomments\ndot >a\nproto >b\n"},
        {"shell", "settings",
         "lines\ncum=1\nnodecount=3 //: x\nfocus=main\ntop\n:\ntop\no\nsample_index=0\nunit=ms\ntop\n"},
        {"shell", "types", "cpu\ntop\ntotal_samples\nmean_cpu\ntop -idle work\nhelp top\nhelp\nhelp focus\n"},
        {"shell", "pictures", "svg\npng >p.png\nweb\ncallgrind\nkcachegrind\n"},
        {"shell", "errors", "nothing\ntop >\nlist\nfocus\npeek (\ntagfocus=a(\ntop\nquit\ntop\n"},
        {"picture", "plain", "0main.main\nmain.work\nruntime.mallocgc\nthread\n/bin/app"},
        {"picture", "quotes",
         "1a\"b\\\"c\n\\N\\G\\l\\r\\\\\n<b>&amp;&lt;\n</title><script>alert(1)</script>\n];\"\n--\n"},
        {"picture", "bytes",
         "2\xff\xfe\xc3\n\x1b[31mred\n\xe2\x80\xae"
         "evil\n{}|->\n\r\t\x7f"},
        {"picture", "same", "4a\na\na\n\n\na"},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        put_file(rows[i].target, rows[i].name, rows[i].text, strlen(rows[i].text));
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make_corpus FOLDER\n");
        return 2;
    }
    folder = argv[1];
    mkdir(folder, 0777);
    put_profiles();
    put_lines();
    return 0;
}
