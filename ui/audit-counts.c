#include "ui/audit-counts.h"

#include <string.h>

struct _ZmAuditCounts {
  GObject          parent_instance;

  ZmDatabase      *database;
  ZmAuditTimeline *timeline; /* NULL once stopped */
  ZmAuditFilter   *filter;
  GCancellable    *counting;
};

/* What is asked of the thread, and what it found. */
typedef struct {
  ZmDatabase    *database;
  ZmAuditFilter *filter;
  GArray        *edges; /* NULL: the span of the log first */
  GArray        *bins;
  ZmInstant      first;
  ZmInstant      last;
} Count;

G_DEFINE_FINAL_TYPE (ZmAuditCounts, zm_audit_counts, G_TYPE_OBJECT)

static void
free_count (gpointer data)
{
  Count *count = data;

  zm_database_unref (count->database);
  zm_audit_filter_free (count->filter);
  g_clear_pointer (&count->edges, g_array_unref);
  g_clear_pointer (&count->bins, g_array_unref);
  g_free (count);
}

static void
count_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Count *count = task_data;
  GError *error = NULL;
  gboolean ok = zm_audit_bins_span (count->database, &count->first, &count->last, &error);

  if (ok && count->edges != NULL)
    {
      count->bins = zm_audit_bins_count (count->database, count->filter, count->edges, cancellable,
                                         &error);
      ok = count->bins != NULL;
    }
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The log may have grown meanwhile, and the view with it. */
static gboolean
still_wanted (ZmAuditCounts *self,
              const GArray  *edges)
{
  g_autoptr(GArray) wanted = zm_audit_timeline_get_edges (self->timeline);

  return edges != NULL && wanted != NULL && edges->len == wanted->len &&
         memcmp (edges->data, wanted->data, wanted->len * sizeof (ZmInstant)) == 0;
}

static void start (ZmAuditCounts *self);

static void
counted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  ZmAuditCounts *self = ZM_AUDIT_COUNTS (source);
  const Count *count = g_task_get_task_data (G_TASK (result));

  /* Why it cannot be counted is told by the list of records. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->timeline == NULL)
    return;

  zm_audit_timeline_set_span (self->timeline, count->first, count->last + 1);
  if (count->bins != NULL)
    zm_audit_timeline_set_bins (self->timeline, count->bins);
  if (count->first != 0 && !still_wanted (self, count->edges))
    start (self);
}

static void
start (ZmAuditCounts *self)
{
  Count *count = g_new0 (Count, 1);
  g_autoptr(GTask) task = NULL;

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  count->database = zm_database_ref (self->database);
  count->filter = zm_audit_filter_copy (self->filter);
  zm_audit_filter_clear (count->filter, ZM_AUDIT_FIELD_SPAN);
  count->edges = zm_audit_timeline_get_edges (self->timeline);
  task = g_task_new (self, self->counting, counted_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, count, free_count);
  g_task_run_in_thread (task, count_in_thread);
}

static void
view_changed_cb (ZmAuditCounts *self)
{
  if (self->timeline != NULL)
    start (self);
}

static void
zm_audit_counts_finalize (GObject *object)
{
  ZmAuditCounts *self = ZM_AUDIT_COUNTS (object);

  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_pointer (&self->filter, zm_audit_filter_free);
  g_clear_object (&self->counting);

  G_OBJECT_CLASS (zm_audit_counts_parent_class)->finalize (object);
}

static void
zm_audit_counts_class_init (ZmAuditCountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_audit_counts_finalize;
}

static void
zm_audit_counts_init (ZmAuditCounts *self)
{
}

ZmAuditCounts *
zm_audit_counts_new (ZmDatabase      *database,
                     ZmAuditTimeline *timeline)
{
  ZmAuditCounts *self;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (ZM_IS_AUDIT_TIMELINE (timeline), NULL);

  self = g_object_new (ZM_TYPE_AUDIT_COUNTS, NULL);
  self->database = zm_database_ref (database);
  self->timeline = timeline;
  g_signal_connect_object (timeline, "view-changed", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
zm_audit_counts_load (ZmAuditCounts       *self,
                      const ZmAuditFilter *filter)
{
  g_return_if_fail (ZM_IS_AUDIT_COUNTS (self));

  g_clear_pointer (&self->filter, zm_audit_filter_free);
  self->filter = zm_audit_filter_copy (filter);
  if (self->timeline != NULL)
    start (self);
}

void
zm_audit_counts_stop (ZmAuditCounts *self)
{
  g_return_if_fail (ZM_IS_AUDIT_COUNTS (self));

  self->timeline = NULL;
  g_cancellable_cancel (self->counting);
}
