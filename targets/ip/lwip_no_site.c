/*
 * What lwIP's web server asks its application for, where a target has no lwip_site.c: it does not
 * run there.
 */
#include <lwip/apps/fs.h>
#include <lwip/apps/httpd.h>

#include <stdlib.h>

int fs_open_custom(struct fs_file *file, const char *name)
{
    (void)file, (void)name;
    abort();
}

void fs_close_custom(struct fs_file *file)
{
    (void)file;
    abort();
}

int fs_read_custom(struct fs_file *file, char *buffer, int count)
{
    (void)file, (void)buffer, (void)count;
    abort();
}

void httpd_cgi_handler(struct fs_file *file, const char *uri, int count, char **names,
                       char **values)
{
    (void)file, (void)uri, (void)count, (void)names, (void)values;
    abort();
}

err_t httpd_post_begin(void *connection, const char *uri, const char *header, u16_t header_len,
                       int length, char *answer, u16_t answer_size, u8_t *opens_window)
{
    (void)connection, (void)uri, (void)header, (void)header_len, (void)length;
    (void)answer, (void)answer_size, (void)opens_window;
    abort();
}

err_t httpd_post_receive_data(void *connection, struct pbuf *packet)
{
    (void)connection, (void)packet;
    abort();
}

void httpd_post_finished(void *connection, char *answer, u16_t answer_size)
{
    (void)connection, (void)answer, (void)answer_size;
    abort();
}
