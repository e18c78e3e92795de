#include "app/qr/reader-client.h"

#include "app/qr/reader-answer.h"

#include "app/base/companion.h"
#include "app/base/error.h"
#include "app/base/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PROGRAM    "zmonitor-reader"
#define ANSWER_MAX (256 * 1024) /* bytes; eight codes with every character escaped */

struct _ZmReaderClient {
  GObject  parent_instance;

  char    *program;
  int      timeout;
};

/* One picture on its way to one process. */
typedef struct {
  GSubprocess  *process;
  int           fd; /* our end of the socket that is the reader's input and output */
  const guint8 *unsent;
  gsize         unsent_length;
  GByteArray   *answer;
} Reading;

typedef struct {
  GBytes       *picture;
  ZmReaderPass  pass;
} ReadData;

G_DEFINE_FINAL_TYPE (ZmReaderClient, zm_reader_client, G_TYPE_OBJECT)

static const char *const pass_names[] = {
  [ZM_READER_THOROUGH] = NULL,
  [ZM_READER_PLAIN] = "plain",
  [ZM_READER_BLUR] = "blur",
  [ZM_READER_SHARPEN] = "sharpen",
  [ZM_READER_INVERT] = "invert",
};

static gboolean
set_start_error (const char  *seen,
                 GError     **error)
{
  zm_error_set (error, ZM_ERROR_INTERNAL, "reader.start", seen, PROGRAM,
                "The picture reader cannot be started");
  return FALSE;
}

/* A socket instead of two pipes: writing to one whose reader has died raises no signal. */
static gboolean
spawn (ZmReaderClient  *self,
       ZmReaderPass     pass,
       Reading         *reading,
       GError         **error)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) spawn_error = NULL;
  char *nothing[] = { NULL };
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    return set_start_error (g_strerror (errno), error);

  reading->fd = fds[0];
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_environ (launcher, nothing);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_take_stdin_fd (launcher, fds[1]);
  g_subprocess_launcher_take_stdout_fd (launcher, fcntl (fds[1], F_DUPFD_CLOEXEC, 3));
  reading->process = g_subprocess_launcher_spawn (launcher, &spawn_error, self->program,
                                                  pass_names[pass], NULL);

  return reading->process != NULL || set_start_error (spawn_error->message, error);
}

static void
reading_clear (Reading *reading)
{
  if (reading->process != NULL)
    {
      g_subprocess_force_exit (reading->process);
      (void) g_subprocess_wait (reading->process, NULL, NULL);
      g_object_unref (reading->process);
    }
  if (reading->fd >= 0)
    close (reading->fd);
  g_clear_pointer (&reading->answer, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
is_transient (int number)
{
  return number == EAGAIN || number == EINTR;
}

/* A reader that refuses a picture early does not take the rest of it; its answer still counts. */
static void
send_some (Reading *reading)
{
  gssize sent = send (reading->fd, reading->unsent, reading->unsent_length,
                      MSG_DONTWAIT | MSG_NOSIGNAL);

  if (sent < 0 && is_transient (errno))
    return;
  if (sent < 0)
    sent = (gssize) reading->unsent_length;

  reading->unsent += sent;
  reading->unsent_length -= (gsize) sent;
  if (reading->unsent_length == 0)
    shutdown (reading->fd, SHUT_WR);
}

/* TRUE when there is nothing more to come, which is also so after a reset. */
static gboolean
receive_some (Reading *reading)
{
  guint8 chunk[4096];
  gssize got = recv (reading->fd, chunk, sizeof chunk, MSG_DONTWAIT);

  if (got < 0 && is_transient (errno))
    return FALSE;
  if (got <= 0)
    return TRUE;

  g_byte_array_append (reading->answer, chunk, (guint) got);
  return reading->answer->len > ANSWER_MAX;
}

static gboolean
converse (Reading       *reading,
          gint64         deadline,
          GCancellable  *cancellable,
          GError       **error)
{
  for (;;)
    {
      gushort events = reading->unsent_length > 0 ? POLLIN | POLLOUT : POLLIN;

      switch (zm_wait_for_fd (reading->fd, events, deadline, cancellable, error))
        {
        case ZM_WAIT_READY:
          break;
        case ZM_WAIT_TIMEOUT:
          zm_error_set (error, ZM_ERROR_UNAVAILABLE, "reader.timeout", NULL, NULL,
                        "Reading the picture took too long");
          return FALSE;
        case ZM_WAIT_FAILED:
        default:
          return FALSE;
        }
      if (reading->unsent_length > 0)
        send_some (reading);
      if (receive_some (reading))
        return TRUE;
    }
}

static gboolean
check_picture_size (GBytes  *picture,
                    GError **error)
{
  gsize length = g_bytes_get_size (picture);
  g_autofree char *seen = NULL;

  if (length >= 1 && length <= ZM_READER_CLIENT_PICTURE_MAX)
    return TRUE;

  seen = g_strdup_printf ("%zu bytes", length);
  zm_error_set (error, ZM_ERROR_INVALID, "reader.picture", seen, "1 byte to 16 MiB",
                "The picture file is empty or too large");
  return FALSE;
}

char **
zm_reader_client_read_all (ZmReaderClient  *self,
                           GBytes          *picture,
                           ZmReaderPass     pass,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_auto(Reading) reading = { .fd = -1 };
  g_autoptr(GBytes) answer = NULL;

  g_return_val_if_fail (ZM_IS_READER_CLIENT (self), NULL);
  g_return_val_if_fail (picture != NULL, NULL);
  g_return_val_if_fail ((gsize) pass < G_N_ELEMENTS (pass_names), NULL);

  if (!check_picture_size (picture, error) || !spawn (self, pass, &reading, error))
    return NULL;

  reading.unsent = g_bytes_get_data (picture, &reading.unsent_length);
  reading.answer = g_byte_array_new ();
  if (!converse (&reading, zm_wait_deadline (self->timeout), cancellable, error))
    return NULL;

  answer = g_byte_array_free_to_bytes (g_steal_pointer (&reading.answer));
  return zm_reader_answer_parse_all (answer, error);
}

char *
zm_reader_client_read (ZmReaderClient  *self,
                       GBytes          *picture,
                       ZmReaderPass     pass,
                       GCancellable    *cancellable,
                       GError         **error)
{
  g_auto(GStrv) texts = zm_reader_client_read_all (self, picture, pass, cancellable, error);

  return texts != NULL ? zm_reader_answer_take_only (texts, error) : NULL;
}

static void
read_data_free (ReadData *data)
{
  g_bytes_unref (data->picture);
  g_free (data);
}

static void
read_in_thread_cb (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  const ReadData *data = task_data;
  GError *error = NULL;
  char *text = zm_reader_client_read (source_object, data->picture, data->pass, cancellable,
                                      &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

void
zm_reader_client_read_async (ZmReaderClient      *self,
                             GBytes              *picture,
                             ZmReaderPass         pass,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ReadData *data;

  g_return_if_fail (ZM_IS_READER_CLIENT (self));
  g_return_if_fail (picture != NULL);

  data = g_new0 (ReadData, 1);
  data->picture = g_bytes_ref (picture);
  data->pass = pass;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zm_reader_client_read_async);
  g_task_set_task_data (task, data, (GDestroyNotify) read_data_free);
  g_task_run_in_thread (task, read_in_thread_cb);
}

char *
zm_reader_client_read_finish (ZmReaderClient  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
zm_reader_client_finalize (GObject *object)
{
  ZmReaderClient *self = ZM_READER_CLIENT (object);

  g_free (self->program);

  G_OBJECT_CLASS (zm_reader_client_parent_class)->finalize (object);
}

static void
zm_reader_client_class_init (ZmReaderClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_reader_client_finalize;
}

static void
zm_reader_client_init (ZmReaderClient *self)
{
}

ZmReaderClient *
zm_reader_client_new (GError **error)
{
  g_autofree char *program = zm_companion_path (PROGRAM, error);

  if (program == NULL)
    return NULL;

  return zm_reader_client_new_for_program (program, ZM_READER_CLIENT_TIMEOUT);
}

ZmReaderClient *
zm_reader_client_new_for_program (const char *path,
                                  int         timeout)
{
  ZmReaderClient *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (ZM_TYPE_READER_CLIENT, NULL);
  self->program = g_strdup (path);
  self->timeout = timeout;

  return self;
}
