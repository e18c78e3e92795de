#include "app/central/central-crls.h"

#include "app/central/central-reply.h"

#include <string.h>

/* RFC 9110 section 13.1.2, weak comparison. */
static gboolean
names_etag (const char *condition,
            const char *etag)
{
  g_auto(GStrv) parts = g_strsplit (condition, ",", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      const char *tag = g_strstrip (*part);

      if (g_str_has_prefix (tag, "W/"))
        tag += strlen ("W/");
      if (strcmp (tag, "*") == 0 || strcmp (tag, etag) == 0)
        return TRUE;
    }

  return FALSE;
}

/* RFC 9110 section 13.2.2: If-None-Match decides alone where it stands. */
static gboolean
is_unchanged (SoupServerMessage        *message,
              const ZmCentralShelfItem *item)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *none_match = soup_message_headers_get_list (headers, "If-None-Match");
  const char *since = soup_message_headers_get_one (headers, "If-Modified-Since");
  g_autoptr(GDateTime) date = NULL;

  if (none_match != NULL)
    return names_etag (none_match, item->etag);
  if (since != NULL)
    date = soup_date_time_new_from_http_string (since);

  return date != NULL && item->modified / ZM_INSTANT_SECOND <= g_date_time_to_unix (date);
}

static void
set_validators (SoupServerMessage        *message,
                const ZmCentralShelfItem *item)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (item->modified / ZM_INSTANT_SECOND);
  g_autofree char *text = soup_date_time_to_string (date, SOUP_DATE_HTTP);

  soup_message_headers_replace (headers, "Last-Modified", text);
  soup_message_headers_replace (headers, "ETag", item->etag);
  soup_message_headers_replace (headers, "Connection", "close");
}

void
zm_central_crls_answer (ZmCentralShelf    *shelf,
                        SoupServerMessage *message)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  const char *method = soup_server_message_get_method (message);
  const ZmCentralShelfItem *item = zm_central_shelf_find (shelf, path + 1);
  GBytes *der;

  if (item == NULL)
    {
      zm_central_reply_not_found (message);
      return;
    }
  if (method != SOUP_METHOD_GET && method != SOUP_METHOD_HEAD)
    {
      zm_central_reply_method (message, "GET, HEAD");
      return;
    }

  set_validators (message, item);
  if (is_unchanged (message, item))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_MODIFIED, NULL);
      return;
    }
  der = zm_crl_get_der (item->crl);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/pkix-crl", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (der, NULL), g_bytes_get_size (der));
}
