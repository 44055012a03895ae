#include "print.h"

enum { LINE_BYTES = 512 };

int bb_modbus_vfprintf(FILE *file, const char *format, va_list args)
{
    char line[LINE_BYTES];
    (void)file;
    return vsnprintf(line, sizeof line, format, args);
}

int bb_modbus_fprintf(FILE *file, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = bb_modbus_vfprintf(file, format, args);
    va_end(args);
    return len;
}

int bb_modbus_printf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = bb_modbus_vfprintf(stdout, format, args);
    va_end(args);
    return len;
}
