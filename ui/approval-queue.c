#include "ui/approval-queue.h"

#include "ui/approval-dialog.h"

/* On the stack of the thread that waits for it. */
typedef struct {
  ZmApprovalQueue          *queue;
  const ZmApproverQuestion *question;
  char                     *name; /* NULL: nobody approves */
  ZmSecret                 *pin;

  GMutex                    lock;
  GCond                     cond;
  gboolean                  done;
} Asked;

struct _ZmApprovalQueue {
  GObject    parent_instance;

  /* Of the thread that draws alone. */
  GtkWindow *window; /* weak; NULL: closed */
  GQueue     waiting; /* Asked */
  Asked     *shown;   /* what the dialog asks; NULL once it is answered */
  GtkWindow *dialog;
  char      *name;   /* of who answered last, for the case that it was refused */
};

G_DEFINE_FINAL_TYPE (ZmApprovalQueue, zm_approval_queue, G_TYPE_OBJECT)

static void show_next (ZmApprovalQueue *self);

/* Takes name and pin. The thread may be gone with asked as soon as the lock is given back. */
static void
answer (Asked    *asked,
        char     *name,
        ZmSecret *pin)
{
  g_mutex_lock (&asked->lock);
  asked->name = name;
  asked->pin = pin;
  asked->done = TRUE;
  g_cond_signal (&asked->cond);
  g_mutex_unlock (&asked->lock);
}

static void
answered_cb (ZmApprovalQueue  *self,
             ZmApprovalDialog *dialog)
{
  g_free (self->name);
  self->name = zm_approval_dialog_dup_name (dialog);
  answer (g_steal_pointer (&self->shown), g_strdup (self->name), zm_approval_dialog_take_pin (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* Answered or not. */
static void
destroyed_cb (ZmApprovalQueue *self)
{
  self->dialog = NULL;
  if (self->shown != NULL)
    answer (g_steal_pointer (&self->shown), NULL, NULL);
  show_next (self);
}

/* The dialog that the question came of may be in front of the window. */
static GtkWindow *
find_front (ZmApprovalQueue *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_is_active (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }

  return self->window;
}

static void
show_next (ZmApprovalQueue *self)
{
  const ZmApproverQuestion *question;

  if (g_queue_is_empty (&self->waiting) || self->dialog != NULL)
    return;

  self->shown = g_queue_pop_head (&self->waiting);
  question = self->shown->question;
  self->dialog = zm_approval_dialog_new (question, question->refusal != NULL ? self->name : NULL);
  g_signal_connect_object (self->dialog, "answered", G_CALLBACK (answered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dialog, "destroy", G_CALLBACK (destroyed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (self->dialog, find_front (self));
  gtk_window_present (self->dialog);
}

static gboolean
ask_cb (gpointer user_data)
{
  Asked *asked = user_data;
  ZmApprovalQueue *self = asked->queue;

  if (self->window == NULL)
    {
      answer (asked, NULL, NULL);
      return G_SOURCE_REMOVE;
    }

  g_queue_push_tail (&self->waiting, asked);
  show_next (self);
  return G_SOURCE_REMOVE;
}

static gboolean
ask (const ZmApproverQuestion  *question,
     gpointer                   data,
     char                     **name,
     ZmSecret                 **pin,
     GError                   **error)
{
  Asked asked = { .queue = data, .question = question };

  /* The thread that draws cannot wait for itself. */
  g_return_val_if_fail (!g_main_context_is_owner (g_main_context_default ()),
                        zm_approver_decline (error));

  g_mutex_init (&asked.lock);
  g_cond_init (&asked.cond);
  g_main_context_invoke (NULL, ask_cb, &asked);
  g_mutex_lock (&asked.lock);
  while (!asked.done)
    g_cond_wait (&asked.cond, &asked.lock);
  g_mutex_unlock (&asked.lock);
  g_cond_clear (&asked.cond);
  g_mutex_clear (&asked.lock);

  if (asked.name == NULL)
    return zm_approver_decline (error);

  *name = asked.name;
  *pin = asked.pin;
  return TRUE;
}

static void
zm_approval_queue_finalize (GObject *object)
{
  ZmApprovalQueue *self = ZM_APPROVAL_QUEUE (object);

  g_assert (g_queue_is_empty (&self->waiting) && self->shown == NULL);
  g_clear_weak_pointer (&self->window);
  g_free (self->name);

  G_OBJECT_CLASS (zm_approval_queue_parent_class)->finalize (object);
}

static void
zm_approval_queue_class_init (ZmApprovalQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_approval_queue_finalize;
}

static void
zm_approval_queue_init (ZmApprovalQueue *self)
{
  g_queue_init (&self->waiting);
}

ZmApprovalQueue *
zm_approval_queue_new (void)
{
  return g_object_new (ZM_TYPE_APPROVAL_QUEUE, NULL);
}

ZmApprover *
zm_approval_queue_make_approver (ZmApprovalQueue *self)
{
  g_return_val_if_fail (ZM_IS_APPROVAL_QUEUE (self), NULL);

  return zm_approver_new (ask, g_object_ref (self), g_object_unref);
}

void
zm_approval_queue_open (ZmApprovalQueue *self,
                        GtkWindow       *window)
{
  g_return_if_fail (ZM_IS_APPROVAL_QUEUE (self));
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
}

void
zm_approval_queue_close (ZmApprovalQueue *self)
{
  Asked *asked;

  g_return_if_fail (ZM_IS_APPROVAL_QUEUE (self));

  g_clear_weak_pointer (&self->window);
  g_clear_pointer (&self->name, g_free);
  while ((asked = g_queue_pop_head (&self->waiting)) != NULL)
    answer (asked, NULL, NULL);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
}

gboolean
zm_approval_queue_take_badge (ZmApprovalQueue *self,
                              const char      *name)
{
  g_return_val_if_fail (ZM_IS_APPROVAL_QUEUE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (self->dialog == NULL)
    return FALSE;

  zm_approval_dialog_take_badge (ZM_APPROVAL_DIALOG (self->dialog), name);
  return TRUE;
}
