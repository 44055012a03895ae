/*
 * What libmodbus prints, formatted and dropped: formatting is code under test, too. The names that
 * printf, fprintf and vfprintf become in its objects.
 */
#ifndef BB_MODBUS_PRINT_H
#define BB_MODBUS_PRINT_H

#include <stdarg.h>
#include <stdio.h>

int bb_modbus_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int bb_modbus_fprintf(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));
int bb_modbus_vfprintf(FILE *file, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
