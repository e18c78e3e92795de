#pragma once

#include "app/camera/camera-private.h"
#include "app/camera/camera-stream.h"

/* A stream over cameras that are made of GStreamer's test sources; PipeWire is not needed. */

#define TICKET "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:" \
               "ABCDEFGHIJKLMNOP"
#define OTHER  "ZM1:DEV-041:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:" \
               "ABCDEFGHIJKLMNOP"
#define FORMAT "video/x-raw,format=YUY2,width=1280,height=720,framerate=30/1,pixel-aspect-ratio=1/1"
#define FILTER "capsfilter caps=" FORMAT
#define BALL   "videotestsrc is-live=true pattern=ball ! " FILTER
#define WAIT   60 /* seconds until what must happen is given up */

typedef struct {
  char           *directory;
  GListStore     *cameras;
  ZmCameraStream *stream;
  GPtrArray      *tickets;   /* joined by spaces, one an announcement */
  GPtrArray      *strangers;
} Desk;

void     desk_set_up        (Desk          *desk,
                             gconstpointer  data);
void     desk_tear_down     (Desk          *desk,
                             gconstpointer  data);
void     desk_plug_in       (Desk          *desk,
                             const char    *id,
                             const char    *description);
/* A camera that looks at the code and nothing else; its description. */
char    *desk_describe_code (Desk          *desk,
                             const char    *text);
void     desk_plug_in_code  (Desk          *desk,
                             const char    *id,
                             const char    *text);
void     desk_turn_for      (guint          milliseconds);
void     desk_assert_failed (Desk          *desk,
                             const char    *check);
gboolean desk_wake_cb       (gpointer       data);

/* Turns the main loop until it is so. */
#define wait_until(condition) \
  G_STMT_START { \
    gint64 deadline_ = g_get_monotonic_time () + WAIT * G_TIME_SPAN_SECOND; \
    guint wake_ = g_timeout_add (10, desk_wake_cb, NULL); \
    gboolean is_so_; \
    while (!(is_so_ = (condition)) && g_get_monotonic_time () < deadline_) \
    g_main_context_iteration (NULL, TRUE); \
    g_source_remove (wake_); \
    g_assert_true (is_so_ && #condition); \
  } G_STMT_END

#define wait_for_state(desk, wanted) \
  wait_until (zm_camera_stream_get_state ((desk)->stream) == (wanted))
