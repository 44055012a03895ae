/* U-Boot's tables of algorithms name OpenSSL's digests, for signing only. Here nothing is signed.
 */
#ifndef BB_UBOOT_EVP_H
#define BB_UBOOT_EVP_H

typedef struct evp_md_st EVP_MD;

const EVP_MD *EVP_sha1(void);
const EVP_MD *EVP_sha256(void);
const EVP_MD *EVP_sha384(void);
const EVP_MD *EVP_sha512(void);

#endif
