#include "app/qr/frame-reader.h"

#include "app/qr/frame-memory.h"
#include "app/qr/frame-process.h"

#include "app/base/companion.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PROGRAM     "zmonitor-reader"
#define DELAY_FIRST 50 /* milliseconds, after a second failure in a row */
#define NEVER       (-1)

typedef enum {
  FRAME_NONE,
  FRAME_COPYING, /* by the thread that offers */
  FRAME_ASKED,   /* by the process */
} FrameState;

struct _ZmFrameReader {
  GObject              parent_instance;

  char                *program;
  gint64               timeout; /* microseconds */
  guint8              *memory;
  int                  memory_fd;

  GMainContext        *context;
  GSource             *clock;   /* the end of patience with a frame, or the next start */
  GSource             *answers; /* NULL while no process runs */

  GMutex               lock;    /* of what follows, which two threads look at */
  ZmFrameProcess       process;
  FrameState           frame;
  guint64              number;
  gint64               wake;    /* when the clock is to ring */
  ZmFrameReaderCounts  counts;

  guint                failures; /* in a row */
  ZmFrameReading       reading;
  guint8               answer[ZM_FRAME_READING_BYTES_MAX];
};

enum {
  SIGNAL_MISSED,
  SIGNAL_READING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZmFrameReader, zm_frame_reader, G_TYPE_OBJECT)

static void
set_clock (ZmFrameReader *self,
           gint64         wake)
{
  self->wake = wake;
  g_source_set_ready_time (self->clock, wake);
}

/* What was set anew in the round of the loop that was about to ring it has still to come. */
static gboolean
clock_rings (ZmFrameReader *self)
{
  gboolean rings;

  g_mutex_lock (&self->lock);
  rings = self->wake != NEVER && g_get_monotonic_time () >= self->wake;
  if (rings)
    set_clock (self, NEVER);
  g_mutex_unlock (&self->lock);

  return rings;
}

/* The first one that dies is replaced at once; a process that the picture before the camera kills
 * again and again must not become a load. */
static gint64
next_start (ZmFrameReader *self)
{
  gint64 delay = 0;

  if (self->failures > 1)
    delay = MIN ((gint64) DELAY_FIRST << MIN (self->failures - 2, 16u), ZM_FRAME_READER_DELAY_MAX);

  return g_get_monotonic_time () + delay * 1000;
}

/* Whatever its reason: nothing more is expected of this process. */
static void
give_up_process (ZmFrameReader *self)
{
  gboolean missed;
  guint64 number;

  if (self->answers != NULL)
    {
      g_source_destroy (self->answers);
      g_clear_pointer (&self->answers, g_source_unref);
    }
  self->failures++;

  g_mutex_lock (&self->lock);
  zm_frame_process_kill (&self->process);
  missed = self->frame == FRAME_ASKED;
  number = self->number;
  if (missed)
    {
      self->frame = FRAME_NONE;
      self->counts.missed++;
    }
  set_clock (self, next_start (self));
  g_mutex_unlock (&self->lock);

  if (missed)
    g_signal_emit (self, signals[SIGNAL_MISSED], 0, number);
}

/* FALSE when the number is not that of the frame which was asked about. */
static gboolean
end_frame (ZmFrameReader *self)
{
  gboolean expected;

  g_mutex_lock (&self->lock);
  expected = self->frame == FRAME_ASKED && self->number == self->reading.number;
  if (expected)
    {
      self->frame = FRAME_NONE;
      self->counts.read++;
      set_clock (self, NEVER);
    }
  g_mutex_unlock (&self->lock);

  return expected;
}

/* One packet at a time, so that a process that never stops writing does not keep the loop. */
static gboolean
answer_cb (int          fd,
           GIOCondition condition,
           gpointer     user_data)
{
  g_autoptr(ZmFrameReader) self = g_object_ref (user_data);
  gssize got = recv (fd, self->answer, sizeof self->answer, MSG_DONTWAIT | MSG_TRUNC);

  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (got <= 0 || got > (gssize) sizeof self->answer ||
      !zm_frame_reading_decode (&self->reading, self->answer, (gsize) got) || !end_frame (self))
    {
      give_up_process (self);
      return G_SOURCE_REMOVE;
    }

  self->failures = 0;
  g_signal_emit (self, signals[SIGNAL_READING], 0, &self->reading);

  return G_SOURCE_CONTINUE;
}

static void
start_process (ZmFrameReader *self)
{
  ZmFrameProcess process = { .fd = -1 };

  if (!zm_frame_process_start (&process, self->program, self->memory_fd, NULL))
    {
      give_up_process (self);
      return;
    }

  self->answers = g_unix_fd_source_new (process.fd, G_IO_IN);
  g_source_set_callback (self->answers, G_SOURCE_FUNC (answer_cb), self, NULL);
  g_source_attach (self->answers, self->context);

  g_mutex_lock (&self->lock);
  self->process = process;
  g_mutex_unlock (&self->lock);
}

static gboolean
clock_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  g_autoptr(ZmFrameReader) self = g_object_ref (user_data);

  if (!clock_rings (self))
    return G_SOURCE_CONTINUE;
  if (self->answers != NULL)
    {
      give_up_process (self);
      return G_SOURCE_CONTINUE;
    }

  g_mutex_lock (&self->lock);
  self->counts.restarts++;
  g_mutex_unlock (&self->lock);
  start_process (self);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs clock_functions = { .dispatch = clock_dispatch };

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static GSource *
create_clock (ZmFrameReader *self)
{
  GSource *clock = g_source_new (&clock_functions, sizeof (GSource));

  g_source_set_callback (clock, nothing_cb, self, NULL);
  g_source_attach (clock, self->context);

  return clock;
}

static void
copy_frame (guint8       *to,
            const guint8 *from,
            guint         width,
            guint         height,
            gsize         stride)
{
  if (stride == width)
    {
      memcpy (to, from, (gsize) width * height);
      return;
    }
  for (guint y = 0; y < height; y++, to += width, from += stride)
    memcpy (to, from, width);
}

static gboolean
begin_frame (ZmFrameReader *self)
{
  gboolean free_to_take;

  g_mutex_lock (&self->lock);
  free_to_take = self->process.process != NULL && self->frame == FRAME_NONE;
  if (free_to_take)
    self->frame = FRAME_COPYING;
  g_mutex_unlock (&self->lock);

  return free_to_take;
}

/* A process that has died meanwhile does not take the packet; its end will be told soon. */
static gboolean
ask (ZmFrameReader        *self,
     const ZmFrameRequest *request)
{
  guint8 packet[ZM_FRAME_REQUEST_BYTES];
  gboolean asked;

  zm_frame_request_encode (request, packet);

  g_mutex_lock (&self->lock);
  asked = self->process.process != NULL;
  self->frame = asked ? FRAME_ASKED : FRAME_NONE;
  self->number = request->number;
  if (asked)
    {
      (void) !send (self->process.fd, packet, sizeof packet, MSG_DONTWAIT | MSG_NOSIGNAL);
      set_clock (self, g_get_monotonic_time () + self->timeout);
    }
  g_mutex_unlock (&self->lock);

  return asked;
}

gboolean
zm_frame_reader_offer (ZmFrameReader *self,
                       const guint8  *pixels,
                       guint          width,
                       guint          height,
                       gsize          stride,
                       guint64        number)
{
  const ZmFrameRequest request = { number, width, height };

  g_return_val_if_fail (ZM_IS_FRAME_READER (self), FALSE);
  g_return_val_if_fail (pixels != NULL, FALSE);

  if (!zm_frame_request_is_fit (width, height) || stride < width || !begin_frame (self))
    return FALSE;
  copy_frame (self->memory, pixels, width, height, stride);

  return ask (self, &request);
}

void
zm_frame_reader_get_counts (ZmFrameReader       *self,
                            ZmFrameReaderCounts *counts)
{
  g_return_if_fail (ZM_IS_FRAME_READER (self));
  g_return_if_fail (counts != NULL);

  g_mutex_lock (&self->lock);
  *counts = self->counts;
  g_mutex_unlock (&self->lock);
}

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
zm_frame_reader_finalize (GObject *object)
{
  ZmFrameReader *self = ZM_FRAME_READER (object);

  g_clear_pointer (&self->answers, destroy_source);
  g_clear_pointer (&self->clock, destroy_source);
  zm_frame_process_kill (&self->process);
  g_clear_pointer (&self->memory, zm_frame_memory_unmap);
  if (self->memory_fd >= 0)
    close (self->memory_fd);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->program);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (zm_frame_reader_parent_class)->finalize (object);
}

static void
zm_frame_reader_class_init (ZmFrameReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_frame_reader_finalize;

  signals[SIGNAL_MISSED] = g_signal_new ("missed", ZM_TYPE_FRAME_READER, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_READING] = g_signal_new ("reading", ZM_TYPE_FRAME_READER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
zm_frame_reader_init (ZmFrameReader *self)
{
  self->memory_fd = -1;
  self->process.fd = -1;
  g_mutex_init (&self->lock);
}

ZmFrameReader *
zm_frame_reader_new (GError **error)
{
  g_autofree char *program = zm_companion_path (PROGRAM, error);

  if (program == NULL)
    return NULL;

  return zm_frame_reader_new_for_program (program, ZM_FRAME_READER_TIMEOUT, error);
}

ZmFrameReader *
zm_frame_reader_new_for_program (const char  *path,
                                 int          timeout,
                                 GError     **error)
{
  g_autoptr(ZmFrameReader) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (ZM_TYPE_FRAME_READER, NULL);
  self->program = g_strdup (path);
  self->timeout = (gint64) timeout * 1000;
  self->memory = zm_frame_memory_create (&self->memory_fd, error);
  if (self->memory == NULL)
    return NULL;
  self->context = g_main_context_ref_thread_default ();
  self->clock = create_clock (self);
  start_process (self);

  return g_steal_pointer (&self);
}
