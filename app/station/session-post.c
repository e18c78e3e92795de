#include "app/station/session-post.h"

#include "app/base/error.h"
#include "app/station/session-private.h"

#define LOOK_INTERVAL (250 * G_TIME_SPAN_MILLISECOND) /* at the cable, while a person is asked */

/* What a thread sends to the context: applied there in the order of sending. */
typedef struct _Post Post;
struct _Post {
  ZmSession  *session;
  void      (*apply) (ZmSession *self, const Post *post);
  char       *name;
  char       *text;
  GPtrArray  *rows;
  gint64      number;
};

static gboolean
apply_post_cb (gpointer user_data)
{
  Post *post = user_data;

  post->apply (post->session, post);
  return G_SOURCE_REMOVE;
}

static void
free_post (gpointer data)
{
  Post *post = data;

  g_clear_pointer (&post->rows, g_ptr_array_unref);
  g_free (post->name);
  g_free (post->text);
  g_object_unref (post->session);
  g_free (post);
}

/* Never g_main_context_invoke: it would run the change in the working thread whenever the context
 * happens to be idle. */
static void
send_post (ZmSession *self,
           Post       post)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  post.session = g_object_ref (self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, apply_post_cb, g_memdup2 (&post, sizeof post), free_post);
  g_source_attach (source, self->context);
}

static void
apply_text (ZmSession  *self,
            const Post *post)
{
  if (g_strcmp0 (g_hash_table_lookup (self->texts, post->name), post->text) == 0)
    return;

  g_hash_table_replace (self->texts, g_strdup (post->name), g_strdup (post->text));
  g_object_notify (G_OBJECT (self), post->name);
}

void
zm_session_post_text (ZmSession  *self,
                      const char *property,
                      const char *value)
{
  send_post (self, (Post) { .apply = apply_text, .name = g_strdup (property),
                            .text = g_strdup (value) });
}

static void
apply_rows (ZmSession  *self,
            const Post *post)
{
  GListStore *list = g_hash_table_lookup (self->lists, post->name);

  g_return_if_fail (list != NULL);

  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)),
                       post->rows->pdata, post->rows->len);
}

void
zm_session_post_rows (ZmSession  *self,
                      const char *property,
                      GPtrArray  *rows)
{
  send_post (self, (Post) { .apply = apply_rows, .name = g_strdup (property),
                            .rows = g_ptr_array_ref (rows) });
}

static void
apply_state (ZmSession  *self,
             const Post *post)
{
  self->state = (ZmSessionState) post->number;
  g_object_notify (G_OBJECT (self), "state");
}

void
zm_session_post_state (ZmSession      *self,
                       ZmSessionState  state)
{
  send_post (self, (Post) { .apply = apply_state, .number = state });
}

static void
apply_stage (ZmSession  *self,
             const Post *post)
{
  self->stage = (ZmSessionStage) post->number;
  g_object_notify (G_OBJECT (self), "stage");
}

void
zm_session_post_stage (ZmSession      *self,
                       ZmSessionStage  stage)
{
  send_post (self, (Post) { .apply = apply_stage, .number = stage });
}

static void
apply_progress (ZmSession  *self,
                const Post *post)
{
  g_signal_emit_by_name (self, "progress", post->name, (guint64) post->number);
}

void
zm_session_post_progress (ZmSession  *self,
                          const char *step)
{
  gint64 now = g_get_monotonic_time ();

  send_post (self, (Post) { .apply = apply_progress, .name = g_strdup (step),
                            .number = now - self->last_progress });
  self->last_progress = now;
}

static void
apply_question (ZmSession  *self,
                const Post *post)
{
  self->question = (ZmSessionQuestion) post->number;
  g_object_notify (G_OBJECT (self), "question");
}

static void
forget_answer (ZmSession *self)
{
  g_mutex_lock (&self->lock);
  self->answer = ZM_ANSWER_NONE;
  g_clear_pointer (&self->answer_text, g_free);
  g_mutex_unlock (&self->lock);
}

static void
wake_cb (GCancellable *cancellable,
         ZmSession    *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->answered);
  g_mutex_unlock (&self->lock);
}

/* Also ends, without an answer, when the device is gone: its cable may be pulled meanwhile. */
static ZmAnswer
wait_for_answer (ZmSession       *self,
                 ZmConversation  *conversation,
                 GCancellable    *cancellable,
                 char           **text)
{
  ZmAnswer answer;

  g_mutex_lock (&self->lock);
  while (self->answer == ZM_ANSWER_NONE && !g_cancellable_is_cancelled (cancellable) &&
         (conversation == NULL || !zm_conversation_is_gone (conversation)))
    g_cond_wait_until (&self->answered, &self->lock, g_get_monotonic_time () + LOOK_INTERVAL);
  answer = self->answer;
  *text = g_steal_pointer (&self->answer_text);
  self->answer = ZM_ANSWER_NONE;
  g_mutex_unlock (&self->lock);

  return answer;
}

gboolean
zm_session_post_question (ZmSession          *self,
                          ZmSessionQuestion   question,
                          GCancellable       *cancellable,
                          gboolean           *yes,
                          char              **text,
                          GError            **error)
{
  ZmConversation *conversation = self->provisioning->conversation;
  g_autofree char *answer_text = NULL;
  gint64 asked = g_get_monotonic_time ();
  gulong handler = 0;
  ZmAnswer answer;

  /* An answer that came too late for a question that was cancelled is no answer to this one. */
  forget_answer (self);
  send_post (self, (Post) { .apply = apply_question, .number = question });
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL);
  answer = wait_for_answer (self, conversation, cancellable, &answer_text);
  g_cancellable_disconnect (cancellable, handler);
  send_post (self, (Post) { .apply = apply_question, .number = ZM_QUESTION_NONE });

  /* The time that a person took is not a step's. */
  self->last_progress += g_get_monotonic_time () - asked;
  if (answer == ZM_ANSWER_NONE)
    {
      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        zm_error_set (error, ZM_ERROR_UNAVAILABLE, "tether.unplugged", NULL, NULL,
                      "The device was unplugged before the question was answered");
      return FALSE;
    }

  *yes = answer == ZM_ANSWER_YES;
  if (text != NULL)
    *text = g_steal_pointer (&answer_text);
  return TRUE;
}
