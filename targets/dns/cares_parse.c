#include "cares_parse.h"

#include <brickbat/target.h>

#include <ares.h>
#include <netdb.h>
#include <netinet/in.h>

#include "message.h"

enum {
    MAX_ANSWERS = 160, /* more do not fit into an input */
    MAX_ADDRESSES = 8,
    IN = 1,
    CHAOS = 3,
    TYPE_A = 1,
    TYPE_NS = 2,
    TYPE_SOA = 6,
    TYPE_PTR = 12,
    TYPE_MX = 15,
    TYPE_TXT = 16,
    TYPE_AAAA = 28,
    TYPE_SRV = 33,
    TYPE_NAPTR = 35,
    TYPE_URI = 256,
    TYPE_CAA = 257,
    STATE_PARSED = 0,
};

/* The answers, by our own reading. */
struct answers {
    struct message_record records[MAX_ANSWERS];
    size_t n;
    bool is_whole; /* one question, and all answers are there */
};

static struct answers read_answers(struct bb_bytes message)
{
    struct answers answers = {0};
    size_t offset = MESSAGE_HEADER_BYTES;
    struct message_record question;
    if (message.len < MESSAGE_HEADER_BYTES || bb_be16(message.ptr + 4) != 1 ||
        !message_take(message, &offset, true, &question))
        return answers;
    size_t n = bb_be16(message.ptr + 6);
    while (answers.n < n && answers.n < MAX_ANSWERS &&
           message_take(message, &offset, false, &answers.records[answers.n]))
        answers.n++;
    answers.is_whole = answers.n == n;
    return answers;
}

/* The next record of this type from *i on, or NULL. */
static const struct message_record *next(const struct answers *answers, unsigned type, size_t *i)
{
    while (*i < answers->n) {
        const struct message_record *record = &answers->records[(*i)++];
        bool is_class = record->class == IN ||
                        (record->class == CHAOS && (type == TYPE_TXT || type == TYPE_CAA));
        if (record->type == type && is_class)
            return record;
    }
    return NULL;
}

static size_t count(const struct answers *answers, unsigned type)
{
    size_t i = 0, n = 0;
    while (next(answers, type, &i))
        n++;
    return n;
}

static bool is_good(int status, unsigned type, const struct answers *answers)
{
    if (status != ARES_SUCCESS)
        return false;
    bb_state(STATE_PARSED + type % 256);
    BB_ORACLE(parsed_is_whole, answers->is_whole,
              "a message is parsed whose answers are not all there");
    return true;
}

static void check_mx(struct bb_bytes message, const struct answers *answers)
{
    struct ares_mx_reply *replies;
    int status = ares_parse_mx_reply(message.ptr, (int)message.len, &replies);
    if (!is_good(status, TYPE_MX, answers))
        return;
    size_t i = 0;
    for (struct ares_mx_reply *reply = replies; reply; reply = reply->next) {
        const struct message_record *record = next(answers, TYPE_MX, &i);
        BB_ORACLE(mx_is_same, record && reply->host && reply->priority == bb_be16(record->data.ptr),
                  "a mail exchanger is none of the records, or another one");
    }
    BB_ORACLE(mx_are_all, !next(answers, TYPE_MX, &i), "a mail exchanger is missing");
    ares_free_data(replies);
}

static void check_srv(struct bb_bytes message, const struct answers *answers)
{
    struct ares_srv_reply *replies;
    int status = ares_parse_srv_reply(message.ptr, (int)message.len, &replies);
    if (!is_good(status, TYPE_SRV, answers))
        return;
    size_t i = 0;
    for (struct ares_srv_reply *reply = replies; reply; reply = reply->next) {
        const struct message_record *record = next(answers, TYPE_SRV, &i);
        BB_ORACLE(srv_is_same,
                  record && reply->host && reply->priority == bb_be16(record->data.ptr) &&
                      reply->weight == bb_be16(record->data.ptr + 2) &&
                      reply->port == bb_be16(record->data.ptr + 4),
                  "a service is none of the records, or another one");
    }
    BB_ORACLE(srv_are_all, !next(answers, TYPE_SRV, &i), "a service is missing");
    ares_free_data(replies);
}

static void check_naptr(struct bb_bytes message, const struct answers *answers)
{
    struct ares_naptr_reply *replies;
    int status = ares_parse_naptr_reply(message.ptr, (int)message.len, &replies);
    if (!is_good(status, TYPE_NAPTR, answers))
        return;
    size_t i = 0;
    for (struct ares_naptr_reply *reply = replies; reply; reply = reply->next) {
        const struct message_record *record = next(answers, TYPE_NAPTR, &i);
        BB_ORACLE(naptr_is_same,
                  record && reply->flags && reply->service && reply->regexp && reply->replacement &&
                      reply->order == bb_be16(record->data.ptr) &&
                      reply->preference == bb_be16(record->data.ptr + 2),
                  "a naming authority is none of the records, or another one");
    }
    BB_ORACLE(naptr_are_all, !next(answers, TYPE_NAPTR, &i), "a naming authority is missing");
    ares_free_data(replies);
}

static void check_caa(struct bb_bytes message, const struct answers *answers)
{
    struct ares_caa_reply *replies;
    int status = ares_parse_caa_reply(message.ptr, (int)message.len, &replies);
    if (!is_good(status, TYPE_CAA, answers))
        return;
    size_t i = 0;
    for (struct ares_caa_reply *reply = replies; reply; reply = reply->next) {
        const struct message_record *record = next(answers, TYPE_CAA, &i);
        BB_ORACLE(caa_is_same,
                  record && reply->plength + reply->length + 2 == record->data.len &&
                      memcmp(reply->property, record->data.ptr + 2, reply->plength) == 0 &&
                      memcmp(reply->value, record->data.ptr + 2 + reply->plength, reply->length) ==
                          0,
                  "a certification authority is none of the records, or another one");
    }
    BB_ORACLE(caa_are_all, !next(answers, TYPE_CAA, &i), "a certification authority is missing");
    ares_free_data(replies);
}

static void check_uri(struct bb_bytes message, const struct answers *answers)
{
    struct ares_uri_reply *replies;
    int status = ares_parse_uri_reply(message.ptr, (int)message.len, &replies);
    if (!is_good(status, TYPE_URI, answers))
        return;
    size_t i = 0;
    for (struct ares_uri_reply *reply = replies; reply; reply = reply->next) {
        const struct message_record *record = next(answers, TYPE_URI, &i);
        BB_ORACLE(uri_is_same,
                  record && reply->priority == bb_be16(record->data.ptr) &&
                      reply->weight == bb_be16(record->data.ptr + 2) &&
                      strncmp(reply->uri, (const char *)record->data.ptr + 4,
                              record->data.len - 4) == 0,
                  "an address is none of the records, or another one");
    }
    BB_ORACLE(uri_are_all, !next(answers, TYPE_URI, &i), "an address is missing");
    ares_free_data(replies);
}

/* The strings of all text records, one behind the other. */
struct strings {
    const struct answers *answers;
    size_t i;
    struct bb_bytes rest; /* of the record's */
};

static bool next_string(struct strings *strings, struct bb_bytes *ret_string, bool *ret_is_first)
{
    *ret_is_first = strings->rest.len == 0;
    while (strings->rest.len == 0) {
        const struct message_record *record = next(strings->answers, TYPE_TXT, &strings->i);
        if (!record)
            return false;
        strings->rest = record->data;
    }
    struct bb_bytes length;
    return bb_bytes_take(&strings->rest, 1, &length) &&
           bb_bytes_take(&strings->rest, length.ptr[0], ret_string);
}

static void check_txt(struct bb_bytes message, const struct answers *answers)
{
    struct ares_txt_reply *replies;
    struct ares_txt_ext *extended;
    int status = ares_parse_txt_reply(message.ptr, (int)message.len, &replies);
    int other = ares_parse_txt_reply_ext(message.ptr, (int)message.len, &extended);
    BB_ORACLE(txt_as_extended, status == other, "texts are parsed in one way and not in another");
    if (!is_good(status, TYPE_TXT, answers))
        return;
    struct strings strings = {.answers = answers};
    struct bb_bytes string;
    bool is_first;
    struct ares_txt_ext *twin = extended;
    for (struct ares_txt_reply *reply = replies; reply; reply = reply->next) {
        BB_ORACLE(txt_is_same,
                  next_string(&strings, &string, &is_first) &&
                      bb_bytes_equal(bb_bytes_of(reply->txt, reply->length), string),
                  "a text is none of the records', or another one");
        BB_ORACLE(txt_is_twin,
                  twin && bb_bytes_equal(bb_bytes_of(twin->txt, twin->length), string) &&
                      twin->record_start == is_first,
                  "a text is another one, or begins another record");
        twin = twin ? twin->next : NULL;
    }
    BB_ORACLE(txt_are_all, !next_string(&strings, &string, &is_first) && !twin,
              "a text is missing");
    ares_free_data(replies);
    ares_free_data(extended);
}

static void check_soa(struct bb_bytes message, const struct answers *answers)
{
    struct ares_soa_reply *reply;
    size_t i = 0;
    if (ares_parse_soa_reply(message.ptr, (int)message.len, &reply) != ARES_SUCCESS)
        return;
    bb_state(STATE_PARSED + TYPE_SOA);
    BB_ORACLE(soa_is_there, reply->nsname && reply->hostmaster && next(answers, TYPE_SOA, &i),
              "a start of authority is none of the records");
    ares_free_data(reply);
}

static void check_host(struct hostent *host, size_t most)
{
    size_t n = 0;
    BB_ORACLE(host_is_whole,
              host->h_name && host->h_aliases && host->h_addr_list &&
                  host->h_length == (host->h_addrtype == AF_INET6 ? 16 : 4),
              "a host has no name, or no lists");
    for (; host->h_addr_list[n]; n++)
        BB_ORACLE(address_is_record, n < most, "a host has more addresses than there are records");
    for (char **alias = host->h_aliases; *alias; alias++)
        BB_ORACLE(alias_is_text, strlen(*alias) < MESSAGE_NAME_CHARS, "an alias has no end");
    ares_free_hostent(host);
}

static void check_addresses(struct bb_bytes message, const struct answers *answers)
{
    struct hostent *host = NULL;
    struct ares_addrttl ttls[MAX_ADDRESSES];
    struct ares_addr6ttl ttls6[MAX_ADDRESSES];
    int n = MAX_ADDRESSES, n6 = MAX_ADDRESSES;
    int status = ares_parse_a_reply(message.ptr, (int)message.len, &host, ttls, &n);
    if (is_good(status, TYPE_A, answers)) {
        BB_ORACLE(a_are_records,
                  n >= 0 && (size_t)n <= count(answers, TYPE_A) && n <= MAX_ADDRESSES,
                  "there are more addresses than records");
        check_host(host, count(answers, TYPE_A));
    }
    host = NULL;
    status = ares_parse_aaaa_reply(message.ptr, (int)message.len, &host, ttls6, &n6);
    if (is_good(status, TYPE_AAAA, answers)) {
        BB_ORACLE(aaaa_are_records,
                  n6 >= 0 && (size_t)n6 <= count(answers, TYPE_AAAA) && n6 <= MAX_ADDRESSES,
                  "there are more addresses than records");
        check_host(host, count(answers, TYPE_AAAA));
    }
}

static void check_names(struct bb_bytes message, const struct answers *answers)
{
    static const uint8_t address[4] = {192, 0, 2, 1};
    struct hostent *host = NULL;
    int len = (int)message.len;
    int status = ares_parse_ns_reply(message.ptr, len, &host);
    if (is_good(status, TYPE_NS, answers))
        check_host(host, 0);
    host = NULL;
    status = ares_parse_ptr_reply(message.ptr, len, address, sizeof address, AF_INET, &host);
    if (is_good(status, TYPE_PTR, answers))
        check_host(host, 1);
}

void cares_parse(struct bb_bytes message)
{
    struct answers answers = read_answers(message);
    check_addresses(message, &answers);
    check_names(message, &answers);
    check_mx(message, &answers);
    check_srv(message, &answers);
    check_naptr(message, &answers);
    check_caa(message, &answers);
    check_uri(message, &answers);
    check_txt(message, &answers);
    check_soa(message, &answers);
}
