#pragma once

#include "app/station/provisioning.h"

G_BEGIN_DECLS

/* For session.c and session-post.c. */

typedef enum {
  ZM_ANSWER_NONE,
  ZM_ANSWER_YES,
  ZM_ANSWER_NO,
} ZmAnswer;

struct _ZmSession {
  GObject            parent_instance;

  GMainContext      *context;
  ZmProvisioning    *provisioning;

  /* Only touched in the context. */
  ZmSessionQuestion  question;
  ZmSessionStage     stage;
  ZmSessionState     state;
  GError            *failure;
  gboolean           running;
  GHashTable        *texts; /* property name → string */
  GHashTable        *lists; /* property name → GListStore */

  /* Between the thread that asks and the context that answers. */
  GMutex             lock;
  GCond              answered;
  ZmAnswer           answer;
  char              *answer_text;

  gint64             last_progress; /* monotonic µs; only the working thread's */
};

G_END_DECLS
