#include "ui/session-bindings.h"

#include "app/base/device-id.h"
#include "app/base/text.h"
#include "app/station/failure-words.h"
#include "app/station/retry.h"
#include "ui/bench-half-done.h"
#include "ui/number-words.h"
#include "ui/session-words.h"

static char *
escape_text (gpointer    self,
             const char *text)
{
  return text != NULL ? zm_text_escape (text, -1) : g_strdup ("");
}

static char *
format_title (gpointer    self,
              const char *device_id,
              const char *place)
{
  return device_id != NULL ? zm_text_escape (device_id, -1) : g_strdup (place);
}

/* subtitle and status of the port change with who is there. */
static char *
format_instruction (gpointer           self,
                    ZmSessionPhase     phase,
                    ZmSessionStage     stage,
                    ZmSessionQuestion  question,
                    const char        *device_id,
                    ZmSessionState     state,
                    ZmBenchPort       *port,
                    const char        *subtitle,
                    const char        *status)
{
  if (phase == ZM_PHASE_INTERRUPTED)
    return zm_session_words_interrupted (device_id, zm_bench_half_done_is_missing (port),
                                         zm_session_words_can_resume (phase, state));

  return g_strdup (zm_session_words_instruction (phase, stage, question));
}

static char *
format_explanation (gpointer           self,
                    ZmSessionPhase     phase,
                    ZmSessionQuestion  question,
                    const GError      *failure,
                    ZmSessionState     state,
                    ZmBenchPort       *port,
                    const char        *subtitle,
                    const char        *status)
{
  if (question != ZM_QUESTION_NONE)
    return g_strdup (zm_session_words_explanation (question));
  if (phase == ZM_PHASE_INTERRUPTED)
    return zm_session_words_standing (failure, zm_bench_half_done_is_missing (port),
                                      zm_session_words_can_resume (phase, state),
                                      zm_bench_port_get_memory (port)->awaited);

  return g_strdup (zm_session_words_declined (zm_session_question_declined (failure)));
}

static gboolean
is_missing (gpointer        self,
            ZmSessionPhase  phase,
            ZmBenchPort    *port,
            const char     *subtitle)
{
  return phase == ZM_PHASE_INTERRUPTED && zm_bench_half_done_is_missing (port);
}

/* Why a label is not taken; an empty one speaks for itself. */
static char *
format_label_fault (gpointer    self,
                    const char *label)
{
  g_autoptr(GError) error = NULL;

  if (*label == '\0' || zm_device_label_check (label, &error))
    return NULL;

  return zm_failure_words_say (error);
}

static gboolean
has_label_fault (gpointer    self,
                 const char *label)
{
  return *label != '\0' && !zm_device_label_check (label, NULL);
}

static char *
format_yes (gpointer          self,
            ZmSessionQuestion question)
{
  return g_strdup (zm_session_words_yes (question));
}

static char *
format_no (gpointer          self,
           ZmSessionQuestion question)
{
  return g_strdup (zm_session_words_no (question));
}

static char *
format_number (gpointer    self,
               const char *number)
{
  return zm_number_words_group (number);
}

static gboolean
is_asking (gpointer       self,
           ZmSessionPhase phase)
{
  return phase == ZM_PHASE_ASKING;
}

static gboolean
is_working (gpointer       self,
            ZmSessionPhase phase)
{
  return phase == ZM_PHASE_WORKING;
}

/* Nothing is left to be done with this device. */
static gboolean
is_over (gpointer       self,
         ZmSessionPhase phase)
{
  return phase == ZM_PHASE_DONE || phase == ZM_PHASE_DECLINED;
}

static gboolean
is_failed (gpointer       self,
           ZmSessionPhase phase)
{
  return phase == ZM_PHASE_FAILED;
}

static gboolean
is_interrupted (gpointer       self,
                ZmSessionPhase phase)
{
  return phase == ZM_PHASE_INTERRUPTED;
}

static gboolean
can_resume (gpointer       self,
            ZmSessionPhase phase,
            ZmSessionState state)
{
  return zm_session_words_can_resume (phase, state);
}

static gboolean
must_retry (gpointer       self,
            ZmSessionPhase phase,
            ZmSessionState state)
{
  return phase == ZM_PHASE_FAILED ||
         (phase == ZM_PHASE_INTERRUPTED && !zm_session_words_can_resume (phase, state));
}

/* That nobody is there is said calmly, in the one sentence. */
static gboolean
has_failure (gpointer        self,
             const GError   *failure,
             ZmSessionPhase  phase)
{
  return failure != NULL && phase != ZM_PHASE_DECLINED &&
         !(phase == ZM_PHASE_INTERRUPTED && zm_retry_is_absence (failure));
}

static gboolean
asks (gpointer           self,
      ZmSessionQuestion  question,
      const char        *name)
{
  return g_str_equal (zm_session_question_name (question), name);
}

static gboolean
has_explanation (gpointer       self,
                 ZmSessionPhase phase)
{
  return phase == ZM_PHASE_ASKING || phase == ZM_PHASE_DECLINED || phase == ZM_PHASE_INTERRUPTED;
}

/* Whether a list belongs to the step that is looked at, and has anything to show. */
static gboolean
belongs (gpointer        self,
         ZmSessionStage  shown,
         guint           n_items,
         const char     *stages)
{
  g_auto(GStrv) names = g_strsplit (stages, " ", -1);
  g_autoptr(GEnumClass) values = g_type_class_ref (ZM_TYPE_SESSION_STAGE);
  GEnumValue *value = g_enum_get_value (values, (int) shown);

  return n_items > 0 && g_strv_contains ((const char *const *) names, value->value_nick);
}

static guint
count_flag (gpointer self,
            gboolean flag)
{
  return flag;
}

/* Rows until there is a card of them. */
static guint
count_rows (gpointer self,
            guint    n_items,
            gboolean has_card)
{
  return has_card ? 0 : n_items;
}

static guint
count_text (gpointer    self,
            const char *text)
{
  return text != NULL;
}

void
zm_session_bindings_add (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, asks);
  gtk_widget_class_bind_template_callback (widget_class, belongs);
  gtk_widget_class_bind_template_callback (widget_class, can_resume);
  gtk_widget_class_bind_template_callback (widget_class, count_flag);
  gtk_widget_class_bind_template_callback (widget_class, count_rows);
  gtk_widget_class_bind_template_callback (widget_class, count_text);
  gtk_widget_class_bind_template_callback (widget_class, escape_text);
  gtk_widget_class_bind_template_callback (widget_class, format_explanation);
  gtk_widget_class_bind_template_callback (widget_class, format_instruction);
  gtk_widget_class_bind_template_callback (widget_class, format_label_fault);
  gtk_widget_class_bind_template_callback (widget_class, format_no);
  gtk_widget_class_bind_template_callback (widget_class, format_number);
  gtk_widget_class_bind_template_callback (widget_class, format_title);
  gtk_widget_class_bind_template_callback (widget_class, format_yes);
  gtk_widget_class_bind_template_callback (widget_class, has_explanation);
  gtk_widget_class_bind_template_callback (widget_class, has_failure);
  gtk_widget_class_bind_template_callback (widget_class, has_label_fault);
  gtk_widget_class_bind_template_callback (widget_class, is_asking);
  gtk_widget_class_bind_template_callback (widget_class, is_failed);
  gtk_widget_class_bind_template_callback (widget_class, is_interrupted);
  gtk_widget_class_bind_template_callback (widget_class, is_missing);
  gtk_widget_class_bind_template_callback (widget_class, is_over);
  gtk_widget_class_bind_template_callback (widget_class, is_working);
  gtk_widget_class_bind_template_callback (widget_class, must_retry);
}
