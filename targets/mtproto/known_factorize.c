/*
 * tgl's mtproto-utils.c without its checks: bn_factorize, which the exchange spends its time on,
 * and which is compiled without sanitizers.
 */
#undef NDEBUG /* its assertion ends the program, and so the run */
#define tglmp_check_DH_params plain_check_dh_params
#define tglmp_check_g_a       plain_check_g_a
#define bn_factorize          plain_factorize
#include "mtproto-utils.c"
