/*
 * Keys and certificates for tests, made here with openssl (ecparam, genrsa, ca -startdate ...) and
 * good for nothing else: everybody has them. Valid from 2020 to 2049; the shim's clock stands in
 * between.
 */
#ifndef TLS_CREDENTIALS_H
#define TLS_CREDENTIALS_H

/* CN=Test CA, P-256, signs the others. */
static const char ca_certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBeDCCAR6gAwIBAgIBATAKBggqhkjOPQQDAjAlMREwDwYDVQQKDAhCcmlja2Jh\n"
    "dDEQMA4GA1UEAwwHVGVzdCBDQTAeFw0yMDAxMDEwMDAwMDBaFw00OTEyMzEyMzU5\n"
    "NTlaMCUxETAPBgNVBAoMCEJyaWNrYmF0MRAwDgYDVQQDDAdUZXN0IENBMFkwEwYH\n"
    "KoZIzj0CAQYIKoZIzj0DAQcDQgAEhkMtlkoD8wx0XZBYOl3plY7Oocvf5aEwSHSP\n"
    "sMTULwSmUOTXyyPed7wTcfqqfE/tI+ozl9i70Elv8swb8Z+2/qM/MD0wDwYDVR0T\n"
    "AQH/BAUwAwEB/zALBgNVHQ8EBAMCAQYwHQYDVR0OBBYEFGuejsJJZp/0hTVFwpOC\n"
    "WdkfQyADMAoGCCqGSM49BAMCA0gAMEUCICb1Tt152VUBIK3EZLiHkwFCha2GKCOh\n"
    "olISiFB5/iFEAiEAqjkcfQmMPKcp7VEjIeKtNZighyDis8mhKw2auKPKQ70=\n"
    "-----END CERTIFICATE-----\n";

/* CN=device.example, P-256, for servers. */
static const char server_certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIB2DCCAX2gAwIBAgIBAjAKBggqhkjOPQQDAjAlMREwDwYDVQQKDAhCcmlja2Jh\n"
    "dDEQMA4GA1UEAwwHVGVzdCBDQTAeFw0yMDAxMDEwMDAwMDBaFw00OTEyMzEyMzU5\n"
    "NTlaMCwxETAPBgNVBAoMCEJyaWNrYmF0MRcwFQYDVQQDDA5kZXZpY2UuZXhhbXBs\n"
    "ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAzwZgc2xCYcyKWUYgzMjijC5r0t\n"
    "TSfEQNEjCRn5G6otUQVBKjjIRpuYSvg99BkeVI4F8KKWxU++6lUnkSu82uujgZYw\n"
    "gZMwJAYDVR0RBB0wG4IOZGV2aWNlLmV4YW1wbGWCCWxvY2FsaG9zdDATBgNVHSUE\n"
    "DDAKBggrBgEFBQcDATALBgNVHQ8EBAMCA4gwCQYDVR0TBAIwADAdBgNVHQ4EFgQU\n"
    "xkVM9bd2hGiFKb1SeKXr2kgQRecwHwYDVR0jBBgwFoAUa56Owklmn/SFNUXCk4JZ\n"
    "2R9DIAMwCgYIKoZIzj0EAwIDSQAwRgIhAIqkedv6Ugkr/rqGukH8VsSPdGzzLnC9\n"
    "XAgq6JZ1/9JsAiEAvLrYAVLl7tUo0BisZN9T4PJkuBTOz5D3FxwC8Uacfhg=\n"
    "-----END CERTIFICATE-----\n";

/* Its key. */
static const char server_key[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEICRQni8g3OXN0mXBkjnWyYpWmRe8q3LML6CbYlr3llAqoAoGCCqGSM49\n"
    "AwEHoUQDQgAEDPBmBzbEJhzIpZRiDMyOKMLmvS1NJ8RA0SMJGfkbqi1RBUEqOMhG\n"
    "m5hK+D30GR5UjgXwopbFT77qVSeRK7za6w==\n"
    "-----END EC PRIVATE KEY-----\n";

/* CN=device.example, RSA of 2048 bits, for servers. */
static const char server_rsa_certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIICojCCAkigAwIBAgIBAzAKBggqhkjOPQQDAjAlMREwDwYDVQQKDAhCcmlja2Jh\n"
    "dDEQMA4GA1UEAwwHVGVzdCBDQTAeFw0yMDAxMDEwMDAwMDBaFw00OTEyMzEyMzU5\n"
    "NTlaMCwxETAPBgNVBAoMCEJyaWNrYmF0MRcwFQYDVQQDDA5kZXZpY2UuZXhhbXBs\n"
    "ZTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAJgH7pKPQuNis/rZeOd9\n"
    "grOhvrKpLFwu/mu5n2GexEibCMP4H75UlyYRyRBIpOihS40ZEjlDNGfFfZVDn5k2\n"
    "Wp14Qig4lbpzex3H1PA6LTWXZzOX9z8JzWCU3B3PbJylrseJ+tFADRXwc31KU/vu\n"
    "jE8rpU/K6A6MDcHm3R6XsYgpKu7mTAb6jAMpV8iLl/h0u7KnOHCme4zvMMfvtHo5\n"
    "tCRCMkmeWlgnqoLwGhXCcApA3p1ii8Q/A1ooPSm9AissxJw43X+NuGJCyuWau1gH\n"
    "Kro5HE3coBnpGVdB7uAFTZokpJ0PWcMf37gakJTwVEI6KlEb1x88rKui+1dfee6h\n"
    "T8UCAwEAAaOBljCBkzAkBgNVHREEHTAbgg5kZXZpY2UuZXhhbXBsZYIJbG9jYWxo\n"
    "b3N0MBMGA1UdJQQMMAoGCCsGAQUFBwMBMAsGA1UdDwQEAwIFoDAJBgNVHRMEAjAA\n"
    "MB0GA1UdDgQWBBR3PO9eWGwDTX453eW1+B6I2MsmejAfBgNVHSMEGDAWgBRrno7C\n"
    "SWaf9IU1RcKTglnZH0MgAzAKBggqhkjOPQQDAgNIADBFAiBorx07r/mZuIBU5HOD\n"
    "oK5H+5Ga23JOwHqNson+vFwMbwIhANnMxWvQ2iiEZXvrj0EP+R7YlMyut3HJUhzg\n"
    "0++zlZko\n"
    "-----END CERTIFICATE-----\n";

/* Its key. */
static const char server_rsa_key[] =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIIEoQIBAAKCAQEAmAfuko9C42Kz+tl4532Cs6G+sqksXC7+a7mfYZ7ESJsIw/gf\n"
    "vlSXJhHJEEik6KFLjRkSOUM0Z8V9lUOfmTZanXhCKDiVunN7HcfU8DotNZdnM5f3\n"
    "PwnNYJTcHc9snKWux4n60UANFfBzfUpT++6MTyulT8roDowNwebdHpexiCkq7uZM\n"
    "BvqMAylXyIuX+HS7sqc4cKZ7jO8wx++0ejm0JEIySZ5aWCeqgvAaFcJwCkDenWKL\n"
    "xD8DWig9Kb0CKyzEnDjdf424YkLK5Zq7WAcqujkcTdygGekZV0Hu4AVNmiSknQ9Z\n"
    "wx/fuBqQlPBUQjoqURvXHzysq6L7V1957qFPxQIDAQABAoH/KIf00p3e90AZO4c+\n"
    "9HhBoCI+9OKlMO5WZeHW2++35KNwcs5zqAplQYD8WZsEXACkY7mLYjjIf+Hm2SRu\n"
    "KCqVfeXRvWdYg5zF9eqQmnroEqGKofahs+ypFFabWFc0XY7OSeQ/OgoZcv/nyj9G\n"
    "pKO0RGcea2ds9nPgNxGVYdKPQf1OglsuxKD/kmMc691n9y8Zs5/TI0SmIXXR9xuG\n"
    "bFZegsae6p47WCLlWcAugXCD/iMpQ8G8pYpvXBjz2sv5jeQ6EcxyCfyd7ANfRs9V\n"
    "hoZiIkyFymZxDfcNQtN0TCeHa6dREM2MZ5zewtC7KL4ZTbIZ3yXvgLWHLpJHRv01\n"
    "pfhhAoGBAMd1qeXDm43RH1SfbHo1yoRrqAng5rTcIRb12h5+6aN5Bf8hsh565ORU\n"
    "Z4FFaCpMDk30fj7JIhO17OQA+/8tb32Obp6vs7SWKwzfOd65IUOaIdDJWlTzrDlR\n"
    "zNzKSotFztK3GuxSfZ1Ah/hhaJKwQKx+hag0EmoQG9hVBxX3G0DlAoGBAMMgeoHt\n"
    "zoVpy23Xn0toThIydiykB9fy+WuuuMlxC3OzIXMjRqMn1gjPReWvE9z4s2T0N8Cv\n"
    "DaBOxtYOgAKct4jXTmiuWPYS31ApVEGTPIQRV2kwZyp/rBDfeAOOSfHfXz7KT+Wg\n"
    "yn0Uak1HUkaODnrBtdn08AFgE/HghXNkkEVhAoGBAIUCMuzUN0wn8yOkOFt6uXT6\n"
    "sZD81/wteydrhSum6DiqANS07KmkvDSDEI7E8QSbuUJE01cdG0tXmwQkn+b3roxk\n"
    "yeGqO0UmisjHpzid7c+93eT0EPfrkqKaqOlnQLSFNbmQfzSugbO2j7WTh3+iZ05g\n"
    "BNM4/jqaSWdGtDXylcr9AoGACb0qQCflYeVI4P+dFL9s/h2Epm+9cHrRFh3PXUaG\n"
    "Is0zAzMkiGoplaD6xR7659GF6qkBy10xWen0pKRuoTK/OlY8tJ7XE9kXSkH10ZwO\n"
    "rizLZxWiYI2kwebVb5//ctIKR/EDEdv3n0yQjbDcm2bltBzM/cbq37ay6CSjpIHF\n"
    "baECgYBNwWN7lPmDw0sIwPq7muenlDwYih54SrbhnZoK/XAG+Y7ZJSPEiPRUkgqZ\n"
    "RI7eaEtCkS6NgUxmpXXOfnLXH00JsGPcE49S1Skp567leQ0BG/xsyJJ9q4pfa/D5\n"
    "fOSEOBZgD8TphDV+BceUDzOtGwAo3a2SNLnO83yVgJ8nXEcpnw==\n"
    "-----END RSA PRIVATE KEY-----\n";

/* CN=client.example, P-256, for clients. */
static const char client_certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIByzCCAXKgAwIBAgIBBDAKBggqhkjOPQQDAjAlMREwDwYDVQQKDAhCcmlja2Jh\n"
    "dDEQMA4GA1UEAwwHVGVzdCBDQTAeFw0yMDAxMDEwMDAwMDBaFw00OTEyMzEyMzU5\n"
    "NTlaMCwxETAPBgNVBAoMCEJyaWNrYmF0MRcwFQYDVQQDDA5jbGllbnQuZXhhbXBs\n"
    "ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAw3FrxwivPGdPHPEtnzDN4JOkaL\n"
    "GV4ZAF0rZ1gEk7WSZ3rLj3IzN26RNHVkcaVMUc4HkOGWdWTZXUec1Y7JV3qjgYsw\n"
    "gYgwGQYDVR0RBBIwEIIOY2xpZW50LmV4YW1wbGUwEwYDVR0lBAwwCgYIKwYBBQUH\n"
    "AwIwCwYDVR0PBAQDAgeAMAkGA1UdEwQCMAAwHQYDVR0OBBYEFHsGkIhzveF8nFeg\n"
    "XyjucXJxy6rLMB8GA1UdIwQYMBaAFGuejsJJZp/0hTVFwpOCWdkfQyADMAoGCCqG\n"
    "SM49BAMCA0cAMEQCIBeGjVALeOaRrDGD8pAB/iT4R9dt81wY5VfeGNoMct9hAiAH\n"
    "tNyhSXhG/DsjdlUAVRGRUDUBNEOvzevFgQTb4Trt0A==\n"
    "-----END CERTIFICATE-----\n";

/* Its key. */
static const char client_key[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEILPW+5zRa7VtM9vqMAm1mBqIZGd0gQDVMwNyk9YB4PZzoAoGCCqGSM49\n"
    "AwEHoUQDQgAEDDcWvHCK88Z08c8S2fMM3gk6RosZXhkAXStnWASTtZJnesuPcjM3\n"
    "bpE0dWRxpUxRzgeQ4ZZ1ZNldR5zVjslXeg==\n"
    "-----END EC PRIVATE KEY-----\n";

static const unsigned char shared_key[16] = "brickbat tests!";
static const char shared_key_identity[] = "sensor-17";

#endif
