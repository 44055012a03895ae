/*
 * tgl's mtproto-client.c, which makes a pointer of a failed decryption's -1: here the run ends with
 * a length that is not of whole blocks (tgl_known.h).
 */
#define tgl_pad_aes_decrypt tgl_known_decrypt
#include "mtproto-client.c"
