#include "app/base/passphrase.h"

#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static gssize
read_byte (int     fd,
           guint8 *byte)
{
  gssize got;

  do
    got = read (fd, byte, 1);
  while (got < 0 && errno == EINTR);

  return got;
}

ZmSecret *
zm_passphrase_read (int      fd,
                    GError **error)
{
  g_autoptr(ZmSecret) secret = zm_secret_new (ZM_PASSPHRASE_MAX + 1);
  guint8 *line = zm_secret_bytes (secret);
  gsize length = 0;
  gssize got;

  while ((got = read_byte (fd, line + length)) == 1 && line[length] != '\n')
    {
      if (++length > ZM_PASSPHRASE_MAX)
        {
          zm_error_set (error, ZM_ERROR_INVALID, "passphrase.read", "a longer line",
                        "at most 1024 bytes", "The passphrase is too long");
          return NULL;
        }
    }
  if (got < 0)
    {
      zm_error_set (error, ZM_ERROR_IO, "passphrase.read", g_strerror (errno), NULL,
                    "The passphrase cannot be read from descriptor %d", fd);
      return NULL;
    }
  if (length == 0)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "passphrase.read", "nothing", "a line of text",
                    "No passphrase came from descriptor %d", fd);
      return NULL;
    }

  zm_secret_truncate (secret, length);
  return g_steal_pointer (&secret);
}

ZmSecret *
zm_passphrase_prompt (const char  *question,
                      GError     **error)
{
  g_autoptr(ZmSecret) secret = NULL;
  struct termios loud;
  struct termios silent;
  int terminal = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

  if (terminal < 0 || tcgetattr (terminal, &loud) != 0)
    {
      if (terminal >= 0)
        close (terminal);
      zm_error_set (error, ZM_ERROR_UNAVAILABLE, "passphrase.terminal", "no terminal",
                    "a terminal, or a descriptor that the secret can be read from",
                    "There is no terminal to ask on: %s", question);
      return NULL;
    }

  silent = loud;
  silent.c_lflag &= ~(tcflag_t) (ECHO | ECHONL);
  silent.c_lflag |= ICANON;
  tcsetattr (terminal, TCSAFLUSH, &silent);
  dprintf (terminal, "%s: ", question);
  secret = zm_passphrase_read (terminal, error);
  dprintf (terminal, "\n");
  tcsetattr (terminal, TCSAFLUSH, &loud);
  close (terminal);

  return g_steal_pointer (&secret);
}
