/*
 * wolfSSL as a well-equipped device may have it: what its configure script would write for
 * --enable-opensslextra --enable-tls13 --enable-dtls13 and the protocol's extensions, without
 * files, sockets and threads. Nothing outside of the process decides anything: random numbers are
 * the target's own.
 */
#ifndef WOLFSSL_USER_SETTINGS_H
#define WOLFSSL_USER_SETTINGS_H

/* --- the process ---------------------------------------------------------------------------- */

int wolfssl_random_bytes(unsigned char *ret_bytes, unsigned len);
#define CUSTOM_RAND_GENERATE_BLOCK wolfssl_random_bytes
#define CUSTOM_RAND_GENERATE_SEED  wolfssl_random_bytes
#define WC_NO_HASHDRBG
#define WOLFSSL_IGNORE_FILE_WARN
#define WOLFSSL_USER_IO
#define NO_WRITEV
#define NO_FILESYSTEM
#define NO_MAIN_DRIVER
#define SINGLE_THREADED
#define SIZEOF_LONG_LONG 8
#define SIZEOF_LONG      8
#define HAVE___INT128_T  1
#define HAVE___UINT128_T 1
#define HAVE_SYS_TIME_H
#define SMALL_SESSION_CACHE

/* --- the protocol --------------------------------------------------------------------------- */

#define WOLFSSL_TLS13
#define WOLFSSL_ALLOW_TLSV10
#define WOLFSSL_DTLS
#define WOLFSSL_DTLS13
#define WOLFSSL_DTLS_CID
#define WOLFSSL_DTLS_MTU
#define HAVE_TLS_EXTENSIONS
#define HAVE_SNI
#define HAVE_ALPN
#define HAVE_MAX_FRAGMENT
#define HAVE_SUPPORTED_CURVES
#define HAVE_EXTENDED_MASTER
#define HAVE_ENCRYPT_THEN_MAC
#define HAVE_SESSION_TICKET
#define HAVE_EXT_CACHE
#define HAVE_SECURE_RENEGOTIATION
#define HAVE_SERVER_RENEGOTIATION_INFO
#define HAVE_TRUSTED_CA
#define HAVE_OCSP
#define HAVE_CERTIFICATE_STATUS_REQUEST
#define HAVE_CERTIFICATE_STATUS_REQUEST_V2
#define HAVE_CRL
#define WOLFSSL_SEND_HRR_COOKIE
#define WOLFSSL_POST_HANDSHAKE_AUTH
#define WOLFSSL_STATIC_PSK
#define WOLFSSL_STATIC_RSA
#define WOLFSSL_STATIC_DH

/* --- certificates, keys, messages ----------------------------------------------------------- */

#define OPENSSL_EXTRA
#define OPENSSL_ALL
#define WOLFSSL_ASN_TEMPLATE
#define WOLFSSL_CERT_REQ
#define WOLFSSL_CERT_GEN
#define WOLFSSL_CERT_EXT
#define WOLFSSL_KEY_GEN
#define WOLFSSL_ALT_NAMES
#define WOLFSSL_MULTI_ATTRIB
#define WOLFSSL_DER_LOAD
#define ASN_BER_TO_DER
#define HAVE_PKCS7
#define HAVE_PKCS8
#define HAVE_PKCS12

/* --- ciphers and numbers -------------------------------------------------------------------- */

#define WOLFSSL_SP_MATH_ALL

#define WOLFSSL_HAVE_SP_ECC
#define WOLFSSL_HAVE_SP_RSA
#define WOLFSSL_HAVE_SP_DH
#define SP_WORD_SIZE 64
#define SP_INT_BITS  4096
#define TFM_TIMING_RESISTANT
#define ECC_TIMING_RESISTANT
#define WC_RSA_BLINDING
#define WC_RSA_PSS
#define HAVE_ECC
#define HAVE_CURVE25519
#define HAVE_ED25519
#define HAVE_FFDHE_2048
#define HAVE_PUBLIC_FFDHE
#define HAVE_AESGCM
#define HAVE_AESCCM
#define HAVE_AES_KEYWRAP
#define HAVE_CHACHA
#define HAVE_POLY1305
#define HAVE_HKDF
#define HAVE_X963_KDF
#define WOLFSSL_AES_COUNTER
#define WOLFSSL_AES_DIRECT
#define WOLFSSL_DES_ECB
#define WOLFSSL_SHA224
#define WOLFSSL_SHA384
#define WOLFSSL_SHA512
#define NO_DSA
#define NO_MD4
#define NO_RC4

#endif
