/* What differs from mbedtls's own default configuration: what the targets do not use is left out.
 */
#undef MBEDTLS_CERTS_C
#undef MBEDTLS_ENTROPY_C
#undef MBEDTLS_CTR_DRBG_C
#undef MBEDTLS_FS_IO
#undef MBEDTLS_NET_C
#undef MBEDTLS_PADLOCK_C
#undef MBEDTLS_PSA_CRYPTO_C
#undef MBEDTLS_PSA_CRYPTO_STORAGE_C
#undef MBEDTLS_PSA_ITS_FILE_C
#undef MBEDTLS_SELF_TEST
#undef MBEDTLS_TIMING_C
/* And what devices have that the default has not: connection ids (RFC 9146 as of its draft). */
#define MBEDTLS_SSL_DTLS_CONNECTION_ID
