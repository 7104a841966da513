#include "host/text_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

char *text_file_read(const char *name, size_t most, size_t *len, struct err *err)
{
    FILE *f = fopen(name, "re");
    char *text = malloc(most + 1);
    if (!text)
        err_out_of_memory();
    *len = f ? fread(text, 1, most + 1, f) : 0;
    int status = !f || ferror(f) ? err_set_errno(err, errno, "%s", name)
                 : *len > most   ? err_set(err, "%s: larger than %zu MB", name, most >> 20)
                                 : 0;
    if (f)
        fclose(f);
    if (status == 0)
        return text;
    free(text);
    return NULL;
}
