#include "compare/preemption.h"

#include <string.h>

#include "profile/filter.h"
#include "regex/regex.h"

int preemption_hide(struct view *v, struct err *err)
{
    static const char pattern[] = "^runtime\\.asyncPreempt";
    struct filter_hits ignored;
    const uint32_t *sample = v->sample;
    size_t n_samples = v->n_samples;
    struct regex *hide = regex_compile(pattern, strlen(pattern), err);
    if (!hide)
        return -1;
    filter_names(v, &(struct name_filters){.hide = hide}, &ignored);
    regex_free(hide);
    v->sample = sample;
    v->n_samples = n_samples;
    return 0;
}
