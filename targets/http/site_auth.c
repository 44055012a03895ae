#include <brickbat/target.h>

#include <stdlib.h>

#include "known.h"
#include "site_pages.h"

enum { NONCE_TIMEOUT_S = 5 };

static const char secret_page[] = "<html><body>The door is open.</body></html>\n";
static const char denied_page[] = "<html><body>Who are you?</body></html>\n";

static struct MHD_Response *page(const char *text)
{
    return MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_PERSISTENT);
}

static const char *authorization_of(const struct site_request *request)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND,
                                       MHD_HTTP_HEADER_AUTHORIZATION);
}

static enum MHD_Result let_in(struct site_request *request)
{
    bb_state(26);
    return site_answer(request, MHD_HTTP_OK, page(secret_page), bb_bytes_str(secret_page));
}

static enum MHD_Result number_denial(struct site_request *request, struct MHD_Response *response)
{
    return response ? MHD_add_response_header(response, ANSWERS_HEADER,
                                              answers_next_name(&request->site->answers))
                    : MHD_NO;
}

/* The library has queued it. */
static enum MHD_Result denied(struct site_request *request, struct MHD_Response *response,
                              enum MHD_Result result)
{
    if (result == MHD_YES)
        site_expect(request, MHD_HTTP_UNAUTHORIZED, bb_bytes_str(denied_page));
    MHD_destroy_response(response);
    return result;
}

/* The user, NULL if there is none; both are freed by MHD_free. */
static char *basic_credentials(struct site_request *request, char **ret_password)
{
    if (bb_http_leaves_out_basic(authorization_of(request)))
        return NULL;
    return MHD_basic_auth_get_username_password(request->connection, ret_password);
}

enum MHD_Result site_answer_basic(struct site_request *request)
{
    char *password = NULL;
    char *user = basic_credentials(request, &password);
    bool is_right =
        user && password && strcmp(user, SITE_USER) == 0 && strcmp(password, SITE_PASSWORD) == 0;
    if (user)
        MHD_free(user);
    if (password)
        MHD_free(password);
    if (is_right) {
        granted_check_basic(authorization_of(request));
        return let_in(request);
    }
    struct MHD_Response *response = page(denied_page);
    if (number_denial(request, response) != MHD_YES)
        return MHD_NO;
    return denied(request, response,
                  MHD_queue_basic_auth_fail_response(request->connection, SITE_REALM, response));
}

/* Answers what the library does: MHD_YES, MHD_NO, MHD_INVALID_NONCE. */
static int check_digest(struct site_request *request, enum MHD_DigestAuthAlgorithm algorithm)
{
    if (granted_has_short_nonce(authorization_of(request))) {
        BB_KNOWN(short_nonce);
        return MHD_INVALID_NONCE;
    }
    return MHD_digest_auth_check2(request->connection, SITE_REALM, SITE_USER, SITE_PASSWORD,
                                  NONCE_TIMEOUT_S, algorithm);
}

static enum MHD_Result answer_digest(struct site_request *request,
                                     enum MHD_DigestAuthAlgorithm algorithm)
{
    struct MHD_Connection *connection = request->connection;
    char *user = MHD_digest_auth_get_username(connection);
    int result = check_digest(request, algorithm);
    if (result == MHD_YES) {
        BB_ORACLE(digest_user, user && strcmp(user, SITE_USER) == 0,
                  "the user who was let in is said to be another one");
        granted_check_digest(&request->site->granted, authorization_of(request), request->method,
                             algorithm == MHD_DIGEST_ALG_SHA256,
                             bb_buf_bytes(&request->site->answers.sent));
    } else {
        granted_note_refused(&request->site->granted, authorization_of(request));
    }
    MHD_free(user);
    if (result == MHD_YES)
        return let_in(request);
    struct MHD_Response *response = page(denied_page);
    if (number_denial(request, response) != MHD_YES)
        return MHD_NO;
    bb_state(result == MHD_INVALID_NONCE ? 27 : 28);
    return denied(request, response,
                  MHD_queue_auth_fail_response2(connection, SITE_REALM, "opaque", response,
                                                result == MHD_INVALID_NONCE, algorithm));
}

enum MHD_Result site_answer_digest_md5(struct site_request *request)
{
    return answer_digest(request, MHD_DIGEST_ALG_MD5);
}

enum MHD_Result site_answer_digest_sha256(struct site_request *request)
{
    return answer_digest(request, MHD_DIGEST_ALG_SHA256);
}
