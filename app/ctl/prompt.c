#include "config.h"

#include "app/ctl/prompt.h"

#include "app/base/error.h"
#include "app/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MAX 512 /* bytes */

static char *
read_line (int terminal)
{
  char line[ANSWER_MAX];
  gsize length = 0;

  while (length < sizeof line - 1)
    {
      gssize got = read (terminal, line + length, 1);

      if (got < 0 && errno == EINTR)
        continue;
      /* cppcheck-suppress uninitvar -- read() has just written it. */
      if (got <= 0 || line[length] == '\n')
        break;
      length++;
    }

  line[length] = '\0';
  return g_strdup (g_strstrip (line));
}

char *
zm_prompt_ask (const char  *question,
               GError     **error)
{
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  g_autofree char *shown = NULL;
  char *answer;

  if (terminal < 0)
    {
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "passphrase.terminal", "no terminal",
                    "a terminal, or an option that answers the question",
                    "There is no terminal to ask on: %s", question);
      return NULL;
    }

  shown = zm_text_escape (question, -1);
  dprintf (terminal, "%s ", shown);
  answer = read_line (terminal);
  close (terminal);

  return answer;
}

gboolean
zm_prompt_confirm (const char  *question,
                   gboolean    *yes,
                   GError     **error)
{
  /* TRANSLATORS: the letter in capitals is what an empty answer means. */
  g_autofree char *line = g_strdup_printf (_("%s [y/N]"), question);
  g_autofree char *answer = zm_prompt_ask (line, error);
  g_autofree char *folded = answer != NULL ? g_utf8_casefold (answer, -1) : NULL;
  /* TRANSLATORS: the answers that mean yes, in lower case, with spaces between them. */
  g_auto(GStrv) words = g_strsplit (_("y yes"), " ", -1);

  if (folded == NULL)
    return FALSE;

  *yes = *folded != '\0' && g_strv_contains ((const char *const *) words, folded);
  return TRUE;
}
