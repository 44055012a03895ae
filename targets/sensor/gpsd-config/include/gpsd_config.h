/*
 * How gpsd is configured here, in place of the header that its SConstruct writes: a Linux build
 * with all drivers, JSON and network feeds. Left out: what talks to D-Bus, systemd, Bluetooth, USB
 * and the PPS line of the kernel.
 */
#ifndef GPSD_CONFIG_H
#define GPSD_CONFIG_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#define VERSION                  "3.22"
#define REVISION                 "3.22"
#define GPSD_PROTO_VERSION_MAJOR 3
#define GPSD_PROTO_VERSION_MINOR 14
#define GPSD_URL                 "brickbat"

/* The system. */
#define HAVE_ARPA_INET_H        1
#define HAVE_BUILTIN_ENDIANNESS 1
#define HAVE_CFMAKERAW          1
#define HAVE_CLOCK_GETTIME      1
#define HAVE_DAEMON             1
#define HAVE_FCNTL              1
#define HAVE_FORK               1
#define HAVE_GETOPT_LONG        1
#define HAVE_GMTIME_R           1
#define HAVE_INET_NTOP          1
#define HAVE_LINUX_CAN_H        1
#define HAVE_NETDB_H            1
#define HAVE_NETINET_IN_H       1
#define HAVE_NETINET_IP_H       1
#define HAVE_SINCOS             1
#define HAVE_STDATOMIC_H        1
#define HAVE_STRPTIME           1
#define HAVE_SYS_SOCKET_H       1
#define HAVE_SYS_SYSMACROS_H    1
#define HAVE_SYS_UN_H           1
#define HAVE_SYSLOG_H           1
#define HAVE_TERMIOS_H          1
#define SIZEOF_TIME_T           8

/* Drivers. */
#define AIVDM_ENABLE       1
#define ASHTECH_ENABLE     1
#define EARTHMATE_ENABLE   1
#define EVERMORE_ENABLE    1
#define FURY_ENABLE        1
#define FV18_ENABLE        1
#define GARMIN_ENABLE      1
#define GARMINTXT_ENABLE   1
#define GEOSTAR_ENABLE     1
#define GPSCLOCK_ENABLE    1
#define GREIS_ENABLE       1
#define ISYNC_ENABLE       1
#define ITRAX_ENABLE       1
#define MTK3301_ENABLE     1
#define NAVCOM_ENABLE      1
#define NMEA0183_ENABLE    1
#define NMEA2000_ENABLE    1
#define NTRIP_ENABLE       1
#define OCEANSERVER_ENABLE 1
#define ONCORE_ENABLE      1
#define PASSTHROUGH_ENABLE 1
#define RTCM104V2_ENABLE   1
#define RTCM104V3_ENABLE   1
#define SIRF_ENABLE        1
#define SKYTRAQ_ENABLE     1
#define SUPERSTAR2_ENABLE  1
#define TNT_ENABLE         1
#define TRIPMATE_ENABLE    1
#define TSIP_ENABLE        1
#define UBLOX_ENABLE       1

/* The daemon. */
#define CONTROL_SOCKET_ENABLE 1
#define MAX_CLIENTS           64
#define MAX_DEVICES           4
#define NETFEED_ENABLE        1
#define OSCILLATOR_ENABLE     1
#define RUNDIR                "run"
#define SOCKET_EXPORT_ENABLE  1
#define SYSCONFDIR            "etc"

#endif
