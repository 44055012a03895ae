#include "capture/reader.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bb_capture {
    pcap_t *pcap;
    int link;
    bool filtered;
    struct bpf_program filter;
    uint64_t n_frames;
};

enum { MAGIC_BYTES = 4 };

/* pcap: a magic number (micro- and nanoseconds, the modified form of old kernels), then version 2,
 * both in the byte order of who wrote it. */
static bool is_pcap(const uint8_t *start)
{
    static const char magics[][MAGIC_BYTES + 1] = {"\xa1\xb2\xc3\xd4", "\xa1\xb2\x3c\x4d",
                                                   "\xa1\xb2\xcd\x34"};
    bool little = start[3] == 0xa1;
    uint8_t magic[MAGIC_BYTES];
    for (size_t i = 0; i < MAGIC_BYTES; i++)
        magic[i] = start[little ? MAGIC_BYTES - 1 - i : i];
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (memcmp(magic, magics[i], MAGIC_BYTES) == 0)
            return start[4] == (little ? 2 : 0) && start[5] == (little ? 0 : 2);
    return false;
}

/* pcapng: the type of a section header, which alone is white space that a text may begin with; its
 * length; the byte order. */
static bool is_pcapng(const uint8_t *start)
{
    return memcmp(start, "\x0a\x0d\x0d\x0a", MAGIC_BYTES) == 0 &&
           (memcmp(start + 8, "\x1a\x2b\x3c\x4d", MAGIC_BYTES) == 0 ||
            memcmp(start + 8, "\x4d\x3c\x2b\x1a", MAGIC_BYTES) == 0);
}

bool bb_capture_is(struct bb_bytes start)
{
    return start.len >= BB_CAPTURE_START_BYTES && (is_pcap(start.ptr) || is_pcapng(start.ptr));
}

static enum bb_status set_filter(struct bb_capture *capture, const char *filter, struct bb_err *err)
{
    if (pcap_compile(capture->pcap, &capture->filter, filter, 1, PCAP_NETMASK_UNKNOWN) != 0)
        return BB_FAIL(err, BB_USAGE, "the filter '%.100s': %s", filter,
                       pcap_geterr(capture->pcap));
    capture->filtered = true;
    return BB_OK;
}

/* Takes the stream over, also when it fails. */
static enum bb_status open_stream(FILE *stream, const char *name, const char *filter,
                                  struct bb_capture **ret_capture, struct bb_err *err)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    struct bb_capture *capture = calloc(1, sizeof *capture);
    enum bb_status status = BB_OK;
    if (!capture) {
        fclose(stream);
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to read '%s'", name);
    }
    capture->pcap = pcap_fopen_offline(stream, why);
    if (!capture->pcap) {
        fclose(stream);
        status = BB_FAIL(err, BB_MALFORMED, "'%s' is no pcap or pcapng capture: %s", name, why);
    }
    if (status == BB_OK) {
        capture->link = pcap_datalink(capture->pcap);
        if (filter)
            status = set_filter(capture, filter, err);
    }
    if (status == BB_OK)
        *ret_capture = capture;
    else
        bb_capture_close(capture);
    return status;
}

enum bb_status bb_capture_open(const char *path, const char *filter,
                               struct bb_capture **ret_capture, struct bb_err *err)
{
    if (strcmp(path, "-") == 0)
        return open_stream(stdin, "standard input", filter, ret_capture, err);
    FILE *stream = fopen(path, "rbe");
    if (!stream)
        return BB_FAIL_ERRNO(err, errno == ENOENT ? BB_NOT_FOUND : BB_IO, "cannot open '%s'", path);
    return open_stream(stream, path, filter, ret_capture, err);
}

enum bb_status bb_capture_open_bytes(struct bb_bytes bytes, const char *name, const char *filter,
                                     struct bb_capture **ret_capture, struct bb_err *err)
{
    if (bytes.len == 0)
        return BB_FAIL(err, BB_MALFORMED, "'%s' is no capture: it is empty", name);
    /* Only read: fmemopen merely lacks the const. */
    FILE *stream = fmemopen((void *)(uintptr_t)bytes.ptr, bytes.len, "rb");
    if (!stream)
        return BB_FAIL_ERRNO(err, BB_NO_MEMORY, "cannot read '%s'", name);
    return open_stream(stream, name, filter, ret_capture, err);
}

void bb_capture_close(struct bb_capture *capture)
{
    if (!capture)
        return;
    if (capture->filtered)
        pcap_freecode(&capture->filter);
    if (capture->pcap)
        pcap_close(capture->pcap);
    free(capture);
}

/* The next frame that the filter lets through: as pcap_next_ex, but all frames are counted. */
static int next(struct bb_capture *capture, struct pcap_pkthdr **header, const u_char **bytes)
{
    for (;;) {
        int result = pcap_next_ex(capture->pcap, header, bytes);
        if (result != 1)
            return result;
        capture->n_frames++;
        if (!capture->filtered || pcap_offline_filter(&capture->filter, *header, *bytes))
            return 1;
    }
}

enum bb_status bb_capture_next(struct bb_capture *capture, struct bb_captured *ret_captured,
                               struct bb_err *err)
{
    struct pcap_pkthdr *header;
    const u_char *bytes;
    int result = next(capture, &header, &bytes);
    if (result == PCAP_ERROR_BREAK)
        return BB_NOT_FOUND;
    if (result != 1)
        return BB_FAIL(err, BB_MALFORMED, "breaks off after frame %llu: %s",
                       (unsigned long long)capture->n_frames, pcap_geterr(capture->pcap));
    *ret_captured = (struct bb_captured){
        .number = capture->n_frames,
        .time_us = (int64_t)header->ts.tv_sec * 1000000 + header->ts.tv_usec,
        .link = capture->link,
        .bytes = bb_bytes_of(bytes, header->caplen),
        .wire_len = header->len > header->caplen ? header->len : header->caplen,
    };
    return BB_OK;
}
