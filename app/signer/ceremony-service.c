#include "app/signer/ceremony-service.h"

#include "app/base/confine.h"
#include "app/base/error.h"
#include "app/base/parent.h"
#include "app/pki/random.h"
#include "app/protocol/request.h"
#include "app/signer/ceremony.h"
#include "app/signer/sandbox.h"
#include "app/signer/secret-entry.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static gboolean
fail_stream (const char  *what,
             GError     **error)
{
  zm_error_set (error, ZM_ERROR_IO, "ceremony.stream", g_strerror (errno), NULL,
                "The ceremony's %s is broken", what);
  return FALSE;
}

static gboolean
write_line (GBytes  *answer,
            GError **error)
{
  g_autoptr(GByteArray) line = g_byte_array_new ();
  gsize length;
  const guint8 *text = g_bytes_get_data (answer, &length);
  gsize done = 0;

  g_byte_array_append (line, text, (guint) length);
  g_byte_array_append (line, (const guint8 *) "\n", 1);
  while (done < line->len)
    {
      gssize written = write (STDOUT_FILENO, line->data + done, line->len - done);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return fail_stream ("output", error);
      done += (gsize) written;
    }

  return TRUE;
}

static gboolean
answer_lines (ZmCeremony  *ceremony,
              GByteArray  *pending,
              GError     **error)
{
  guint8 *end;

  while ((end = memchr (pending->data, '\n', pending->len)) != NULL)
    {
      gsize length = (gsize) (end - pending->data);
      g_autoptr(GBytes) answer = zm_ceremony_answer (ceremony, (const char *) pending->data,
                                                     length);

      if (!write_line (answer, error))
        return FALSE;
      g_byte_array_remove_range (pending, 0, (guint) length + 1);
    }
  if (pending->len > ZM_CEREMONY_LINE_MAX)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "request.json", "a longer line", "at most 64 KiB",
                    "A request of the ceremony is too long");
      return FALSE;
    }

  return TRUE;
}

static gboolean
serve (ZmCeremony  *ceremony,
       GError     **error)
{
  g_autoptr(GByteArray) pending = g_byte_array_new ();
  guint8 buffer[4096];

  for (;;)
    {
      gssize got = read (STDIN_FILENO, buffer, sizeof buffer);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return fail_stream ("input", error);
      if (got == 0)
        return TRUE;
      g_byte_array_append (pending, buffer, (guint) got);
      if (!answer_lines (ceremony, pending, error))
        return FALSE;
    }
}

static gboolean
open_and_serve (const ZmOptions  *options,
                GError          **error)
{
  g_autoptr(ZmSecret) passphrase = zm_secret_entry_read (options->passphrase_fd,
                                                         "Passphrase of the root key", FALSE,
                                                         error);
  g_autoptr(ZmCeremony) ceremony = NULL;

  if (passphrase == NULL || !zm_random_check (error))
    return FALSE;
  ceremony = zm_ceremony_open (options->root_media, passphrase, error);
  if (ceremony == NULL ||
      (!ZM_CONFINE_IS_SANITIZED && !zm_sandbox_enter (ZM_SANDBOX_CEREMONY, error)))
    return FALSE;

  return serve (ceremony, error);
}

gboolean
zm_ceremony_service_run (const ZmOptions  *options,
                         GError          **error)
{
  g_autoptr(GError) failure = NULL;
  g_autoptr(GBytes) answer = NULL;

  g_return_val_if_fail (options != NULL, FALSE);

  /* The end of its input ends it too, but only when it reads on: until then, half a second or more
   * with a slow media, it would keep the media from whoever tries again. */
  if ((!options->exit_with_parent || zm_parent_bind (&failure)) &&
      open_and_serve (options, &failure))
    return TRUE;

  answer = zm_request_encode_error (failure);
  (void) write_line (answer, NULL);
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}
