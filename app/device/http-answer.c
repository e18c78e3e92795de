#include "app/device/http-answer.h"

#include "app/base/error.h"

#include <string.h>

#define CHUNK_DIGITS 8 /* of a chunk's size */
#define VERSION      "HTTP/1."
#define STATUS_AT    9 /* behind the version, its last digit and a space */

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

/* What frames the body, RFC 9112 section 6; both NULL: the end of the connection does. */
typedef struct {
  char *coding;
  char *count;
} Framing;

static void
framing_clear (Framing *framing)
{
  g_free (framing->coding);
  g_free (framing->count);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Framing, framing_clear)

static GBytes *
read_body (Reader         *reader,
           const Framing  *framing,
           GError        **error)
{
  if (framing->coding != NULL && g_ascii_strcasecmp (framing->coding, "chunked") == 0)
    return read_chunks (reader, error);
  if (framing->coding != NULL)
    {
      fail (framing->coding, "chunked", error);
      return NULL;
    }
  if (framing->count != NULL)
    return read_counted (reader, framing->count, error);

  return g_bytes_new (reader->at, reader->left);
}

/* "HTTP/1.1 200 OK", RFC 9112 section 4; the words at its end may be missing. */
static gboolean
read_status (Reader *reader,
             guint  *status)
{
  gsize length;
  const char *line = read_line (reader, &length);

  if (line == NULL || length < STATUS_AT + 3 || memcmp (line, VERSION, strlen (VERSION)) != 0 ||
      !g_ascii_isdigit (line[strlen (VERSION)]) || line[STATUS_AT - 1] != ' ' ||
      (length > STATUS_AT + 3 && line[STATUS_AT + 3] != ' '))
    return FALSE;

  *status = 0;
  for (gsize i = STATUS_AT; i < STATUS_AT + 3; i++)
    {
      if (!g_ascii_isdigit (line[i]))
        return FALSE;
      *status = *status * 10 + (guint) g_ascii_digit_value (line[i]);
    }

  return *status >= 100;
}

static gboolean
is_named (const char *line,
          gsize       length,
          const char *name)
{
  return length == strlen (name) && g_ascii_strncasecmp (line, name, length) == 0;
}

/* A field that frames the body and comes twice is a list, which is none of the forms we take. */
static gboolean
read_field (const char *line,
            gsize       length,
            Framing    *framing)
{
  const char *colon = memchr (line, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - line) : 0;
  g_autofree char *value = NULL;
  char **place;

  /* White space here would let two readers see two fields (RFC 9112 sections 5.1 and 5.2). */
  if (name_length == 0 || strcspn (line, " \t:") != name_length)
    return FALSE;

  if (is_named (line, name_length, "Transfer-Encoding"))
    place = &framing->coding;
  else if (is_named (line, name_length, "Content-Length"))
    place = &framing->count;
  else
    return TRUE;

  value = g_strstrip (g_strndup (colon + 1, length - name_length - 1));
  if (*place != NULL)
    return FALSE;
  *place = g_steal_pointer (&value);
  return TRUE;
}

static gboolean
read_fields (Reader  *reader,
             Framing *framing)
{
  gsize length;
  const char *line;

  while ((line = read_line (reader, &length)) != NULL && length > 0)
    {
      if (memchr (line, '\0', length) != NULL || !read_field (line, length, framing))
        return FALSE;
    }

  return line != NULL;
}

ZmHttpAnswer *
zm_http_answer_parse (GBytes  *data,
                      GError **error)
{
  g_autoptr(ZmHttpAnswer) answer = NULL;
  g_auto(Framing) framing = { NULL };
  Reader reader;

  g_return_val_if_fail (data != NULL, NULL);

  reader.at = g_bytes_get_data (data, &reader.left);
  if (reader.left == 0 || reader.left > ZM_HTTP_ANSWER_MAX)
    {
      fail (reader.left == 0 ? "nothing" : "a longer answer", "1 byte to 64 KiB", error);
      return NULL;
    }

  answer = g_new0 (ZmHttpAnswer, 1);
  if (!read_status (&reader, &answer->status) || !read_fields (&reader, &framing))
    {
      fail ("another header", "HTTP/1.1", error);
      return NULL;
    }
  answer->body = read_body (&reader, &framing, error);
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
