/* Starts the network transports that are built in: none. net-snmp's configure script writes this
 * file. */
