#include "app/device/http-answer.h"

#include "app/base/error.h"

#include <libsoup/soup.h>
#include <string.h>

#define CHUNK_DIGITS 8 /* of a chunk's size */

/* What is left to read. */
typedef struct {
  const char *at;
  gsize       left;
} Reader;

static gboolean
fail (const char  *seen,
      const char  *expected,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "http.answer", seen, expected,
                "The server's answer is not HTTP as it must be");
  return FALSE;
}

/* Up to the line feed that ends a line; NULL if none does. */
static const char *
read_line (Reader *reader,
           gsize  *length)
{
  const char *line = reader->at;
  const char *end = memmem (reader->at, reader->left, "\r\n", 2);

  if (end == NULL)
    return NULL;

  *length = (gsize) (end - line);
  reader->at = end + 2;
  reader->left -= *length + 2;
  return line;
}

/* RFC 9112 section 7.1; extensions are allowed and not read. */
static gboolean
read_chunk_size (Reader *reader,
                 gsize  *size)
{
  gsize length;
  const char *line = read_line (reader, &length);
  gsize value = 0;
  gsize digits = 0;

  if (line == NULL)
    return FALSE;
  while (digits < length && g_ascii_isxdigit (line[digits]))
    {
      if (digits == CHUNK_DIGITS)
        return FALSE;
      value = value << 4 | (gsize) g_ascii_xdigit_value (line[digits++]);
    }
  if (digits == 0 || (digits < length && strchr ("; \t", line[digits]) == NULL))
    return FALSE;

  *size = value;
  return TRUE;
}

static GBytes *
read_chunks (Reader  *reader,
             GError **error)
{
  g_autoptr(GByteArray) body = g_byte_array_new ();
  gsize size;

  while (read_chunk_size (reader, &size))
    {
      if (size == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if (size + 2 > reader->left || memcmp (reader->at + size, "\r\n", 2) != 0)
        break;
      g_byte_array_append (body, (const guint8 *) reader->at, (guint) size);
      reader->at += size + 2;
      reader->left -= size + 2;
    }

  fail ("a broken or missing chunk", NULL, error);
  return NULL;
}

static GBytes *
read_counted (Reader      *reader,
              const char  *count,
              GError     **error)
{
  guint64 length;
  g_autofree char *seen = g_strdup_printf ("%zu bytes", reader->left);
  g_autofree char *expected = g_strdup_printf ("%s bytes", count);

  if (g_ascii_string_to_unsigned (count, 10, 0, ZM_HTTP_ANSWER_MAX, &length, NULL) &&
      length <= reader->left)
    return g_bytes_new (reader->at, length);

  fail (seen, expected, error);
  return NULL;
}

static GBytes *
read_body (Reader              *reader,
           SoupMessageHeaders  *headers,
           GError             **error)
{
  const char *coding = soup_message_headers_get_list (headers, "Transfer-Encoding");
  const char *count = soup_message_headers_get_list (headers, "Content-Length");

  if (coding != NULL && g_ascii_strcasecmp (coding, "chunked") == 0)
    return read_chunks (reader, error);
  if (coding != NULL)
    {
      fail (coding, "chunked", error);
      return NULL;
    }
  if (count != NULL)
    return read_counted (reader, count, error);

  return g_bytes_new (reader->at, reader->left);
}

/* Leaves the reader at the body. */
static gboolean
read_head (Reader              *reader,
           SoupMessageHeaders  *headers,
           guint               *status,
           GError             **error)
{
  const char *end = memmem (reader->at, reader->left, "\r\n\r\n", 4);
  SoupHTTPVersion version;
  gsize length;

  if (end == NULL)
    return fail ("no end of the header", NULL, error);

  length = (gsize) (end - reader->at) + 2;
  if (memchr (reader->at, '\0', length) != NULL ||
      !soup_headers_parse_response (reader->at, (int) length, headers, &version, status, NULL))
    return fail ("another header", "HTTP/1.1", error);

  reader->at += length + 2;
  reader->left -= length + 2;
  return TRUE;
}

ZmHttpAnswer *
zm_http_answer_parse (GBytes  *data,
                      GError **error)
{
  g_autoptr(SoupMessageHeaders) headers = NULL;
  g_autoptr(ZmHttpAnswer) answer = NULL;
  Reader reader;

  g_return_val_if_fail (data != NULL, NULL);

  reader.at = g_bytes_get_data (data, &reader.left);
  if (reader.left == 0 || reader.left > ZM_HTTP_ANSWER_MAX)
    {
      fail (reader.left == 0 ? "nothing" : "a longer answer", "1 byte to 64 KiB", error);
      return NULL;
    }

  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  answer = g_new0 (ZmHttpAnswer, 1);
  if (!read_head (&reader, headers, &answer->status, error))
    return NULL;
  answer->body = read_body (&reader, headers, error);
  if (answer->body == NULL)
    return NULL;

  return g_steal_pointer (&answer);
}

void
zm_http_answer_free (ZmHttpAnswer *answer)
{
  if (answer == NULL)
    return;

  g_clear_pointer (&answer->body, g_bytes_unref);
  g_free (answer);
}
