/*
 * What stands for the program /bin/ls.
 */
#ifndef BB_FTP_LISTING_H
#define BB_FTP_LISTING_H

/* Writes what `ls -lgA` says of its arguments, to a descriptor of the machine. Options are not
 * looked at. */
void listing_write(int fd, char *const *argv);

#endif
