#include "program.h"

#include "app/base/companion.h"
#include "app/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET_FD   "20"
#define READY_FD    "21"
#define ANSWER_SIZE (256 * 1024)

static GPtrArray *
build_arguments (const char *const *arguments,
                 gboolean           pin)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *argv = g_ptr_array_new_with_free_func (g_free);
  char *path = zm_companion_path ("zmonitor-signer", &error);

  g_assert_no_error (error);
  g_ptr_array_add (argv, path);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, g_strdup (*arguments));
  g_ptr_array_add (argv, g_strdup ("--passphrase-fd=" SECRET_FD));
  g_ptr_array_add (argv, g_strdup ("--ready-fd=" READY_FD));
  if (pin)
    g_ptr_array_add (argv, g_strdup ("--pin-fd=" SECRET_FD));
  g_ptr_array_add (argv, NULL);

  return argv;
}

static void
open_pipe (int ends[2])
{
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
}

static void
read_ready (Program *program,
            int      fd)
{
  g_autoptr(GByteArray) line = g_byte_array_new ();
  guint8 buffer[1024];
  gssize got;

  while ((got = read (fd, buffer, sizeof buffer)) > 0)
    g_byte_array_append (line, buffer, (guint) got);
  program->ready = zm_request_parse_answer (line->data, line->len, &program->error);
}

Program *
program_start (const char *const *arguments,
               const char        *secrets,
               gboolean           pin)
{
  g_autoptr(GPtrArray) argv = build_arguments (arguments, pin);
  Program *program = g_new0 (Program, 1);
  int secret[2], ready[2];

  open_pipe (secret);
  open_pipe (ready);
  g_assert_cmpint (write (secret[1], secrets, strlen (secrets)), ==, strlen (secrets));
  close (secret[1]);
  program->pid = fork ();
  g_assert_cmpint (program->pid, >=, 0);
  if (program->pid == 0)
    {
      dup2 (secret[0], atoi (SECRET_FD));
      dup2 (ready[1], atoi (READY_FD));
      execv (argv->pdata[0], (char *const *) argv->pdata);
      _exit (127);
    }
  close (secret[0]);
  close (ready[1]);
  read_ready (program, ready[0]);
  close (ready[0]);

  return program;
}

Program *
program_serve (const char *station,
               const char *passphrase)
{
  const char *const arguments[] = { "--station", station, NULL };
  g_autofree char *line = g_strconcat (passphrase, "\n", NULL);
  Program *program = program_start (arguments, line, FALSE);

  g_assert_no_error (program->error);

  return program;
}

static int
reap (Program *program)
{
  int status;

  g_assert_cmpint (waitpid (program->pid, &status, 0), ==, program->pid);
  g_clear_pointer (&program->ready, json_decref);
  g_clear_error (&program->error);
  g_free (program);

  return status;
}

int
program_end (Program *program,
             int      signal_number)
{
  kill (program->pid, signal_number);

  return reap (program);
}

int
program_wait (Program *program)
{
  int status = reap (program);

  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

int
program_connect (const char *station)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (g_snprintf (address.sun_path, sizeof address.sun_path, "%s/signer.socket",
                               station), <, sizeof address.sun_path);
  if (connect (fd, (const struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  close (fd);
  return -1;
}

gboolean
program_exchange (int          fd,
                  const void  *request,
                  gsize        length,
                  json_t     **result,
                  GError     **error)
{
  g_autofree guint8 *answer = g_malloc (ANSWER_SIZE);
  gssize got;

  if (send (fd, request, length, MSG_NOSIGNAL) != (gssize) length)
    return FALSE;
  got = recv (fd, answer, ANSWER_SIZE, 0);
  if (got <= 0)
    return FALSE;

  *result = zm_request_parse_answer (answer, (gsize) got, error);
  return TRUE;
}

json_t *
program_ask (int             fd,
             const char     *token,
             ZmRequestType   type,
             json_t         *members,
             GError        **error)
{
  g_autoptr(GBytes) request = zm_request_encode (type, token, members, error);
  json_t *result = NULL;

  g_assert_nonnull (request);
  g_assert_true (program_exchange (fd, g_bytes_get_data (request, NULL),
                                   g_bytes_get_size (request), &result, error));

  return result;
}

char *
program_sign_in (int         fd,
                 const char *name,
                 const char *pin)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = program_ask (fd, NULL, ZM_REQUEST_SIGN_IN,
                                          json_pack ("{s:s, s:s}", "operator", name, "pin", pin),
                                          &error);

  g_assert_no_error (error);

  return g_strdup (json_string_value (json_object_get (answer, "token")));
}
