#include "app/labels/label-job.h"

#include "app/base/error.h"

#include <string.h>

/* The sheets are the common 3 × 8 ones, which leave half a millimetre of A4 above and below. */
static const ZmLabelStock stocks[] = {
  {
    .name = "62x29", .page_width = 62, .page_height = 29, .width = 62, .height = 29, .margin_x = 1.5,
    .margin_y = 1.5, .columns = 1, .rows = 1,
  },
  {
    .name = "a4", .page_width = 210, .page_height = 297, .top = 0.5, .width = 70, .height = 37,
    .margin_x = 5, .margin_y = 5, .columns = 3, .rows = 8,
  },
};

const ZmLabelStock *
zm_label_job_get_stock (guint index)
{
  return index < G_N_ELEMENTS (stocks) ? &stocks[index] : NULL;
}

const ZmLabelStock *
zm_label_job_find_stock (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (stocks); i++)
    {
      if (strcmp (stocks[i].name, name) == 0)
        return &stocks[i];
    }

  return NULL;
}

static gboolean
check_number (guint        number,
              guint        max,
              const char  *check,
              GError     **error)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (number >= 1 && number <= max)
    return TRUE;

  seen = g_strdup_printf ("%u", number);
  expected = g_strdup_printf ("1 to %u", max);
  zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected,
                "Labels cannot be printed in this number or from this place on");
  return FALSE;
}

gboolean
zm_label_job_check (const ZmLabelJob  *job,
                    GError           **error)
{
  g_return_val_if_fail (job != NULL && job->stock != NULL, FALSE);

  return check_number (job->copies, ZM_LABEL_JOB_COPIES_MAX, "label.copies", error) &&
         check_number (job->first, zm_label_job_count_places (job), "label.first", error);
}

guint
zm_label_job_count_places (const ZmLabelJob *job)
{
  g_return_val_if_fail (job != NULL && job->stock != NULL, 0);

  return job->stock->columns * job->stock->rows;
}

guint
zm_label_job_count_pages (const ZmLabelJob *job)
{
  guint places = zm_label_job_count_places (job);

  return (job->first - 1 + job->copies + places - 1) / places;
}

gboolean
zm_label_job_has_label (const ZmLabelJob *job,
                        guint             page,
                        guint             place)
{
  guint number = page * zm_label_job_count_places (job) + place;

  return number >= job->first - 1 && number < job->first - 1 + job->copies;
}
