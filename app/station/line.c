#include "app/station/line.h"

static ZmLineNeed
judge_idle (const ZmLineFacts *facts)
{
  if (facts->busy)
    return ZM_LINE_WORK;
  if (!facts->attached)
    return ZM_LINE_EMPTY;

  return facts->usable ? ZM_LINE_SCAN : ZM_LINE_STAND;
}

/* Until the certificate is approved nothing takes long but a person. */
static gboolean
asks_soon (ZmSessionState state)
{
  return state == ZM_SESSION_PAIRED || state == ZM_SESSION_REQUESTED;
}

ZmLineNeed
zm_line_judge (const ZmLineFacts *facts)
{
  g_return_val_if_fail (facts != NULL, ZM_LINE_EMPTY);

  if (!facts->has_session)
    return judge_idle (facts);
  if (facts->question != ZM_QUESTION_NONE)
    return ZM_LINE_ASK;
  if (facts->running)
    return asks_soon (facts->state) ? ZM_LINE_SOON : ZM_LINE_WORK;
  if (facts->busy)
    return ZM_LINE_WORK;

  return facts->failed ? ZM_LINE_STAND : ZM_LINE_DONE;
}

gboolean
zm_line_may_leave (const ZmLinePlace *place,
                   gint64             now)
{
  g_return_val_if_fail (place != NULL, TRUE);

  if (place->need == ZM_LINE_SOON)
    return now - place->since >= ZM_LINE_PATIENCE;

  return place->need != ZM_LINE_ASK;
}

static guint
find_longest_asking (const ZmLinePlace *places,
                     guint              n_places)
{
  guint found = ZM_LINE_NOBODY;

  for (guint i = 0; i < n_places; i++)
    {
      if (places[i].need == ZM_LINE_ASK &&
          (found == ZM_LINE_NOBODY || places[i].since < places[found].since))
        found = i;
    }

  return found;
}

/* From the one after this. */
static guint
find_next (const ZmLinePlace *places,
           guint              n_places,
           guint              front,
           ZmLineNeed         need)
{
  guint first = front == ZM_LINE_NOBODY ? 0 : front + 1;

  for (guint i = 0; i < n_places; i++)
    {
      if (places[(first + i) % n_places].need == need)
        return (first + i) % n_places;
    }

  return ZM_LINE_NOBODY;
}

guint
zm_line_find_front (const ZmLinePlace *places,
                    guint              n_places,
                    guint              front,
                    gboolean           held,
                    gint64             now)
{
  guint next;

  g_return_val_if_fail (front == ZM_LINE_NOBODY || front < n_places, ZM_LINE_NOBODY);

  if (front != ZM_LINE_NOBODY && (held || places[front].need == ZM_LINE_STAND ||
                                  !zm_line_may_leave (&places[front], now)))
    return front;

  next = find_longest_asking (places, n_places);
  if (next == ZM_LINE_NOBODY && (front == ZM_LINE_NOBODY || places[front].need != ZM_LINE_SCAN))
    next = find_next (places, n_places, front, ZM_LINE_SCAN);
  if (next != ZM_LINE_NOBODY)
    return next;

  return front != ZM_LINE_NOBODY || n_places == 0 ? front : 0;
}
