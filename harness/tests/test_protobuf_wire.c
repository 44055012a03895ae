/* The second opinion on the wire format of protocol buffers (protobuf_wire.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "protobuf_wire.h"

#define IS_MESSAGE(words) protobuf_wire_is_message(bb_bytes_of(words, sizeof words - 1))

static void test_protobuf_wire__takes_a_value_of_each_type(void **state)
{
    (void)state;
    assert_true(IS_MESSAGE(""));
    assert_true(IS_MESSAGE("\x08\x00"));
    assert_true(IS_MESSAGE("\x09stuvwxyz"));
    assert_true(IS_MESSAGE("\x0a\x00"));
    assert_true(IS_MESSAGE("\x0a\x03xyz"));
    assert_true(IS_MESSAGE("\x0dwxyz"));
    assert_true(IS_MESSAGE("\x08\x00\x0a\x01x\x0dwxyz"));
}

static void test_protobuf_wire__knows_no_groups_and_no_number_0(void **state)
{
    (void)state;
    assert_false(IS_MESSAGE("\x0b\x0c"));
    assert_false(IS_MESSAGE("\x0e\x00"));
    assert_false(IS_MESSAGE("\x00\x00"));
}

static void test_protobuf_wire__a_value_must_be_there(void **state)
{
    (void)state;
    assert_false(IS_MESSAGE("\x08"));
    assert_false(IS_MESSAGE("\x08\x80"));
    assert_false(IS_MESSAGE("\x09tuvwxyz"));
    assert_false(IS_MESSAGE("\x0a\x03xy"));
    assert_false(IS_MESSAGE("\x0dxyz"));
}

static void test_protobuf_wire__a_varint_has_at_most_10_bytes(void **state)
{
    (void)state;
    assert_true(IS_MESSAGE("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"));
    assert_false(IS_MESSAGE("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"));
}

static void test_protobuf_wire__nothing_is_taken_where_no_field_is(void **state)
{
    static const uint8_t words[] = {0x08, 0x05, 0x0a, 0x02, 'a'};
    struct bb_bytes bytes = bb_bytes_of(words, sizeof words);
    (void)state;
    assert_true(protobuf_wire_take_field(&bytes));
    assert_ptr_equal(bytes.ptr, words + 2);
    assert_false(protobuf_wire_take_field(&bytes));
    assert_ptr_equal(bytes.ptr, words + 2);
    assert_int_equal(bytes.len, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_protobuf_wire__takes_a_value_of_each_type),
        cmocka_unit_test(test_protobuf_wire__knows_no_groups_and_no_number_0),
        cmocka_unit_test(test_protobuf_wire__a_value_must_be_there),
        cmocka_unit_test(test_protobuf_wire__a_varint_has_at_most_10_bytes),
        cmocka_unit_test(test_protobuf_wire__nothing_is_taken_where_no_field_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
