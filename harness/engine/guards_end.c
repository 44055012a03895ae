/*
 * The end of the section __sancov_guards, of AFL++ targets. What AFL++ (4.04c, instrumentation of
 * `select` in SanitizerCoveragePCGUARD) counts last in a function may be the guard behind those of
 * that function. Mostly that is the first one of the next function. Behind those of the last one
 * there would be anything, an index into AFL++'s map that may be outside of it: here is a guard
 * of nobody's.
 *
 * The linker puts guards in the order of the code that they belong to (SHF_LINK_ORDER), so this one
 * belongs to a constant: constants follow the code.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

__asm__(".pushsection .rodata.bb_guards_end, \"a\", @progbits\n"
        ".byte 0\n"
        ".section __sancov_guards, \"awo\", @progbits, .rodata.bb_guards_end\n"
        ".p2align 2\n"
        "bb_guards_end:\n"
        ".zero 4\n"
        ".popsection\n");

extern uint32_t bb_guards_end[1];
extern uint32_t __stop___sancov_guards[];

/* Another linker may have another order. */
__attribute__((constructor)) static void check_order(void)
{
    if (bb_guards_end + 1 == __stop___sancov_guards)
        return;
    fputs("brickbat: the linker has not put bb_guards_end behind all guards\n", stderr);
    abort();
}
