/* Ends the security models that are built in; net-snmp's configure script writes this file. */
shutdown_usm();
