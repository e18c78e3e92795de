#include "app/station/session.h"

#include "app/base/error.h"
#include "app/station/judgement-item.h"
#include "app/station/session-private.h"
#include "app/station/tick.h"

G_DEFINE_ENUM_TYPE (ZmSessionStage, zm_session_stage,
                    G_DEFINE_ENUM_VALUE (ZM_STAGE_PAIR, "pair"),
                    G_DEFINE_ENUM_VALUE (ZM_STAGE_CHECK, "check"),
                    G_DEFINE_ENUM_VALUE (ZM_STAGE_CERTIFICATE, "certificate"),
                    G_DEFINE_ENUM_VALUE (ZM_STAGE_DELIVER, "deliver"),
                    G_DEFINE_ENUM_VALUE (ZM_STAGE_TEST, "test"),
                    G_DEFINE_ENUM_VALUE (ZM_STAGE_DONE, "done"))

G_DEFINE_ENUM_TYPE (ZmSessionQuestion, zm_session_question,
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_REGISTER, "register"),
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_REKEY, "rekey"),
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_TAKE_OVER, "take-over"),
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_SET_CLOCK, "set-clock"),
                    G_DEFINE_ENUM_VALUE (ZM_QUESTION_ISSUE, "issue"))

G_DEFINE_FINAL_TYPE (ZmSession, zm_session, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CERTIFICATE,
  PROP_CLOCKS,
  PROP_DEVICE_ID,
  PROP_DEVICE_LABEL,
  PROP_FAILURE,
  PROP_GUARD,
  PROP_ISSUER,
  PROP_JUDGEMENT,
  PROP_NOT_AFTER,
  PROP_NUMBER,
  PROP_PORT,
  PROP_PURPOSE,
  PROP_QUESTION,
  PROP_REQUEST,
  PROP_RUNNING,
  PROP_SERIAL,
  PROP_SESSION_ID,
  PROP_STAGE,
  PROP_STATE,
  PROP_STEPS,
  PROP_TESTS,
  PROP_VALIDITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
add_list (ZmSession  *self,
          const char *property,
          GType       type)
{
  g_hash_table_insert (self->lists, (gpointer) property, g_list_store_new (type));
}

static void
set_question (ZmSession         *self,
              ZmSessionQuestion  question)
{
  if (self->question == question)
    return;

  self->question = question;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUESTION]);
}

static void
set_running (ZmSession *self,
             gboolean   running)
{
  if (self->running == running)
    return;

  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
set_failure (ZmSession    *self,
             const GError *failure)
{
  if (failure == NULL && self->failure == NULL)
    return;

  g_clear_error (&self->failure);
  self->failure = failure != NULL ? g_error_copy (failure) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

static void
zm_session_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ZmSession *self = ZM_SESSION (object);

  switch (prop_id)
    {
    case PROP_CLOCKS:
    case PROP_GUARD:
    case PROP_JUDGEMENT:
    case PROP_STEPS:
    case PROP_TESTS:
      g_value_set_object (value, g_hash_table_lookup (self->lists, pspec->name));
      break;
    case PROP_CERTIFICATE:
    case PROP_DEVICE_ID:
    case PROP_DEVICE_LABEL:
    case PROP_ISSUER:
    case PROP_NOT_AFTER:
    case PROP_NUMBER:
    case PROP_PORT:
    case PROP_PURPOSE:
    case PROP_REQUEST:
    case PROP_SERIAL:
    case PROP_SESSION_ID:
    case PROP_VALIDITY:
      g_value_set_string (value, g_hash_table_lookup (self->texts, pspec->name));
      break;
    case PROP_FAILURE:
      g_value_set_boxed (value, self->failure);
      break;
    case PROP_QUESTION:
      g_value_set_enum (value, (int) self->question);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_STAGE:
      g_value_set_enum (value, (int) self->stage);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_session_finalize (GObject *object)
{
  ZmSession *self = ZM_SESSION (object);

  g_clear_pointer (&self->provisioning, zm_provisioning_free);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_error (&self->failure);
  g_free (self->answer_text);
  g_cond_clear (&self->answered);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (zm_session_parent_class)->finalize (object);
}

static GParamSpec *
text_spec (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
list_spec (const char *name)
{
  return g_param_spec_object (name, NULL, NULL, G_TYPE_LIST_MODEL,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
zm_session_class_init (ZmSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_session_finalize;
  object_class->get_property = zm_session_get_property;

  properties[PROP_CERTIFICATE] = text_spec ("certificate");
  properties[PROP_CLOCKS] = list_spec ("clocks");
  properties[PROP_DEVICE_ID] = text_spec ("device-id");
  properties[PROP_DEVICE_LABEL] = text_spec ("device-label");
  properties[PROP_FAILURE] = g_param_spec_boxed ("failure", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_GUARD] = list_spec ("guard");
  properties[PROP_ISSUER] = text_spec ("issuer");
  properties[PROP_JUDGEMENT] = list_spec ("judgement");
  properties[PROP_NOT_AFTER] = text_spec ("not-after");
  properties[PROP_NUMBER] = text_spec ("number");
  properties[PROP_PORT] = text_spec ("port");
  properties[PROP_PURPOSE] = text_spec ("purpose");
  properties[PROP_QUESTION] = g_param_spec_enum ("question", NULL, NULL, ZM_TYPE_SESSION_QUESTION,
                                                 ZM_QUESTION_NONE, flags);
  properties[PROP_REQUEST] = text_spec ("request");
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_SERIAL] = text_spec ("serial");
  properties[PROP_SESSION_ID] = text_spec ("session-id");
  properties[PROP_STAGE] = g_param_spec_enum ("stage", NULL, NULL, ZM_TYPE_SESSION_STAGE,
                                              ZM_STAGE_PAIR, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ZM_TYPE_SESSION_STATE,
                                              ZM_SESSION_PAIRED, flags);
  properties[PROP_STEPS] = list_spec ("steps");
  properties[PROP_TESTS] = list_spec ("tests");
  properties[PROP_VALIDITY] = text_spec ("validity");
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                G_TYPE_STRING, G_TYPE_UINT64);
}

static void
zm_session_init (ZmSession *self)
{
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->answered);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  add_list (self, "clocks", ZM_TYPE_TICK);
  add_list (self, "guard", ZM_TYPE_TICK);
  add_list (self, "judgement", ZM_TYPE_JUDGEMENT_ITEM);
  add_list (self, "steps", ZM_TYPE_TICK);
  add_list (self, "tests", ZM_TYPE_TICK);
}

const char *
zm_session_question_name (ZmSessionQuestion question)
{
  g_autoptr(GEnumClass) values = g_type_class_ref (ZM_TYPE_SESSION_QUESTION);
  GEnumValue *value = g_enum_get_value (values, (int) question);

  g_return_val_if_fail (value != NULL, NULL);

  return value->value_nick;
}

ZmSessionQuestion
zm_session_question_declined (const GError *failure)
{
  static const struct {
    const char        *check;
    ZmSessionQuestion  question;
  } decisions[] = {
    { "approval.refused", ZM_QUESTION_ISSUE },
    { "registry.active", ZM_QUESTION_REKEY },
    { "registry.retired", ZM_QUESTION_TAKE_OVER },
    { "registry.unknown", ZM_QUESTION_REGISTER },
  };
  const char *check = failure != NULL ? zm_error_get_check (failure) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      if (g_strcmp0 (check, decisions[i].check) == 0)
        return decisions[i].question;
    }

  return ZM_QUESTION_NONE;
}

ZmSession *
zm_session_new (ZmStation  *station,
                const char *address,
                const char *ticket,
                const char *code)
{
  ZmSession *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (address != NULL, NULL);
  g_return_val_if_fail ((ticket == NULL) != (code == NULL), NULL);

  self = g_object_new (ZM_TYPE_SESSION, NULL);
  self->provisioning = zm_provisioning_new (station, address, ticket, code);

  return self;
}

ZmStation *
zm_session_get_station (ZmSession *self)
{
  g_return_val_if_fail (ZM_IS_SESSION (self), NULL);

  return self->provisioning->station;
}

void
zm_session_set_way (ZmSession  *self,
                    const char *way)
{
  g_return_if_fail (ZM_IS_SESSION (self) && way != NULL);

  g_free (self->provisioning->way);
  self->provisioning->way = g_strdup (way);
}

ZmSession *
zm_session_resume (ZmStation   *station,
                   const char  *session_id,
                   const char  *address,
                   GError     **error)
{
  g_autoptr(ZmProvisioning) provisioning = NULL;
  ZmSession *self;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (session_id != NULL, NULL);
  g_return_val_if_fail (address != NULL, NULL);

  provisioning = zm_provisioning_new_resumed (station, session_id, address, error);
  if (provisioning == NULL)
    return NULL;

  self = g_object_new (ZM_TYPE_SESSION, NULL);
  self->provisioning = g_steal_pointer (&provisioning);

  return self;
}

static void
run_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  ZmSession *self = source_object;
  GError *error = NULL;

  self->last_progress = g_get_monotonic_time ();
  if (zm_provisioning_run (self->provisioning, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
zm_session_run_async (ZmSession           *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (ZM_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zm_session_run_async);
  /* The thread may have stored a fact after the cancellation; its own answer is the true one. */
  g_task_set_check_cancellable (task, FALSE);

  if (self->running)
    {
      g_task_return_error (task, zm_error_new_literal (ZM_ERROR_CONFLICT, "session.running", NULL,
                                                       NULL, "This session is at work already"));
      return;
    }

  set_failure (self, NULL);
  set_running (self, TRUE);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
zm_session_run_finish (ZmSession     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  GError *failure = NULL;
  gboolean ok;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  ok = g_task_propagate_boolean (G_TASK (result), &failure);
  /* A second run that was refused says nothing about the first one. */
  if (g_task_get_task_data (G_TASK (result)) != NULL)
    {
      set_running (self, FALSE);
      set_failure (self, failure);
    }
  if (!ok)
    g_propagate_error (error, failure);

  return ok;
}

void
zm_session_answer (ZmSession  *self,
                   gboolean    yes,
                   const char *text)
{
  g_return_if_fail (ZM_IS_SESSION (self));

  if (self->question == ZM_QUESTION_NONE)
    return;

  set_question (self, ZM_QUESTION_NONE);
  g_mutex_lock (&self->lock);
  self->answer = yes ? ZM_ANSWER_YES : ZM_ANSWER_NO;
  g_free (self->answer_text);
  self->answer_text = g_strdup (text);
  g_cond_broadcast (&self->answered);
  g_mutex_unlock (&self->lock);
}
