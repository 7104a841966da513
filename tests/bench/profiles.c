#include "profiles.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "measure.h"

static long set_samples(const struct place *p, const struct profile_set *set)
{
    return set->samples < 10000 ? set->samples
                                : set->samples / p->divide_samples_by; /* small ones remain as they are */
}

/* "-preset=cpu -depth=18" as "cpu,depth=18" */
static void options_as_name(const char *options, struct buf *out)
{
    const char *preset = "-preset=";
    if (strncmp(options, preset, strlen(preset)) == 0)
        options += strlen(preset);
    for (; *options; options++)
        if (*options == ' ')
            buf_putc(out, ',');
        else if (*options != '-')
            buf_putc(out, *options);
}

void profile_path(const struct place *p, const struct profile_set *set, int seed, struct buf *out)
{
    buf_printf(out, "%s/", p->dir);
    options_as_name(set->options, out);
    buf_printf(out, ",samples=%ld,seed=%d.pb.gz", set_samples(p, set), seed);
}

/* Writes to a temporary file in the same folder, which is renamed when it is complete. */
static int profile_generate(const struct place *p, const struct profile_set *set, int seed, const char *generator,
                            const char *path, struct err *err)
{
    struct command c = {0};
    struct buf beside, log;
    struct measure ignored;
    char option[64];
    buf_init(&beside);
    buf_init(&log);
    buf_printf(&beside, "%s.new", path);
    buf_printf(&log, "%s/log", p->dir);
    command_add(&c, generator);
    command_add_words(&c, set->options);
    snprintf(option, sizeof option, "-samples=%ld", set_samples(p, set));
    command_add(&c, option);
    snprintf(option, sizeof option, "-seed=%d", seed);
    command_add(&c, option);
    int status = command_run(&c, buf_cstr(&beside), buf_cstr(&log), &ignored, err);
    if (status == 0 && rename(buf_cstr(&beside), path))
        status = err_set_errno(err, errno, "%s", path);
    command_release(&c);
    buf_release(&beside);
    buf_release(&log);
    return status;
}

static int is_newer(const struct stat *a, const struct stat *b)
{
    return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
                                                  : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

int profiles_make(const struct place *p, const struct profiles *profiles, struct err *err)
{
    struct buf path, generator;
    struct stat program, file;
    int status = 0;
    buf_init(&path);
    buf_init(&generator);
    buf_printf(&generator, "%s/genprofile", p->dir);
    if (stat(buf_cstr(&generator), &program))
        status = err_set_errno(err, errno, "%s", buf_cstr(&generator));
    for (int seed = 1; seed <= profiles->n && status == 0; seed++) {
        buf_clear(&path);
        profile_path(p, profiles->set, seed, &path);
        if (stat(buf_cstr(&path), &file) || is_newer(&program, &file))
            status = profile_generate(p, profiles->set, seed, buf_cstr(&generator), buf_cstr(&path), err);
    }
    buf_release(&path);
    buf_release(&generator);
    return status;
}

int profiles_list(const struct place *p, const struct profiles *profiles, struct buf *out, struct err *err)
{
    struct buf name;
    buf_init(&name);
    buf_printf(&name, "%s/list-of-%d.txt", p->dir, profiles->n);
    FILE *list = fopen(buf_cstr(&name), "w");
    buf_puts(out, buf_cstr(&name));
    for (int seed = 1; seed <= profiles->n && list; seed++) {
        buf_clear(&name);
        profile_path(p, profiles->set, seed, &name);
        fprintf(list, "%s\n", buf_cstr(&name));
    }
    buf_release(&name);
    return list && fclose(list) == 0 ? 0 : err_set_errno(err, errno, "the list of profiles");
}
