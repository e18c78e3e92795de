#include "config.h"

#include "ui/audit-story-view.h"

#include "app/station/audit-story.h"
#include "ui/audit-heading.h"
#include "ui/audit-item.h"
#include "ui/audit-story-row.h"
#include "ui/failure-card.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmAuditStoryView {
  GtkWidget           parent_instance;

  GCancellable       *loading;

  GtkWidget          *earlier;
  GtkWidget          *failure;
  GtkNoSelection     *selection;
  GtkStack           *stack;
};

typedef struct {
  ZmDatabase    *database;
  ZmAuditFilter *filter;
} Asked;

G_DEFINE_FINAL_TYPE (ZmAuditStoryView, zm_audit_story_view, GTK_TYPE_WIDGET)

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  zm_database_unref (asked->database);
  zm_audit_filter_free (asked->filter);
  g_free (asked);
}

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Asked *asked = task_data;
  GError *error = NULL;
  ZmAuditStory *story = zm_audit_story_read (asked->database, asked->filter, ZM_AUDIT_STORY_MAX,
                                             &error);

  if (story != NULL)
    g_task_return_pointer (task, story, (GDestroyNotify) zm_audit_story_free);
  else
    g_task_return_error (task, error);
}

/* The items take the records out of the story. */
static void
append_chapter (GPtrArray      *lines,
                ZmAuditChapter *chapter)
{
  g_ptr_array_add (lines, zm_audit_heading_new (chapter));
  g_ptr_array_set_free_func (chapter->records, NULL);
  for (guint i = 0; i < chapter->records->len; i++)
    g_ptr_array_add (lines, zm_audit_item_new (g_ptr_array_index (chapter->records, i)));
}

static void
show_story (ZmAuditStoryView *self,
            ZmAuditStory     *story)
{
  g_autoptr(GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = story->chapters->len; i > 0; i--)
    append_chapter (lines, g_ptr_array_index (story->chapters, i - 1));
  g_list_store_splice (store, 0, 0, lines->pdata, lines->len);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (store));
  gtk_widget_set_visible (self->earlier, story->earlier);
  gtk_stack_set_visible_child_name (self->stack, lines->len > 0 ? "story" : "nothing");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmAuditStoryView *self = ZM_AUDIT_STORY_VIEW (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmAuditStory) story = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (story != NULL)
    {
      show_story (self, story);
      return;
    }

  g_object_set (self->failure, "failure", error, NULL);
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static void
activate_cb (ZmAuditStoryView *self,
             guint             position)
{
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  gboolean expanded;

  if (!ZM_IS_AUDIT_ITEM (item))
    return;

  g_object_get (item, "expanded", &expanded, NULL);
  g_object_set (item, "expanded", !expanded, NULL);
}

static void
zm_audit_story_view_dispose (GObject *object)
{
  ZmAuditStoryView *self = ZM_AUDIT_STORY_VIEW (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_AUDIT_STORY_VIEW);

  G_OBJECT_CLASS (zm_audit_story_view_parent_class)->dispose (object);
}

static void
zm_audit_story_view_class_init (ZmAuditStoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_audit_story_view_dispose;

  g_type_ensure (ZM_TYPE_AUDIT_STORY_ROW);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/audit-story-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryView, earlier);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryView, failure);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryView, selection);
  gtk_widget_class_bind_template_child (widget_class, ZmAuditStoryView, stack);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
zm_audit_story_view_init (ZmAuditStoryView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
zm_audit_story_view_load (ZmAuditStoryView    *self,
                          ZmDatabase          *database,
                          const ZmAuditFilter *filter)
{
  g_autoptr(GTask) task = NULL;
  Asked *asked;

  g_return_if_fail (ZM_IS_AUDIT_STORY_VIEW (self));
  g_return_if_fail (database != NULL);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  asked = g_new0 (Asked, 1);
  asked->database = zm_database_ref (database);
  asked->filter = zm_audit_filter_copy (filter);
  task = g_task_new (self, self->loading, read_cb, NULL);
  g_task_set_source_tag (task, zm_audit_story_view_load);
  g_task_set_task_data (task, asked, free_asked);
  g_task_run_in_thread (task, read_in_thread);
}
