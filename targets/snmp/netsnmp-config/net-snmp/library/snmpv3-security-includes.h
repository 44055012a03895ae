/* Security models that are built in; net-snmp's configure script writes this file. */
#include <net-snmp/library/snmpusm.h>
