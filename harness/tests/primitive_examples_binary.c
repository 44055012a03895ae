#include "primitive_examples.h"

#include <stddef.h>

const struct example binary_examples[] = {
    {"p_each", "03 02 0102 0304 02 aabb ccdd 07",
     "n=3 count=2 EachElement{ handle=1 value=02 } EachElement{ handle=3 value=04 } m=2 texts=aabb "
     "texts=ccdd behind=7",
     NULL},
    {"p_each", "04 01 0102 03 02 aabb cc 07",
     "n=4 count=1 EachElement{ handle=1 value=0203 } m=2 texts=aabb raw:cc behind=7", NULL},
    {"p_each", "01 00 00 07", "n=1 count=0 m=0 behind=7", NULL},
    {"p_each", "05 00 03 07", "n=5 count=0 n!1 m=3 m!0 behind=7", "01 00 00 07"},
    {"p_each", "09 01 0102", "n=9 count=1 n!1 count!0 cut:0102", "01 00 0102"},
    {"p_each", "00 01 00 07", "n=0 count=1 EachElement{ cut: } n!1 m=0 behind=7", "01 01 00 07"},

    {"p_reference", "02 0161 0162 00 0163 c003  01 0161 c000",
     "RefMessage{ n=2 RefName{ RefLabel{ text_length=1 text=61 } RefLabel{ text_length=1 text=62 } "
     "RefRoot{ zero=0 } } RefName{ RefLabel{ text_length=1 text=63 } RefPointer{ mark=3 to=3 } } } "
     "RefMessage{ n=1 RefName{ RefLabel{ text_length=1 text=61 } RefPointer{ mark=3 to=0 } } }",
     NULL},
    {"p_reference", "01 80", "RefMessage{ n=1 RefName{ cut:80 } }", NULL},
    {"p_ber", "00 3080 3080 0401ff 0000 040100 0000 3000",
     "a_length=0 a= BerTlv{ tag=48 n=10 BerTlv{ tag=48 n=3 BerValue{ tag=4 a_length=1 a=ff } } "
     "BerValue{ tag=4 a_length=1 a=00 } } BerTlv{ tag=48 n=0 }",
     "00 3008 3003 0401ff 040100 3000"},
    {"p_ber", "00 3080 0000", "a_length=0 a= BerTlv{ tag=48 n=0 }", "00 3000"},
    {"p_ber", "00 3080 1f8101 01aa 0000",
     "a_length=0 a= BerTlv{ tag=48 n=5 BerValue{ tag=31 tag!4 a_length=1 a=01 a_length!1 } "
     "BerValue{ tag=170 tag!4 cut: } }",
     "00 3004 040101 04"},
    {"p_ber", "00 3080 0401ff 00", "a_length=0 a= BerTlv{ tag=48 cut:800401ff00 }", NULL},
    {"p_ber", "00 3080 0405ff 0000", "a_length=0 a= BerTlv{ tag=48 cut:800405ff0000 }", NULL},
    {"p_ber", "00 3006 3080 0401 0000",
     "a_length=0 a= BerTlv{ tag=48 n=6 BerTlv{ tag=48 cut:8004010000 } }", NULL},
    {NULL, NULL, NULL, NULL},
};
