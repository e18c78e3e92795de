#include "app/central/central-reply.h"

#include "app/base/error.h"
#include "app/central/central-log.h"

#include <string.h>

#define HEADERS_MAX 8192 /* bytes of names and values */

/* RFC 6585 section 5; libsoup has no name for it. */
#define STATUS_HEADERS_TOO_LARGE 431

static G_DEFINE_QUARK (zm-central-reply-refusal, refusal)

static void
set_common_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
}

void
zm_central_reply_json (SoupServerMessage *message,
                       guint              status,
                       json_t            *body)
{
  g_autoptr(json_t) owned = body;
  char *text = json_dumps (owned, JSON_COMPACT | JSON_SORT_KEYS);

  set_common_headers (message);
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                    strlen (text));
  free (text);
}

void
zm_central_reply_error (SoupServerMessage *message,
                        guint              status,
                        const GError      *error)
{
  json_t *members = json_object ();
  json_t *body = json_object ();

  g_object_set_qdata_full (G_OBJECT (message), refusal_quark (), g_error_copy (error),
                           (GDestroyNotify) g_error_free);
  zm_central_log_text (members, "check", zm_error_get_check (error));
  zm_central_log_text (members, "message", error->message);
  zm_central_log_text (members, "seen", zm_error_get_seen (error));
  zm_central_log_text (members, "expected", zm_error_get_expected (error));
  json_object_set_new (body, "error", members);
  zm_central_reply_json (message, status, body);
}

const GError *
zm_central_reply_get_refusal (SoupServerMessage *message)
{
  return g_object_get_qdata (G_OBJECT (message), refusal_quark ());
}

static void
refuse (SoupServerMessage *message,
        guint              status,
        const char        *check,
        const char        *seen,
        const char        *expected,
        const char        *text)
{
  g_autoptr(GError) error = zm_error_new_literal (ZM_ERROR_REFUSED, check, seen, expected, text);

  zm_central_reply_error (message, status, error);
}

static gsize
headers_size (SoupServerMessage *message)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  gsize size = 0;

  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    size += strlen (name) + strlen (value);

  return size;
}

gboolean
zm_central_reply_refuse_early (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupEncoding encoding = soup_message_headers_get_encoding (headers);

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (headers_size (message) > HEADERS_MAX)
    {
      refuse (message, STATUS_HEADERS_TOO_LARGE, "http.headers", "more bytes",
              "at most 8 KiB",
              "The request headers are too large");
      return TRUE;
    }
  if (encoding == SOUP_ENCODING_CHUNKED ||
      (encoding == SOUP_ENCODING_CONTENT_LENGTH &&
       soup_message_headers_get_content_length (headers) > 0))
    {
      refuse (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "http.body", "a body",
              "no body",
              "The request has a body");
      return TRUE;
    }

  return FALSE;
}

void
zm_central_reply_not_found (SoupServerMessage *message)
{
  refuse (message, SOUP_STATUS_NOT_FOUND, "http.path",
          g_uri_get_path (soup_server_message_get_uri (message)), "a path that is served here",
          "There is nothing at this path");
}

void
zm_central_reply_method (SoupServerMessage *message,
                         const char        *allowed)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Allow",
                                allowed);
  refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "http.method",
          soup_server_message_get_method (message), allowed,
          "The method is not allowed at this path");
}
