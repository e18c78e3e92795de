#include "app/signer/ledger.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/base/jcs.h"
#include "app/pki/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define READ_LENGTH (64 * 1024)

struct _ZmLedger {
  int           fd;
  gint64        length; /* of the file, up to the last good line */
  gint64        sequence;
  guint8        mac[ZM_SHA256_LENGTH];
  gboolean      broken; /* the file's end is not known any more */
  ZmSecret     *key;
  ZmLedgerFunc  func;
  gpointer      data;
};

static gboolean
refuse_line (ZmLedger    *ledger,
             const char  *check,
             const char  *seen,
             const char  *expected,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, check, seen, expected,
                "The signer's ledger is damaged or was changed at entry %" G_GINT64_FORMAT,
                ledger->sequence + 1);
  return FALSE;
}

static void
compute_mac (ZmLedger *ledger,
             GBytes   *line,
             guint8   *mac)
{
  gsize length;
  const guint8 *text = g_bytes_get_data (line, &length);
  g_autofree guint8 *input = g_malloc (ZM_SHA256_LENGTH + length);

  memcpy (input, ledger->mac, ZM_SHA256_LENGTH);
  memcpy (input + ZM_SHA256_LENGTH, text, length);
  zm_digest_hmac_sha256 (zm_secret_peek (ledger->key), zm_secret_length (ledger->key), input,
                         ZM_SHA256_LENGTH + length, mac);
}

/* What stands in the file must be what append wrote, to the byte. */
static gboolean
check_spelling (ZmLedger      *ledger,
                const json_t  *entry,
                const char    *text,
                gsize          length,
                GError       **error)
{
  g_autoptr(GBytes) canonical = zm_jcs_encode (entry, NULL);
  g_autoptr(GBytes) line = g_bytes_new_static (text, length);

  if (canonical == NULL || !g_bytes_equal (canonical, line))
    return refuse_line (ledger, "ledger.line", "another spelling", "canonical JSON", error);

  return TRUE;
}

/* Takes the mac out of the entry. */
static gboolean
check_mac (ZmLedger  *ledger,
           json_t    *entry,
           guint8    *mac,
           GError   **error)
{
  const char *text = json_string_value (json_object_get (entry, "mac"));
  guint8 stated[ZM_SHA256_LENGTH];
  g_autoptr(GBytes) line = NULL;

  if (text == NULL || !zm_hex_decode (text, stated, sizeof stated))
    return refuse_line (ledger, "ledger.mac", "nothing", "a mac", error);

  json_object_del (entry, "mac");
  line = zm_jcs_encode (entry, error);
  if (line == NULL)
    return FALSE;
  compute_mac (ledger, line, mac);
  if (!zm_digest_equal (mac, stated, sizeof stated))
    return refuse_line (ledger, "ledger.mac", "another content or order", "the mac's content",
                        error);

  return TRUE;
}

static gboolean
check_sequence (ZmLedger      *ledger,
                const json_t  *entry,
                GError       **error)
{
  gint64 sequence = json_integer_value (json_object_get (entry, "seq"));
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (sequence == ledger->sequence + 1)
    return TRUE;

  seen = g_strdup_printf ("%" G_GINT64_FORMAT, sequence);
  expected = g_strdup_printf ("%" G_GINT64_FORMAT, ledger->sequence + 1);
  return refuse_line (ledger, "ledger.sequence", seen, expected, error);
}

static void
advance (ZmLedger     *ledger,
         gsize         line_length,
         const guint8 *mac)
{
  ledger->sequence++;
  ledger->length += (gint64) line_length + 1;
  memcpy (ledger->mac, mac, ZM_SHA256_LENGTH);
}

static gboolean
replay_line (ZmLedger    *ledger,
             const char  *text,
             gsize        length,
             GError     **error)
{
  g_autoptr(json_t) entry = zm_json_parse_object (text, length, "ledger.line", NULL);
  guint8 mac[ZM_SHA256_LENGTH];

  if (entry == NULL)
    return refuse_line (ledger, "ledger.line", "no JSON", "canonical JSON", error);

  if (!check_spelling (ledger, entry, text, length, error) ||
      !check_mac (ledger, entry, mac, error) ||
      !check_sequence (ledger, entry, error) ||
      !ledger->func (entry, ledger->data, error))
    return FALSE;

  advance (ledger, length, mac);
  return TRUE;
}

/* No line that was written has a zero byte: there the power went before all sectors of the line were
 * on the disk, while its end, with the line feed, was. */
static gboolean
has_hole (const guint8 *text,
          gsize         length)
{
  return memchr (text, 0, length) != NULL;
}

/* Leaves the unfinished end in pending. */
static gboolean
replay_pending (ZmLedger    *ledger,
                GByteArray  *pending,
                GError     **error)
{
  guint start = 0;
  guint8 *end;

  while ((end = memchr (pending->data + start, '\n', pending->len - start)) != NULL)
    {
      gsize length = (gsize) (end - pending->data) - start;

      if (has_hole (pending->data + start, length))
        break;
      if (!replay_line (ledger, (const char *) pending->data + start, length, error))
        return FALSE;
      start += (guint) length + 1;
    }
  g_byte_array_remove_range (pending, 0, start);

  if (pending->len > ZM_LEDGER_LINE_MAX)
    return refuse_line (ledger, "ledger.line", "a longer line", "at most 256 KiB", error);

  return TRUE;
}

static gboolean
fail_system (const char  *check,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, check, g_strerror (errno), NULL,
                "The signer's ledger cannot be used");
  return FALSE;
}

static gboolean
fail_empty (GError **error)
{
  zm_error_set (error, ZM_ERROR_CORRUPT, "ledger.empty", "no entry", "at least the first entry",
                "The signer's ledger is lost: its file is missing or empty");
  return FALSE;
}

/* What fsync did not return for is one line, the last. */
static gboolean
check_unfinished (ZmLedger    *ledger,
                  GByteArray  *pending,
                  GError     **error)
{
  const guint8 *end = pending->len == 0 ? NULL : memchr (pending->data, '\n', pending->len);

  if (end == NULL || end == pending->data + pending->len - 1)
    return TRUE;

  return refuse_line (ledger, "ledger.line", "zero bytes", "canonical JSON", error);
}

static gboolean
cut_unfinished (ZmLedger  *ledger,
                GError   **error)
{
  if (ftruncate (ledger->fd, ledger->length) != 0 || fsync (ledger->fd) != 0)
    return fail_system ("ledger.write", error);

  return TRUE;
}

static gboolean
replay (ZmLedger  *ledger,
        GError   **error)
{
  g_autoptr(GByteArray) pending = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_LENGTH);
  gssize got;

  do
    {
      got = read (ledger->fd, buffer, READ_LENGTH);
      if (got < 0 && errno != EINTR)
        return fail_system ("ledger.read", error);
      if (got > 0)
        {
          g_byte_array_append (pending, buffer, (guint) got);
          if (!replay_pending (ledger, pending, error))
            return FALSE;
        }
    } while (got != 0);

  if (!check_unfinished (ledger, pending, error))
    return FALSE;
  /* Before anything is cut off: what is left of a ledger that lost its beginning is evidence. */
  if (ledger->sequence == 0)
    return fail_empty (error);

  return pending->len == 0 || cut_unfinished (ledger, error);
}

static ZmLedger *
new_ledger (const char      *path,
            const ZmSecret  *key,
            ZmLedgerFunc     func,
            gpointer         data,
            GError         **error)
{
  g_autoptr(ZmLedger) ledger = g_new0 (ZmLedger, 1);

  ledger->key = zm_secret_new_copy (zm_secret_peek (key), zm_secret_length (key));
  ledger->func = func;
  ledger->data = data;
  ledger->fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (ledger->fd < 0 && errno == ENOENT)
    fail_empty (error);
  else if (ledger->fd < 0)
    fail_system ("ledger.read", error);

  return ledger->fd < 0 ? NULL : g_steal_pointer (&ledger);
}

ZmLedger *
zm_ledger_create (const char      *path,
                  const ZmSecret  *key,
                  ZmLedgerFunc     func,
                  gpointer         data,
                  GError         **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return zm_file_write (path, "", 0, 0600, error) ? new_ledger (path, key, func, data, error) :
         NULL;
}

ZmLedger *
zm_ledger_open (const char      *path,
                const ZmSecret  *key,
                ZmLedgerFunc     func,
                gpointer         data,
                GError         **error)
{
  g_autoptr(ZmLedger) ledger = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  ledger = new_ledger (path, key, func, data, error);

  return ledger != NULL && replay (ledger, error) ? g_steal_pointer (&ledger) : NULL;
}

void
zm_ledger_free (ZmLedger *ledger)
{
  if (ledger == NULL)
    return;

  if (ledger->fd >= 0)
    close (ledger->fd);
  zm_secret_free (ledger->key);
  g_free (ledger);
}

/* JCS sorts members, so the mac can only be added to the object and the whole encoded again. */
static GBytes *
seal_entry (ZmLedger  *ledger,
            json_t    *entry,
            guint8    *mac,
            GError   **error)
{
  g_autoptr(GBytes) bare = zm_jcs_encode (entry, error);
  g_autoptr(json_t) sealed = NULL;
  g_autofree char *hex = NULL;

  if (bare == NULL)
    return NULL;

  compute_mac (ledger, bare, mac);
  hex = zm_hex_encode (mac, ZM_SHA256_LENGTH);
  sealed = json_copy (entry);
  zm_json_set_string (sealed, "mac", hex);

  return zm_jcs_encode (sealed, error);
}

static gboolean
write_at_end (ZmLedger   *ledger,
              const char *data,
              gsize       length)
{
  gint64 at = ledger->length;

  while (length > 0)
    {
      gssize written = pwrite (ledger->fd, data, length, at);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      data += written;
      at += written;
      length -= (gsize) written;
    }

  return fsync (ledger->fd) == 0;
}

static gboolean
write_line (ZmLedger  *ledger,
            GBytes    *line,
            GError   **error)
{
  g_autoptr(GByteArray) content = g_byte_array_new ();
  gsize length;
  const guint8 *text = g_bytes_get_data (line, &length);

  g_byte_array_append (content, text, (guint) length);
  g_byte_array_append (content, (const guint8 *) "\n", 1);
  if (write_at_end (ledger, (const char *) content->data, content->len))
    return TRUE;

  fail_system ("ledger.write", error);
  ledger->broken = ftruncate (ledger->fd, ledger->length) != 0 || fsync (ledger->fd) != 0;
  return FALSE;
}

gboolean
zm_ledger_append (ZmLedger    *ledger,
                  const char  *kind,
                  ZmInstant    time,
                  json_t      *members,
                  GError     **error)
{
  g_autoptr(json_t) entry = members;
  g_autofree char *stamp = zm_instant_format_micros (time);
  g_autoptr(GBytes) line = NULL;
  guint8 mac[ZM_SHA256_LENGTH];

  g_return_val_if_fail (ledger != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  json_object_set_new (entry, "seq", json_integer (ledger->sequence + 1));
  zm_json_set_string (entry, "time", stamp);
  zm_json_set_string (entry, "kind", kind);
  line = seal_entry (ledger, entry, mac, error);
  if (line == NULL)
    return FALSE;

  if (ledger->broken || g_bytes_get_size (line) > ZM_LEDGER_LINE_MAX)
    {
      zm_error_set (error, ZM_ERROR_IO, "ledger.write", NULL, NULL,
                    "The signer's ledger takes no entry any more");
      return FALSE;
    }
  if (!write_line (ledger, line, error))
    return FALSE;

  advance (ledger, g_bytes_get_size (line), mac);
  return ledger->func (entry, ledger->data, error);
}

gint64
zm_ledger_get_sequence (ZmLedger *ledger)
{
  g_return_val_if_fail (ledger != NULL, 0);

  return ledger->sequence;
}
