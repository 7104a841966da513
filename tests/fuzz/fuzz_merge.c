/*
 * Combines two profiles: merged as they come or held, one subtracted from the other, or both compared by -diff and -check. The first
 * byte says how. The next two are the length of the first profile, which is followed by the second.
 */
#include "profile_bytes.h"

#include "command_line.h"
#include "profile/combine.h"
#include "profile/merge.h"

struct two {
    struct fuzz_input bytes[2];
};

static struct profile from_bytes(struct fuzz_input bytes)
{
    struct profile p;
    fuzz_expect(profile_from_bytes(&p, bytes.p, bytes.len), "a profile can be read twice");
    return p;
}

/* @return whether they fit together; if so, `out` is the result as a message */
static bool combine_held(const struct two *two, struct buf *out)
{
    struct profile src[2] = {from_bytes(two->bytes[0]), from_bytes(two->bytes[1])}, p;
    struct err err;
    if (profile_combine(&p, src, 2, &err))
        return false;
    *out = profile_to_bytes(&p);
    profile_release(&p);
    return true;
}

static bool combine_streamed(const struct two *two, struct buf *out)
{
    struct combiner *c = combiner_new();
    struct profile p = from_bytes(two->bytes[0]);
    struct err err;
    combiner_begin(c, false);
    fuzz_expect(combiner_add(c, &p), "the first of a group is taken");
    p = from_bytes(two->bytes[1]);
    if (!combiner_add(c, &p)) {
        struct profile first = from_bytes(two->bytes[0]);
        combiner_begin(c, true);
        fuzz_expect(combiner_add(c, &first) && combiner_add(c, &p), "a group that is held takes all");
    }
    bool good = combiner_end(c, &err) == 0;
    if (good) {
        combiner_take(c, &p);
        *out = profile_to_bytes(&p);
        profile_release(&p);
    }
    combiner_free(c);
    return good;
}

static void merge_both_ways(const struct two *two)
{
    struct buf held, streamed;
    bool good = combine_held(two, &held);
    fuzz_expect(combine_streamed(two, &streamed) == good, "profiles fit together in both ways, or in none");
    if (!good)
        return;
    fuzz_expect(same_bytes(&held, &streamed), "what was merged as it came is what was merged when held");
    buf_release(&held);
    buf_release(&streamed);
}

static void subtract(const struct two *two, bool normalize, bool mark, bool apart)
{
    struct profile both[2] = {from_bytes(two->bytes[0]), from_bytes(two->bytes[1])}, p;
    struct err err;
    if (mark)
        profile_label_all(&both[1], profile_base_key, "true");
    if (normalize && profile_normalize(&both[0], &both[1], &err)) {
        profile_release(&both[0]);
        profile_release(&both[1]);
        return;
    }
    profile_negate(&both[1]);
    if (apart && mark ? profile_combine_apart(&p, both, &err) : profile_combine(&p, both, 2, &err))
        return;
    struct buf out = profile_to_bytes(&p);
    struct profile again;
    fuzz_expect(profile_from_bytes(&again, out.data, out.len), "a difference can be read");
    profile_release(&again);
    buf_release(&out);
    profile_release(&p);
}

/* As from the command line, with a report and options that the bits of `how` choose. */
static void compare(const struct two *two, unsigned how)
{
    static const char *const reports[][4] = {{"-diff", "-trim=false", "-lines", "-format=json"},
                                             {"-check", "-max_flat=0%", "-max_new=0%", "-format=markdown"},
                                             {"-check", "-max_cum=1%,1", "-z=0", "-format=junit"},
                                             {"-check", "-limit=a|m:0%", "-lines", "-format=github"}};
    struct fuzz_file file[2];
    char base[64];
    const char *argv[16] = {"cpprof", "-output=/dev/null", "-max_input=64MB"};
    int argc = 3;
    struct command_line c;
    struct err err;
    for (int i = 0; i < 2; i++)
        file[i] = fuzz_file_make(two->bytes[i].p, two->bytes[i].len);
    snprintf(base, sizeof base, "-diff_base=%s", file[1].path);
    for (int i = 0; i < 4; i++)
        argv[argc++] = reports[how & 3][i];
    if (how & 4)
        argv[argc++] = "-normalize";
    if (how & 8)
        argv[argc++] = "-mean";
    argv[argc++] = base;
    argv[argc++] = file[0].path;
    fuzz_expect(cli_parse(&c, argc, (char **)argv, &err) == 0, "the options are options");
    run_parsed(&c, &err);
    for (int i = 0; i < 2; i++)
        fuzz_file_close(&file[i]);
}

FUZZ_WITH_THREADS(1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size};
    unsigned how = fuzz_byte(&in);
    size_t len = fuzz_byte(&in);
    len |= (size_t)fuzz_byte(&in) << 8;
    len = len < in.len ? len : in.len;
    struct two two = {{{in.p, len}, {in.p + len, in.len - len}}};
    for (int i = 0; i < 2; i++) {
        struct profile p;
        if (!profile_from_bytes(&p, two.bytes[i].p, two.bytes[i].len))
            return 0;
        profile_release(&p);
    }
    if (how & 16)
        compare(&two, how);
    else if (how & 1)
        subtract(&two, how & 2, how & 4, how & 8);
    else
        merge_both_ways(&two);
    return 0;
}
