#include <stddef.h>

#include "primitive_examples.h"

const struct example stream_examples[] = {
    {"p_pieces", "01 00 0a 01 0a 01 01 09 01 0b 02",
     "kind=1 Carrier{ kind=1 offset=0 total=2 place=2 data_length=1 data=0a } Carrier{ kind=1 "
     "offset=1 total=2 place=1 data_length=1 data=0b } PartContent{ Pair{ x=10 y=11 } } behind=2",
     NULL},
    {"p_pieces", "01 00 0e 01 0a 01 02 09 01 0b 03",
     "kind=1 Carrier{ kind=1 offset=0 total=3 place=2 data_length=1 data=0a } Carrier{ kind=1 "
     "offset=2 offset!1 total=2 place=1 data_length=1 data=0b } total!2 PartContent{ Pair{ x=10 "
     "y=11 } } behind=3 behind!2",
     "01 00 0a 01 0a 01 01 09 01 0b 02"},
    {"p_pieces", "00 00 06 01 41",
     "kind=0 Carrier{ kind=0 offset=0 total=1 place=2 data_length=1 data=41 } PartContent{ "
     "PartText{ text=41 } }",
     NULL},
    {"p_masked", "02 0a0b 42", "masked=0 n=2 Pair{ x=10 y=11 } text=42", NULL},
    {"p_masked", "82 0102 0b09 0001013342",
     "masked=1 n=2 key=258 Pair{ x=10 y=11 } text=0001003042", NULL},
    {"p_bit_fields", "03 3457e0 'Gwwwwwt,'",
     "n=3 BitStream{ kind=1 BitList{ n=2 BitItem{ a=1 b=5 } BitItem{ a=0 b=63 } } "
     "padding=3030303030 } BitStream{ kind=2 BitWide{ wide=274877906942 } padding=30 }",
     NULL},
    {"p_bit_fields", "01 3f 20 2c",
     "n=1 BitStream{ kind=1 BitList{ n=3 BitItem{ a=1 cut:3131 } n!1 } padding= } raw:20",
     "01 2f 20 2c"},
    {"p_hex_digits", "06 303131304546 6666", "body_length=6 HexBody{ data=0110 lrc=239 } low=ff",
     NULL},
    {"p_hex_digits", "06 303131306566 4646", "body_length=6 HexBody{ data=0110 lrc=239 } low=ff",
     NULL},
    {"p_hex_digits", "06 303131306565 4646",
     "body_length=6 HexBody{ data=0110 lrc=238 lrc!239 } low=ff", "06 303131304546 4646"},
    {"p_hex_digits", "04 30313031 6f", "body_length=4 HexBody{ data=01 lrc=1 lrc!255 } low=6f",
     "04 30314646 6f"},
    {"p_hex_digits", "02 3078", "body_length=2 raw:3078 low=", NULL},
    {"p_base64", "04 51513d3d 02 5151", "a_length=4 a=41 b_length=2 b=41", NULL},
    {"p_base64", "05 51510d0a3d 04 51513d3d", "a_length=5 a=51510d0a3d b_length=4 b=41", NULL},
    {"p_base64", "06 51510d0a3d3d 02 525a", "a_length=6 a=41 b_length=2 b=45", NULL},
    {"p_base64", "00 00 0004 4141413d",
     "a_length=0 a= b_length=0 b= inner_length=4 Base64{ a_length=0 a= b_length=0 b= }", NULL},
    {"p_compressed", "0007 010200fdff0102 0008 789c0300 00000001",
     "raw_length=7 Pair{ x=1 y=2 } zlib_length=8 zlib=", NULL},
    {"p_compressed", "0007 010200fdff0103 0001 41",
     "raw_length=7 Pair{ x=1 y=3 } zlib_length=1 zlib=41", NULL},
    {"p_compressed",
     "0004 63640200 0001 41 1f8b08000000000002036360676462f8fb1f48300000ebc755040b000000",
     "raw_length=4 Pair{ x=1 y=2 } zlib_length=1 zlib=41 Compressed{ raw_length=7 Pair{ x=1 y=2 } "
     "zlib_length=0 zlib= }",
     NULL},
    {"p_cipher", "02 6263 05", "a_length=2 a=6263 b=05", NULL},
    {"p_keyed", "01 41 00000042", "data_length=1 data=41 mac=66", "01 41 00000000"},
    {"p_join", "02 01 02 0301 01 02 aabb",
     "n=2 Frame{ mark=1 data_length=2 data=0301 } Frame{ "
     "mark=1 data_length=2 data=aabb } Framed{ TlvItem{ n=3 set=1 data=aabb } }",
     NULL},
    {"p_join", "02 01 01 01 01 02 0255 09",
     "n=2 Frame{ mark=1 data_length=1 data=01 } Frame{ mark=1 data_length=2 data=0255 } "
     "Framed{ TlvItem{ n=1 set=2 data= } TlvItem{ n=85 cut: n!0 } } behind=9",
     "02 01 01 01 01 02 0200 09"},
    {"p_join", "02 01 01 05 01 01 02 0b",
     "n=2 Frame{ mark=1 data_length=1 data=05 } Frame{ mark=1 data_length=1 data=02 } "
     "Framed{ TlvItem{ n=5 set=2 data= n!1 } } behind=11",
     "02 01 01 01 01 01 02 0b"},
    {"p_join", "00", "n=0", NULL},
    {"p_join", "02 01 01 01",
     "n=2 Frame{ mark=1 data_length=1 data=01 } n!1 Framed{ TlvItem{ n=1 cut: n!0 } }",
     "01 01 01 00"},
    {0},
};
