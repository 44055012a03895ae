/*
 * What a user types into the FTP client: ten sessions, each of which tries a part of the client.
 */
#ifndef BB_FTP_KEYBOARD_H
#define BB_FTP_KEYBOARD_H

enum { KEYBOARD_SESSIONS = 10 };

/* Lines of a session, 0 to 9. */
const char *keyboard_session(unsigned which);

#endif
