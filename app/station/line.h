#pragma once

#include "app/station/session.h"

G_BEGIN_DECLS

/* Which place of the bench a person is shown while devices go through one after the other (line mode).
 * Whoever is asked comes first, the longest waiting before the others; else the next device whose code
 * is to be scanned, in the order of the bench. What a person reads, compares or types is never taken
 * away from them, and what failed pushes itself before nobody: it waits at its tile. Pure. */

/* How long a device that has just been scanned, or whose number was just confirmed, is waited for
 * before another one is shown; it mostly asks within a second. */
#define ZM_LINE_PATIENCE (3 * G_TIME_SPAN_SECOND)

#define ZM_LINE_NOBODY G_MAXUINT

typedef enum {
  ZM_LINE_EMPTY,
  ZM_LINE_SCAN,  /* the code on its screen is to be scanned */
  ZM_LINE_SOON,  /* at work, and about to ask */
  ZM_LINE_WORK,  /* goes on by itself */
  ZM_LINE_ASK,   /* a person is asked */
  ZM_LINE_STAND, /* did not come to its end; somebody has to read why */
  ZM_LINE_DONE,  /* to be unplugged */
} ZmLineNeed;

/* What is known of a place. */
typedef struct {
  gboolean          attached;    /* something is plugged in */
  gboolean          usable;      /* … that can be worked with, and shows a code as far as is known */
  gboolean          busy;        /* something is done there beside a session */
  gboolean          has_session; /* the rest is said of this one */
  gboolean          running;     /* at work, or about to be */
  gboolean          failed;      /* ended, and not by its own end or a person's decision */
  ZmSessionQuestion question;
  ZmSessionState    state;
} ZmLineFacts;

typedef struct {
  ZmLineNeed need;
  gint64     since; /* monotonic µs */
} ZmLinePlace;

ZmLineNeed zm_line_judge      (const ZmLineFacts *facts);
/* Whether a person who begins with another device leaves this place by it. now: monotonic µs. */
gboolean   zm_line_may_leave  (const ZmLinePlace *place,
                               gint64             now);
/* The place to be shown of these: front, or one to move to. front: the one that is shown, or
 * ZM_LINE_NOBODY, which is also the answer where there is none. held: a person types there, or has
 * chosen it themselves since it changed last. */
guint      zm_line_find_front (const ZmLinePlace *places,
                               guint              n_places,
                               guint              front,
                               gboolean           held,
                               gint64             now);

G_END_DECLS
