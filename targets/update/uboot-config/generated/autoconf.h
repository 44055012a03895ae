/* What Kconfig decides for U-Boot's tools, as in configs/tools-only_defconfig, less ciphers. */
#ifndef BB_UBOOT_AUTOCONF_H
#define BB_UBOOT_AUTOCONF_H

#define CONFIG_FIT_SIGNATURE                1
#define CONFIG_FIT_SIGNATURE_MAX_SIZE       0x10000000
#define CONFIG_SHA384                       1
#define CONFIG_SHA512                       1
#define CONFIG_TIMESTAMP                    1
#define CONFIG_TOOLS_CRC32                  1
#define CONFIG_TOOLS_FIT                    1
#define CONFIG_TOOLS_FIT_FULL_CHECK         1
#define CONFIG_TOOLS_FIT_PRINT              1
#define CONFIG_TOOLS_FIT_RSASSA_PSS         1
#define CONFIG_TOOLS_FIT_SIGNATURE          1
#define CONFIG_TOOLS_FIT_SIGNATURE_MAX_SIZE 0x10000000
#define CONFIG_TOOLS_FIT_VERBOSE            1
#define CONFIG_TOOLS_MD5                    1
#define CONFIG_TOOLS_OF_LIBFDT              1
#define CONFIG_TOOLS_SHA1                   1
#define CONFIG_TOOLS_SHA256                 1
#define CONFIG_TOOLS_SHA384                 1
#define CONFIG_TOOLS_SHA512                 1

#endif
