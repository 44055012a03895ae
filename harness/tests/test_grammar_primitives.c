/*
 * Each thing that wire.proto can say, on a grammar that says just that (primitives.proto): what the
 * lift sees, that it renders back, and what rendering makes of it once all lies are taken out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "grammar/edit.h"
#include "grammar_support.h"

enum { MAX_BYTES = 1024, MAX_TREE_BYTES = 1 << 20 };

/* What is seen is written so: `name=value`, bytes in hex; `name!truth` once it is known that the
 * name's value was a lie; `Message{ ... }`; `raw:hex` for bytes that no field took, `cut:hex` where
 * they end their message. */
struct example {
    const char *grammar;
    const char *bytes;
    const char *seen;
    const char *truth; /* the bytes without the lies; NULL: the same */
};

static const struct example examples[] = {
    {"p_integers", "01 020304 050607080910 3412 1122334455667788",
     "flag=1 u24=131844 u48=5523445909776 little=4660 u64=1234605616436508552", NULL},
    {"p_integers", "01 0203", "flag=1 cut:0203", NULL},
    {"p_integers", "", "cut:", NULL},

    {"p_bits", "4a2d", "a=2 b=325 c=5", NULL},
    {"p_bits", "4a2e", "a=2 b=325 c=6 c!5", "4a2d"},
    {"p_bits", "4a", "cut:4a", NULL},
    {"p_little_bits", "2143", "a=1 b=1074", NULL},

    {"p_base128", "ff01 02", "a=255 b=2", NULL},
    {"p_base128", "7f 8200", "a=127 b=2", "7f 02"},
    {"p_base128", "8100 03", "a=1 b=3 b!2", "01 02"},
    {"p_base128", "ffffff7f 02", "a=268435455 b=2", NULL},
    {"p_base128", "ffffffff 01", "cut:ffffffff01", NULL},
    {"p_base128", "81", "cut:81", NULL},

    {"p_nibbles", "c1 07", "a=12 b=1 c=07", NULL},
    {"p_nibbles", "d2 05 0102", "a=18 b=2 c=0102", NULL},
    {"p_nibbles", "ee 0001 0000 07", "a=270 b=269 c=07 b!1", "e1 0001 07"},
    {"p_nibbles", "1d 00 000102030405060708090a0b0c", "a=1 b=13 c=000102030405060708090a0b0c",
     NULL},
    {"p_nibbles", "e1 00", "cut:e100", NULL},
    {"p_nibbles", "f1 07", "cut:f107", NULL},

    {"p_extended", "b8 01 00", "a=23 b=0 b!1 c_length=1 c=00", "b9 01 00"},
    {"p_extended", "b9 00", "a=23 b=1 c_length=0 c=", NULL},
    {"p_extended", "c1 18 00", "a=24 b=1 c_length=0 c=", NULL},
    {"p_extended", "c1 17 00", "a=23 b=1 c_length=0 c=", "b9 00"},
    {"p_extended", "c9 00ff 00", "a=255 b=1 c_length=0 c=", "c1 ff 00"},
    {"p_extended", "d9 ffffffffffffffff 00", "a=18446744073709551615 b=1 c_length=0 c=", NULL},
    {"p_extended", "d9 0000000000000000 00", "a=0 b=1 c_length=0 c=", "01 00"},
    {"p_extended", "d1 00000000 00", "cut:d10000000000", NULL},
    {"p_extended", "01 fe 020000 aabb 7e 7f7e 7fff",
     "a=0 b=1 c_length=2 c=aabb c_length!2 list=126 list=127 list=256", "01 02 aabb 7e 7f7e 7fff"},
    {"p_extended", "01 ff", "a=0 b=1 cut:ff", NULL},
    {"p_extended", "01 00 7f00 80", "a=0 b=1 c_length=0 c= list=1 cut:80", "01 00 01 80"},

    {"p_base128_be", "ffffffffffffffffff01 8101 8001", "a=18446744073709551615 b=129 b=1",
     "ffffffffffffffffff01 8101 01"},
    {"p_base128_be", "8000 ffffffffffffffff7f", "a=0 b=9223372036854775807",
     "00 ffffffffffffffff7f"},
    {"p_base128_be", "ffffffffffffffffff02", "cut:ffffffffffffffffff02", NULL},
    {"p_base128_be", "00 81808080808080808000", "a=0 cut:81808080808080808000", NULL},

    {"p_ber", "01 aa", "a_length=1 a=aa", NULL},
    {"p_ber", "8101 aa", "a_length=1 a=aa a_length!1", "01 aa"},
    {"p_ber", "880000000000000001 aa 30 05 30 03 0401ff",
     "a_length=1 a=aa a_length!1 BerTlv{ tag=48 n=5 BerTlv{ tag=48 n=3 BerValue{ tag=4 a_length=1 "
     "a=ff } } }",
     "01 aa 30 05 30 03 0401ff"},
    {"p_ber", "89000000000000000001 aa", "cut:89000000000000000001aa", NULL},
    {"p_ber", "80", "cut:80", NULL},
    {"p_ber", "00 30 82", "a_length=0 a= BerTlv{ tag=48 cut:82 }", NULL},

    {"p_bias", "53 0001 fffc 8400", "a=4 n=3 list=4 list=65535 b=2 c=", "53 0001 fffc 04"},
    {"p_bias", "5f 07aa", "a=4 n=15 list=1965 n!2 cut:", "52 07aa"},
    {"p_bias", "52 0000 06 aa", "a=4 n=2 list=3 b=4 c=aa", NULL},
    {"p_bias", "02 0000 01", "a=15 n=2 list=3 b=268435455 c=", NULL},
    {"p_here", "03 aabbcc 04 aabbccdd 000000",
     "Aligned{ n=3 data=aabbcc pad= } Aligned{ n=4 data=aabbccdd pad=000000 }", NULL},
    {"p_here", "01 aa 02", "Aligned{ n=1 data=aa cut:02 }", NULL},
    {"p_places", "0055 0155 0255 0355 0455",
     "Second{ a=0 mark=85 } Second{ a=1 mark=85 } Second{ a=2 mark=85 } Second{ a=3 mark=85 } "
     "last=4 last!0 cut:55",
     "0055 0155 0255 0355 00 55"},
    {"p_places", "2107 00", "First{ mark=33 a=7 } last=0", NULL},
    {"p_places", "2f07 00", "First{ mark=47 mark!33 a=7 } last=0", "2107 00"},
    {"p_places", "2107", "last=33 last!0 cut:07", "0007"},

    {"p_sized", "02 0102", "a_length=2 a=258", NULL},
    {"p_sized", "00", "a_length=0 a=0", NULL},
    {"p_sized", "02 0005", "a_length=2 a=5", "01 05"},
    {"p_sized", "05 0102030405", "a_length=5 raw:0102030405", NULL},
    {"p_sized_run", "", "a=0 b=0 c=0", NULL},
    {"p_sized_run", "1e", "a=1 b=1 c=6", NULL},
    {"p_sized_run", "00001e", "a=1 b=1 c=6", "1e"},
    {"p_sized_run", "fffff6", "a=1048575 b=0 c=6", NULL},
    {"p_sized_run", "01020304", "cut:01020304", NULL},

    {"p_decimal", "'0.0071:a0012345'", "a=0 dot=46 b=7 c=1 colon=58 data=61 d=12 e=345", NULL},
    {"p_decimal", "'007.2551:a00125'", "a=7 dot=46 b=255 c=1 colon=58 data=61 d=12 e=5", NULL},
    {"p_decimal", "'4294967296.25603:abc+5 0x1'",
     "a=4294967296 dot=46 b=256 c=3 colon=58 data=616263 c!3 d=5 e=0",
     "'4294967296.2563:abc+5 0x1'"},
    {"p_decimal", "'1.0002:a     99999999999999999999999'",
     "a=1 dot=46 b=0 c=2 colon=58 data=6120 d=0 e=18446744073709551615", NULL},
    {"p_decimal", "'1.0009:ab'", "a=1 dot=46 b=0 c=9 colon=58 data=6162 c!2 cut:", "'1.0002:ab'"},
    {"p_decimal", "'1.00010:0123456789'",
     "a=1 dot=46 b=0 c=10 colon=58 data=30313233343536373839 cut:", NULL},
    {"p_decimal", "'+5'", "cut:2b35", NULL},
    {"p_decimal", "'1.12'", "a=1 dot=46 cut:3132", NULL},
    {"p_hex", "'3 abc021234567' '81f4154'",
     "n=3 space=32 a=2748 n_list=2 list=4660 list=22136 version=31 version!31 crc=16724 crc!15501",
     "'3 abc02123456781FE48C'"},
    {"p_hex", "'4 ABCD001F'", "n=4 space=32 a=43981 n_list=0 version=31 cut:", NULL},

    {"p_end", "'ab: 5,x yz;20102.t' 0a",
     "name=6162 n=5 Words{ a=78 b=797a } n_list=2 Two{ x=1 } Two{ x=2 } tail=74", NULL},
    {"p_end", "'ab:05,x' 0a '0.'",
     "name=6162 name_end=3a n=5 Words{ a=78 a_end= b= } words_end=0a n_list=0", "'ab: 05,x ;0.'"},
    {"p_end", "'abc'",
     "name=616263 name_end= n=0 n_end= Words{ a= a_end= b= } words_end= cut:", "'abc: , ;'"},
    {"p_end", "': ,;11.x'",
     "name= n=0 Words{ a= a_end= b= } n_list=1 Two{ cut:31 } tail=78 tail_end=",
     "': , ;11.x' 0a"},
    {"p_end", "'a: 1, ;101gg.' 0a",
     "name=61 n=1 Words{ a= b= } n_list=1 Two{ x=1 } Two{ cut:6767 } n_list!2 tail=",
     "'a: 1, ;201gg.' 0a"},
    {"p_lines", "'a=b' 0d0a 'c=' 0d0a '.'", "Line{ key=61 value=62 } Line{ key=63 } dot=2e", NULL},
    {"p_lines", "'a=b' 0d0a 20 'c' 0d '=' 0a 0a '.'",
     "Line{ key=61 value=620d0a20630d3d Line_end=0a } Line{ key= key_end= Line_end=0a } dot=2e",
     "'a=b' 0d0a 20 'c' 0d '=' 0d0a '=' 0d0a '.'"},
    {"p_lines", "'a=b' 0d0a 'c'",
     "Line{ key=61 value=62 } Line{ key=63 key_end= Line_end= } cut:", "'a=b' 0d0a 'c=' 0d0a"},
    {"p_lines", "'a' 0d0a 09",
     "Line{ key=610d0a09 key_end= Line_end= } cut:", "'a' 0d0a '\t=' 0d0a"},
    {"p_literal", "'HTTP/ ' 01 'xEND'",
     "name=48545450 slash=2f space=20 n=1 white= data=78 end=454e44", NULL},
    {"p_literal", "'HttP/' 09 20 01 0920 'xEND'",
     "name=48747450 slash=2f space=0920 n=1 white=0920 data=78 end=454e44", "'HTTP/ ' 01 'xEND'"},
    {"p_literal", "'HTTP1'", "name=48545450 cut:31", NULL},
    {"p_literal", "'HTT'", "cut:485454", NULL},
    {"p_literal", "'HTTP/ ' 01 'xend'",
     "name=48545450 slash=2f space=20 n=1 white= data=78 cut:656e64", NULL},
    {"p_opening", "'gettING' 05 'PUT' 2001 'p'",
     "OpenedBy{ Get{ word=67657474494e47 a=5 } } OpenedBy{ Put{ word=505554 } } "
     "OpenedBy{ Marker{ tag=8193 } } OpenedBy{ TagOther{ tag=112 } }",
     "'GETTING' 05 'PUT' 2001 'p'"},
    {"p_text_switch", "'Length:12;' 0a 'HOST:x;' 0a 'Server:;' 0a 'Words:a b;' 0a 'X:y;' 0a",
     "Header{ name=4c656e677468 length=12 } Header{ name=484f5354 host=78 } "
     "Header{ name=536572766572 host= } Header{ name=576f726473 Words{ a=61 b=62 } } "
     "Header{ name=58 other=79 }",
     NULL},
    {"p_text_switch", "'length:x;' 0a 'Words:a' 0a",
     "Header{ name=6c656e677468 length=0 } Header{ name=576f726473 Words{ a=61 a_end= b= } "
     "value_end= }",
     "'length:x;' 0a 'Words:a ;' 0a"},

    {"p_length", "03 aa 0001 0002 bb", "n=3 between=170 data=1 data=2 behind=187", NULL},
    {"p_length", "01 aa bb", "n=1 between=170 behind=187", NULL},
    {"p_length", "00 aa bb", "n=0 between=170 n!1 behind=187", "01 aa bb"},
    {"p_length", "04 aa 0001 0002 bb",
     "n=4 between=170 data=1 data=2 raw:bb n!3 cut:", "03 aa 0001 0002 bb"},
    {"p_length_before", "00 01 0203 04", "n=0 between=1 Data{ a=515 } behind=4", NULL},
    {"p_length_before", "01 01 020304050607 08", "n=1 between=1 Data{ a=515 b=67438087 } behind=8",
     NULL},
    {"p_length_before", "07 01 0203", "n=7 between=1 Data{ a=515 } n!0 cut:", "00 01 0203"},
    {"p_length_to_end", "01 aa 00 02 bb 0102",
     "LengthToEnd{ Inner{ n=1 a=170 } Bare{ n=0 } n=2 a=187 b=0102 }", NULL},
    {"p_length_to_end", "03 aa 0102 00 00 bb",
     "LengthToEnd{ Inner{ n=3 a=170 cut:0102 } Bare{ n=0 } n=0 a=187 b= }", NULL},
    {"p_length_to_end", "01 aa 02 0102 02 bb 0102",
     "LengthToEnd{ Inner{ n=1 a=170 } Bare{ n=2 cut:0102 } n=2 a=187 b=0102 }", NULL},
    {"p_length_to_end", "01 aa 00 02 bb 01",
     "LengthToEnd{ Inner{ n=1 a=170 } Bare{ n=0 } n=2 a=187 b=01 n!1 }", "01 aa 00 01 bb 01"},
    {"p_length_to_end", "00 00 00 bb 01",
     "LengthToEnd{ Inner{ n=0 cut: } Bare{ n=0 } n=0 a=187 b= } "
     "LengthToEnd{ Inner{ n=1 cut: n!0 } Bare{ cut: } cut: }",
     "00 00 00 bb 00"},

    {"p_count", "02 0001 0002 bb", "n=2 list=1 list=2 behind=187", NULL},
    {"p_count", "00 bb", "n=0 behind=187", NULL},
    {"p_count", "03 0001 0002 bb", "n=3 list=1 list=2 n!2 cut:bb", "02 0001 0002 bb"},

    {"p_digest", "00 010300000001 840a", "before=0 data=010300000001 crc=2692", NULL},
    {"p_digest", "00 010300000001 0000", "before=0 data=010300000001 crc=0 crc!2692",
     "00 010300000001 840a"},

    {"p_crcs", "09 313233343536373839 4b37 bb3d 906e 29b1 cbf43926 c25a56 2f",
     "data_length=9 data=313233343536373839 modbus=19255 l2cap=47933 x25=36974 ccitt=10673 "
     "crc32=3421780262 ble=12737110 rfcomm=47",
     NULL},
    {"p_sums", "09 313233343536373839 23 31 f62a dd 15 091e01de",
     "data_length=9 data=313233343536373839 lrc=35 xor8=49 internet=63018 fletcher=56597 "
     "adler=152961502",
     NULL},
    {"p_pseudo_header", "0102 02 0a0b 05 0000 0102 ff",
     "source=258 destination_length=2 destination=0a0b Datagram{ n=5 checksum=0 data=0102ff }",
     "0102 02 0a0b 05 ecdb 0102 ff"},
    {"p_pseudo_header", "0102 02 0a0b 05 0001 0102 ff",
     "source=258 destination_length=2 destination=0a0b Datagram{ n=5 checksum=1 data=0102ff "
     "checksum!60635 }",
     "0102 02 0a0b 05 ecdb 0102 ff"},
    {"p_pseudo_header", "0000 00 8400 ffff 7be8",
     "source=0 destination_length=0 destination= Datagram{ n=4 checksum=65535 data=7be8 n!4 }",
     "0000 00 04 136e 7be8"},
    {"p_pseudo_header", "0102 02 0a0b 02 0001 02 ffff",
     "source=258 destination_length=2 destination=0a0b Datagram{ n=2 checksum=1 data= "
     "checksum!62174 } Datagram{ n=2 checksum=65535 data= checksum!62174 }",
     "0102 02 0a0b 02 f2de 02 f2de"},
    {"p_digest_order", "fc fe 02", "outer=252 inner=254 data=02", NULL},
    {"p_digest_order", "07 fe 02", "outer=7 inner=254 data=02 outer!252", "fc fe 02"},
    {"p_digest_order", "03 01 02", "outer=3 inner=1 data=02 inner!254", "fc fe 02"},
    {"p_digest_order", "00", "outer=0 cut:", NULL},

    {"p_prefix", "03 6f6e65 0100 05 02 0102",
     "a_length=3 a=6f6e65 b_length=1 b=05 c_length=2 Pair{ x=1 y=2 }", NULL},
    {"p_prefix", "00 ffff 05", "a_length=0 a= b_length=65535 b=05 b_length!1 cut:", "00 0100 05"},
    {"p_prefix", "00 0000 8200 0102",
     "a_length=0 a= b_length=0 b= c_length=2 Pair{ x=1 y=2 } c_length!2", "00 0000 02 0102"},
    {"p_prefix", "00 0000 03 0102ff",
     "a_length=0 a= b_length=0 b= c_length=3 Pair{ x=1 y=2 cut:ff }", NULL},

    {"p_size", "05 01020304 0506", "n=5 a=01020304 b=0506", NULL},
    {"p_size", "05 010203", "n=5 cut:010203", NULL},
    {"p_rest", "0102 aa 0001", "data=0102 a=aa b=1", NULL},
    {"p_rest", "aa 00", "data= a=aa cut:00", NULL},

    {"p_when", "83 01aa 50", "a=1 b=3 text_length=1 text=aa cut:50", NULL},
    {"p_when", "82", "a=1 b=2", NULL},
    {"p_when", "02 57", "a=0 b=2 high=5 low=7", NULL},
    {"p_more", "", "", NULL},
    {"p_more", "07", "a=7", NULL},
    {"p_more", "07 00", "a=7 b_length=0 b=", NULL},
    {"p_more", "07 01aa 0102", "a=7 b_length=1 b=aa c=1 c=2", NULL},
    {"p_peek", "ff05 0101 0102 00",
     "Marked{ mark=255 data=05 } Element{ mark=1 a=1 } "
     "Element{ mark=1 a=2 } behind=0",
     NULL},
    {"p_peek", "02", "behind=2 behind!0", "00"},
    {"p_peek", "ff", "Marked{ mark=255 cut: } cut:", NULL},

    {"p_choose", "80 01 0a0b ff77",
     "Choosing{ kind=8 part=0 type=1 Pair{ x=10 y=11 } ByKind{ "
     "Marked{ mark=255 data=77 } } }",
     NULL},
    {"p_choose", "01 01 0177", "Choosing{ kind=0 part=1 type=1 ByKind{ Element{ mark=1 a=119 } } }",
     NULL},
    {"p_tag", "10 200105 77 10",
     "Tagged{ TagOne{ tag=1 zero=0 } } Tagged{ TagTwo{ tag=8193 a=5 } } "
     "Tagged{ TagOther{ tag=119 } } Tagged{ TagOne{ tag=1 zero=0 } }",
     NULL},
    {"p_tag", "13 20", "Tagged{ TagOne{ tag=1 zero=3 zero!0 } } Tagged{ TagOther{ tag=32 } }",
     "10 20"},
    {"p_switch", "01 02 0102", "Switched{ kind=1 n=2 number=258 }", NULL},
    {"p_switch", "03 02 0102 04 02 0102",
     "Switched{ kind=3 n=2 text=0102 } Switched{ kind=4 n=2 Pair{ x=1 y=2 } }", NULL},
    {"p_switch", "01 03 010203", "Switched{ kind=1 n=3 number=258 raw:03 }", NULL},
    {"p_switch", "01 01 07", "Switched{ kind=1 n=1 raw:07 }", NULL},
    {"p_switch", "09 01 07", "Switched{ kind=9 n=1 raw:07 }", NULL},
    {"p_switch", "05 01 07 05 03 010203",
     "Switched{ kind=5 n=1 sized=7 } Switched{ kind=5 n=3 raw:010203 }", NULL},

    {"p_delta", "11 22 d3 00", "Step{ at=1 a=1 } Step{ at=3 a=2 } Step{ at=16 a=3 }", NULL},
    {"p_context", "12 35 12 05 06",
     "Setting{ bank=0 set=1 wide=2 Scope{ a=53 b=18 } } Setting{ bank=0 set=0 wide=5 } "
     "Setting{ bank=0 set=0 wide=6 }",
     NULL},
    {"p_context", "02 31 06 12 35 07",
     "Setting{ bank=0 set=0 wide=2 } Setting{ bank=1 set=1 wide=1 Scope{ } } "
     "Setting{ bank=0 set=0 wide=6 } Setting{ bank=0 set=1 wide=2 Scope{ a=53 b=7 } }",
     NULL},
    {"p_nested", "010203", "a=1 Nested{ a=2 Nested{ a=3 } }", NULL},
    {"p_nothing", "", "", NULL},
    {"p_nothing", "01", "cut:01", NULL},
};

static struct bb_tree tree;

/* --- what is seen, in short ----------------------------------------------------------------- */

struct watcher {
    struct bb_bytes bytes;
    struct bb_buf text;
};

static void write_bytes(struct watcher *w, const struct bb_lift_event *event)
{
    for (size_t i = 0; i < event->len; i++)
        bb_buf_printf(&w->text, "%02x", w->bytes.ptr[event->offset + i]);
    bb_buf_append_str(&w->text, " ");
}

static void watch(void *user, const struct bb_lift_event *event)
{
    struct watcher *w = user;
    switch (event->seen) {
    case BB_SEEN_ENTER:
        if (event->depth)
            bb_buf_printf(&w->text, "%s{ ", event->message->name);
        break;
    case BB_SEEN_LEAVE:
        if (event->depth)
            bb_buf_append_str(&w->text, "} ");
        break;
    case BB_SEEN_UINT:
        bb_buf_printf(&w->text, "%s=%llu ", event->field->name, (unsigned long long)event->value);
        break;
    case BB_SEEN_LIE:
        bb_buf_printf(&w->text, "%s!%llu ", event->field->name, (unsigned long long)event->value);
        break;
    case BB_SEEN_BYTES:
        bb_buf_printf(&w->text, "%s=", event->field->name);
        write_bytes(w, event);
        break;
    case BB_SEEN_RAW:
        bb_buf_append_str(&w->text, event->value == BB_RAW_BETWEEN ? "raw:" : "cut:");
        write_bytes(w, event);
    }
}

/* --- taking lies out ------------------------------------------------------------------------ */

static bool is_lie(const struct bb_node *node)
{
    return node->kind != BB_NODE_RAW && bb_field_is_derived(node->field) &&
           node->field->role != BB_SELECTOR;
}

static void tell_the_truth(struct bb_node *message)
{
    struct bb_node **link = &message->child;
    while (*link) {
        struct bb_node *node = *link;
        if (is_lie(node)) {
            *link = node->next;
            continue;
        }
        if (node->kind == BB_NODE_UINT)
            node->len = 0; /* the shortest form */
        else if (node->kind == BB_NODE_MESSAGE)
            tell_the_truth(node);
        link = &node->next;
    }
}

static size_t render(uint8_t *bytes)
{
    size_t size = 0;
    assert_int_equal(bb_render(&tree, bytes, MAX_BYTES, &size), BB_OK);
    return size;
}

/* --- tests ---------------------------------------------------------------------------------- */

/* Prints what is wrong, so that one run shows all of it. */
static bool is_seen_right(const struct example *example, struct bb_bytes input)
{
    struct watcher w = {.bytes = input, .text = BB_BUF_INIT(1 << 16)};
    struct bb_lift_observer observer = {.see = watch, .user = &w};
    assert_int_equal(bb_lift(bb_grammar_find(example->grammar), input, &tree, &observer), BB_OK);
    while (w.text.len && w.text.ptr[w.text.len - 1] == ' ')
        w.text.len--;
    bool right = strcmp(bb_buf_str(&w.text), example->seen) == 0;
    if (!right)
        print_error("%s, %s\n  sees     %s\n  expected %s\n", example->grammar, example->bytes,
                    bb_buf_str(&w.text), example->seen);
    bb_buf_free(&w.text);
    return right;
}

static bool is_repaired(const struct example *example)
{
    uint8_t truth[MAX_BYTES], output[MAX_BYTES];
    tell_the_truth(tree.root);
    const char *expected = example->truth ? example->truth : example->bytes;
    size_t n_truth = bytes_of_hex(expected, truth, sizeof truth);
    size_t n_output = render(output);
    if (bb_bytes_equal(bb_bytes_of(truth, n_truth), bb_bytes_of(output, n_output)))
        return true;
    print_error("%s, %s\n  renders  ", example->grammar, example->bytes);
    for (size_t i = 0; i < n_output; i++)
        print_error("%02x", output[i]);
    print_error("\n  expected %s\n", expected);
    return false;
}

static void test_primitives__examples_are_seen_and_repaired(void **state)
{
    (void)state;
    unsigned n_wrong = 0;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        const struct example *example = &examples[i];
        uint8_t input[MAX_BYTES];
        size_t len = bytes_of_hex(example->bytes, input, sizeof input);
        bool right = is_seen_right(example, bb_bytes_of(input, len));
        assert_lossless(bb_grammar_find(example->grammar), bb_bytes_of(input, len), &tree);
        n_wrong += !is_repaired(example) || !right;
    }
    assert_int_equal(n_wrong, 0);
}

static unsigned depth_of(const struct bb_node *node)
{
    unsigned deepest = 0;
    if (node->kind != BB_NODE_MESSAGE)
        return 0;
    for (const struct bb_node *child = node->child; child; child = child->next) {
        unsigned depth = depth_of(child);
        deepest = depth > deepest ? depth : deepest;
    }
    return 1 + deepest;
}

static void test_primitives__nesting_is_capped(void **state)
{
    (void)state;
    static uint8_t input[MAX_BYTES];
    assert_lossless(bb_grammar_find("p_nested"), bb_bytes_of(input, sizeof input), &tree);
    assert_int_equal(depth_of(tree.root), BB_MAX_DEPTH + 1);
    assert_int_equal(bb_tree_stats(&tree, sizeof input).raw_bytes, sizeof input - BB_MAX_DEPTH);
}

/* What a tree holds that says nothing: zero or empty, and derived fields to match. */
static void test_primitives__an_empty_tree_renders_defaults(void **state)
{
    (void)state;
    static const struct {
        const char *grammar;
        const char *bytes;
    } defaults[] = {
        {"p_integers", "00 000000 000000000000 0000 0000000000000000"},
        {"p_bits", "0005"},
        {"p_base128", "00 02"},
        {"p_nibbles", "00"},
        {"p_end", "': 0, ;0.'"},
        {"p_lines", "'.'"},
        {"p_literal", "'HTTP/ ' 00 'END'"},
        {"p_decimal", "'0.0000:00000'"},
        {"p_hex", "'1 0001FD295'"},
        {"p_sized", "00"},
        {"p_sized_run", ""},
        {"p_length", "01 00 00"},
        {"p_digest", "00 ffff"},
        {"p_prefix", "00 0000 02 0000"},
        {"p_size", "00 0000"},
        {"p_rest", "00 0000"},
        {"p_when", "00 00"},
        {"p_more", ""},
        {"p_peek", "00"},
        {"p_nested", "00"},
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        uint8_t expected[MAX_BYTES], output[MAX_BYTES];
        struct bb_node root = {.kind = BB_NODE_MESSAGE};
        tree.root = &root;
        tree.grammar = bb_grammar_find(defaults[i].grammar);
        size_t n = bytes_of_hex(defaults[i].bytes, expected, sizeof expected);
        assert_int_equal(render(output), n);
        assert_memory_equal(output, expected, n);
    }
}

/* Lies that are relative to the truth move along with it. */
static void test_primitives__a_relative_lie_follows_the_truth(void **state)
{
    (void)state;
    static const uint8_t input[] = {0x03, 'o', 'n', 'e', 0, 0, 0};
    uint8_t output[MAX_BYTES];
    const struct bb_grammar *grammar = bb_grammar_find("p_prefix");
    assert_int_equal(bb_lift(grammar, bb_bytes_of(input, sizeof input), &tree, NULL), BB_OK);
    struct bb_node *lie = bb_node_new(&tree, &grammar->root->slots[0].fields[0]);
    assert_non_null(lie);
    lie->flags = BB_NODE_RELATIVE;
    lie->value = (uint64_t)-1;
    bb_node_insert(&tree.root->child, lie);
    render(output);
    assert_int_equal(output[0], 2);
    lie->next->len = 1;
    render(output);
    assert_int_equal(output[0], 0);
}

/* Elements whose place follows from their value are written in its order. */
static void test_primitives__deltas_are_sorted_after_an_edit(void **state)
{
    (void)state;
    static const uint8_t input[] = {0x11, 0x22, 0x43};
    static const uint8_t sorted[] = {0x11, 0x43, 0x12};
    uint8_t output[MAX_BYTES];
    assert_lossless(bb_grammar_find("p_delta"), bb_bytes_of(input, sizeof input), &tree);
    struct bb_node *second = tree.root->child->next;
    assert_int_equal(second->child->value, 3);
    second->child->value = 8;
    second->next->child->value = 5;
    bb_tree_sort(&tree);
    second = tree.root->child->next;
    assert_int_equal(second->child->value, 5);
    assert_int_equal(render(output), sizeof input);
    output[2] &= 0x0f;
    output[2] |= 0x10;
    assert_memory_equal(output, sorted, 2);
}

static void test_primitives__rendering_stops_at_the_size(void **state)
{
    (void)state;
    uint8_t input[64], output[64];
    size_t size = 77;
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        size_t len = bytes_of_hex(examples[i].bytes, input, sizeof input);
        assert_lossless(bb_grammar_find(examples[i].grammar), bb_bytes_of(input, len), &tree);
        for (size_t room = 0; room < len; room++) {
            assert_int_equal(bb_render(&tree, output, room, &size), BB_LIMIT);
            assert_int_equal(size, 77);
        }
    }
}

int main(void)
{
    tree = BB_TREE_INIT(MAX_TREE_BYTES);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_primitives__examples_are_seen_and_repaired),
        cmocka_unit_test(test_primitives__nesting_is_capped),
        cmocka_unit_test(test_primitives__an_empty_tree_renders_defaults),
        cmocka_unit_test(test_primitives__a_relative_lie_follows_the_truth),
        cmocka_unit_test(test_primitives__deltas_are_sorted_after_an_edit),
        cmocka_unit_test(test_primitives__rendering_stops_at_the_size),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bb_tree_free(&tree);
    return failed;
}
