/*
 * What inetutils' programs have of gnulib to say who they are: nobody asks.
 */
#include <stddef.h>

extern const char *const default_program_authors[];
const char *const default_program_authors[] = {NULL};

void set_program_name(const char *name);
void argp_version_setup(const char *name, const char *const *authors);

void set_program_name(const char *name)
{
    (void)name;
}

void argp_version_setup(const char *name, const char *const *authors)
{
    (void)name, (void)authors;
}
