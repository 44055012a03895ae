#include "att_opcode.h"

#include "src/shared/att-types.h"

enum { COMMAND = 0x40 };

bool att_wants_answer(uint8_t opcode)
{
    switch (opcode) {
    case BT_ATT_OP_ERROR_RSP:
    case BT_ATT_OP_MTU_RSP:
    case BT_ATT_OP_FIND_INFO_RSP:
    case BT_ATT_OP_FIND_BY_TYPE_RSP:
    case BT_ATT_OP_READ_BY_TYPE_RSP:
    case BT_ATT_OP_READ_RSP:
    case BT_ATT_OP_READ_BLOB_RSP:
    case BT_ATT_OP_READ_MULT_RSP:
    case BT_ATT_OP_READ_BY_GRP_TYPE_RSP:
    case BT_ATT_OP_WRITE_RSP:
    case BT_ATT_OP_PREP_WRITE_RSP:
    case BT_ATT_OP_EXEC_WRITE_RSP:
    case BT_ATT_OP_HANDLE_CONF: return false;
    default: return !(opcode & COMMAND);
    }
}
