#include "app/reader/decoder.h"
#include "app/reader/live.h"
#include "app/reader/reply.h"
#include "app/reader/sandbox.h"
#include "app/reader/scanner.h"
#include "app/reader/search.h"

#include "app/base/error.h"
#include "app/base/json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define CHUNK 65536

/* zmonitor-reader [PASS] <picture >answer: reads one picture of a stranger, see
 * app/reader/reply.h. Ends with 0 if there is an answer, whatever it says.
 * zmonitor-reader live: reads frames as long as they come, see app/reader/live.h. */

static GBytes *
read_input (GError **error)
{
  g_autoptr(GByteArray) input = g_byte_array_new ();
  guint8 chunk[CHUNK];

  while (input->len <= ZM_DECODER_FILE_MAX)
    {
      gssize got = read (STDIN_FILENO, chunk, sizeof chunk);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          zm_error_set (error, ZM_ERROR_IO, "reader.picture", g_strerror (errno), NULL,
                        "The picture cannot be received");
          return NULL;
        }
      if (got == 0)
        break;
      g_byte_array_append (input, chunk, (guint) got);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&input));
}

static GPtrArray *
find_codes (const char  *pass,
            GError     **error)
{
  g_autoptr(GBytes) input = read_input (error);
  g_autoptr(ZmGrey) picture = NULL;

  if (input == NULL)
    return NULL;
  picture = zm_decoder_decode (input, error);
  if (picture == NULL)
    return NULL;

  return zm_search_find (picture, pass, error);
}

static GBytes *
answer (const char *pass)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) texts = NULL;

  if (zm_sandbox_enter (ZM_SANDBOX_PICTURE, &error))
    texts = find_codes (pass, &error);

  return texts != NULL ? zm_reply_codes (texts) : zm_reply_error (error);
}

static gboolean
write_output (GBytes *output)
{
  gsize left;
  const char *at = g_bytes_get_data (output, &left);

  while (left > 0)
    {
      gssize written = write (STDOUT_FILENO, at, left);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      left -= (gsize) written;
    }

  return TRUE;
}

/* Libraries clean up at exit with calls that are given up by now. */
G_NORETURN static void
end (gboolean ok)
{
  _exit (ok ? 0 : 1);
}

G_NORETURN static void
run_live (void)
{
  ZmLive *live = zm_live_new ();

  end (live != NULL && zm_sandbox_enter (ZM_SANDBOX_LIVE, NULL) && zm_live_run (live));
}

int
main (int   argc,
      char *argv[])
{
  const char *pass = argc == 2 ? argv[1] : NULL;
  gboolean is_live = g_strcmp0 (pass, "live") == 0;
  g_autoptr(GBytes) output = NULL;

  if (argc > 2 || (!is_live && pass != NULL && !zm_search_has_pass (pass)))
    return 2;

  /* What libraries would read from files at their first use. */
  json_object_seed (0);
  zm_scanner_prepare ();
  if (is_live)
    run_live ();

  output = answer (pass);
  end (write_output (output));
}
