#include "lwip_site.h"

#include <brickbat/target.h>

#include <lwip/apps/fs.h>
#include <lwip/apps/httpd.h>
#include <lwip/pbuf.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lwip_pipe.h"

enum {
    NUMBERS_BYTES = 2000,
    LIST_PARTS = 3,
    ARGUMENTS_MAX = LWIP_HTTPD_MAX_CGI_PARAMETERS,
    BODY_MAX_BYTES = 1 << 16,
};

enum state { STATE_CGI, STATE_TAG, STATE_POST, STATE_REFUSED, STATE_DATA, STATE_FINISHED };

static struct {
    struct bb_bytes input;
    void *poster; /* the connection whose body is coming, NULL if none */
    bool opens_window;
    size_t body_bytes;
} site;

static const char device_page[] =
    "<html><!--#name--><p><!--#list--><p>/*#nothing*/<!-- # --><!--#longer-than-eight--></html>";

/* Reads all of a text, for AddressSanitizer. */
static size_t see(const char *text)
{
    return text ? strlen(text) : 0;
}

int fs_open_custom(struct fs_file *file, const char *name)
{
    memset(file, 0, sizeof *file);
    if (strcmp(name, "/device.shtml") == 0) {
        file->data = device_page;
        file->len = file->index = sizeof device_page - 1;
        return 1;
    }
    if (strcmp(name, "/numbers") != 0)
        return 0;
    file->len = NUMBERS_BYTES;
    return 1;
}

void fs_close_custom(struct fs_file *file)
{
    (void)file;
}

int fs_read_custom(struct fs_file *file, char *buffer, int count)
{
    int left = file->len - file->index;
    int len = count < left ? count : left;
    if (len <= 0)
        return FS_READ_EOF;
    for (int i = 0; i < len; i++)
        buffer[i] = (char)('0' + (file->index + i) % 10);
    file->index += len;
    return len;
}

static void see_arguments(int count, char **names, char **values)
{
    BB_ORACLE(cgi_count, count >= 0 && count <= ARGUMENTS_MAX,
              "there are more arguments than the server has room for");
    for (int i = 0; i < count; i++)
        see(names[i]), see(values[i]);
    bb_state(STATE_CGI * 16 + (unsigned)(count % 16));
}

static const char *answer_set(int handler, int count, char **names, char **values)
{
    (void)handler;
    see_arguments(count, names, values);
    return count == 1 ? "/numbers" : count == 2 ? "/missing.html" : "/device.shtml";
}

void httpd_cgi_handler(struct fs_file *file, const char *uri, int count, char **names,
                       char **values)
{
    (void)file;
    see(uri);
    see_arguments(count, names, values);
}

static u16_t fill_in(int tag, char *text, int size, u16_t part, u16_t *ret_next)
{
    bb_state(STATE_TAG * 16 + (unsigned)tag * 4 + part % 4u);
    if (tag == 0)
        return (u16_t)snprintf(text, (size_t)size, "brickbat");
    if (part + 1 < LIST_PARTS)
        *ret_next = (u16_t)(part + 1);
    return (u16_t)snprintf(text, (size_t)size, "<li>%u", part);
}

err_t httpd_post_begin(void *connection, const char *uri, const char *header, u16_t header_len,
                       int length, char *answer, u16_t answer_size, u8_t *opens_window)
{
    BB_ORACLE(post_begins_once, !site.poster, "a request begins in the body of another one");
    BB_ORACLE(post_length, length >= 0, "a body has a length below zero");
    BB_ORACLE(post_header_fits, header_len <= site.input.len && see(header) <= header_len,
              "a header is longer than what was sent");
    see(uri);
    bb_state(STATE_POST * 16 + (length > 0));
    if (strcmp(uri, "/post") != 0 && strcmp(uri, "/manual") != 0) {
        bb_state(STATE_REFUSED * 16);
        snprintf(answer, answer_size, "/device.shtml");
        return ERR_VAL;
    }
    site.poster = connection;
    site.opens_window = strcmp(uri, "/post") == 0;
    site.body_bytes = 0;
    *opens_window = site.opens_window;
    return ERR_OK;
}

err_t httpd_post_receive_data(void *connection, struct pbuf *packet)
{
    static uint8_t bytes[BODY_MAX_BYTES];
    BB_ORACLE(post_data_is_awaited, site.poster == connection, "a body without a request");
    size_t len = pbuf_copy_partial(packet, bytes, packet->tot_len, 0);
    BB_ORACLE(post_data_was_sent,
              len == packet->tot_len &&
                  (len == 0 || memmem(site.input.ptr, site.input.len, bytes, len)),
              "a body is not what was sent");
    if (!site.opens_window && site.body_bytes == 0 && len > 0) {
        BB_KNOWN(taken_twice); /* what came with the header */
        lwip_pipe_excuse(len);
    }
    site.body_bytes += len;
    BB_ORACLE(post_data_bounded, site.body_bytes <= site.input.len,
              "a body is longer than what was sent");
    bb_state(STATE_DATA * 16 + (packet->next != NULL));
    pbuf_free(packet);
    if (!site.opens_window)
        httpd_post_data_recved(connection, (u16_t)len);
    return ERR_OK;
}

void httpd_post_finished(void *connection, char *answer, u16_t answer_size)
{
    BB_ORACLE(post_ends_once, site.poster == connection, "the end of a body that has not begun");
    bb_state(STATE_FINISHED * 16 + (site.body_bytes > 0));
    site.poster = NULL;
    snprintf(answer, answer_size, "%s", site.body_bytes % 2 ? "/numbers" : "/device.shtml");
}

void lwip_site_begin(struct bb_bytes input)
{
    memset(&site, 0, sizeof site);
    site.input = input;
}

void lwip_site_start(void)
{
    static const char *tags[] = {"name", "list"};
    static const tCGI cgis[] = {{"/set.cgi", answer_set}};
    httpd_init();
    http_set_ssi_handler(fill_in, tags, sizeof tags / sizeof *tags);
    http_set_cgi_handlers(cgis, sizeof cgis / sizeof *cgis);
}

void lwip_site_end(void)
{
    BB_ORACLE(post_has_ended, !site.poster, "the application was not told of a body's end");
}
