#include "ui/proof-print.h"

#include "app/labels/proof-drawing.h"
#include "app/station/proof-desk.h"
#include "ui/print-run.h"

#define WIDTH  210 /* mm: A4 */
#define HEIGHT 297

typedef struct {
  ZmStation         *station;
  const ZmProofCard *card;
} Work;

static void
free_work (gpointer data)
{
  g_object_unref (((Work *) data)->station);
  g_free (data);
}

static gboolean
record (gpointer     data,
        const char  *medium,
        guint        copies,
        GError     **error)
{
  const Work *work = data;

  return zm_proof_desk_record (work->station, work->card, medium, copies, error);
}

static void
record_failure (gpointer      data,
                const char   *medium,
                const GError *failure)
{
  const Work *work = data;

  zm_proof_desk_record_failure (work->station, work->card, medium, failure);
}

static gboolean
draw (gpointer   data,
      cairo_t   *cr,
      guint      page,
      GError   **error)
{
  zm_proof_drawing_draw (cr, ((const Work *) data)->card);
  return TRUE;
}

static const ZmPrintHooks hooks = { record, record_failure, draw };

void
zm_proof_print_run_async (GObject             *source,
                          ZmStation           *station,
                          const ZmProofCard   *card,
                          const char          *file,
                          GtkWindow           *parent,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Work *work;

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (card != NULL);

  work = g_new0 (Work, 1);
  *work = (Work) { g_object_ref (station), card };
  zm_print_run_async (source,
                      &(ZmPrintRun) {
    .hooks = &hooks,
    .data = work,
    .free_data = free_work,
    .title = card->device_id,
    .paper = "a4",
    .width = WIDTH,
    .height = HEIGHT,
    .pages = 1,
  },
                      file, parent, callback, user_data);
}

gboolean
zm_proof_print_run_finish (GAsyncResult  *result,
                           GError       **error)
{
  return zm_print_run_finish (result, error);
}
