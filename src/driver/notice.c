#include "driver/notice.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"

void notice(const char *fmt, ...)
{
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    for (char *c = text; *c; c++) /* names come from files: no control byte reaches a terminal */
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
    fprintf(stderr, "%s\n", text);
}
