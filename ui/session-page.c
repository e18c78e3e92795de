#include "ui/session-page.h"

#include "app/base/device-id.h"
#include "ui/abandon-dialog.h"
#include "ui/accessible.h"
#include "ui/bench-half-done.h"
#include "ui/bench-pair.h"
#include "ui/certificate-card.h"
#include "ui/clock-strip.h"
#include "ui/failure-card.h"
#include "ui/judgement-table.h"
#include "ui/promise-grid.h"
#include "ui/proof-view.h"
#include "ui/session-bindings.h"
#include "ui/session-words.h"
#include "ui/simulated-screen.h"
#include "ui/stage-bar.h"
#include "ui/template.h"
#include "ui/tick-list.h"

#include <adwaita.h>

/* A second click that was meant for the last question must not answer this one. */
#define ARMING_TIME 500 /* ms */

struct _ZmSessionPage {
  GtkWidget       parent_instance;

  ZmBenchPort    *port;
  ZmSession      *session;
  ZmSessionPhase  phase;
  gboolean        compact;
  guint           arming; /* source; 0 while an answer counts */

  GtkWidget      *label_entry;
  GtkWidget      *next;
  GtkWidget      *no;
  ZmProofView    *proof;
  GtkWidget      *resume;
  GtkWidget      *retry;
  GtkWidget      *screen_place;
  GtkWidget      *stop;
};

G_DEFINE_FINAL_TYPE (ZmSessionPage, zm_session_page, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_COMPACT,
  PROP_PHASE,
  PROP_PORT,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Safe is what changes nothing. A person at another page keeps the focus there. */
static void
focus_safe_choice (ZmSessionPage *self)
{
  ZmSessionQuestion question;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_object_get (self->session, "question", &question, NULL);
  switch (self->phase)
    {
    case ZM_PHASE_ASKING:
      gtk_widget_grab_focus (question == ZM_QUESTION_REGISTER ? self->label_entry : self->no);
      break;
    case ZM_PHASE_DONE:
    case ZM_PHASE_DECLINED:
      gtk_widget_grab_focus (self->next);
      break;
    case ZM_PHASE_FAILED:
      gtk_widget_grab_focus (self->retry);
      break;
    case ZM_PHASE_INTERRUPTED:
      gtk_widget_grab_focus (gtk_widget_get_visible (self->resume) ? self->resume : self->retry);
      break;
    case ZM_PHASE_WORKING:
    default:
      gtk_widget_grab_focus (self->stop);
      break;
    }
}

static void
update_answers (ZmSessionPage *self)
{
  const char *label = gtk_editable_get_text (GTK_EDITABLE (self->label_entry));
  ZmSessionQuestion question;

  g_object_get (self->session, "question", &question, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "session.no", self->arming == 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "session.yes",
                                 self->arming == 0 &&
                                 (question != ZM_QUESTION_REGISTER ||
                                  zm_device_label_check (label, NULL)));
}

static void
arm_cb (gpointer user_data)
{
  ZmSessionPage *self = user_data;

  self->arming = 0;
  update_answers (self);
  focus_safe_choice (self);
}

static void
question_cb (ZmSessionPage *self)
{
  g_clear_handle_id (&self->arming, g_source_remove);
  self->arming = g_timeout_add_once (ARMING_TIME, arm_cb, self);
  update_answers (self);
}

/* Once it is on record, with all that was tried. */
static void
load_proof (ZmSessionPage *self)
{
  g_autoptr(GListModel) tests = NULL;
  g_autofree char *session_id = NULL;
  gboolean running;

  g_object_get (self->session, "running", &running, "session-id", &session_id, "tests", &tests,
                NULL);
  if (!running && session_id != NULL && g_list_model_get_n_items (tests) > 0)
    zm_proof_view_load (self->proof, zm_session_get_station (self->session), session_id);
}

static void
update_phase (ZmSessionPage *self)
{
  ZmSessionPhase phase = zm_session_words_phase_of (self->session);

  if (self->phase == phase)
    return;

  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
  if (phase != ZM_PHASE_ASKING)
    focus_safe_choice (self);
}

static void
label_changed_cb (ZmSessionPage *self)
{
  update_answers (self);
}

static void
label_activated_cb (ZmSessionPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "session.yes", NULL);
}

static void
answer (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (widget);
  const char *label = gtk_editable_get_text (GTK_EDITABLE (self->label_entry));
  ZmSessionQuestion question;

  g_object_get (self->session, "question", &question, NULL);
  zm_session_answer (self->session, g_str_equal (action_name, "session.yes"),
                     question == ZM_QUESTION_REGISTER ? label : NULL);
}

static void
stop (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  zm_bench_port_stop (ZM_SESSION_PAGE (widget)->port);
}

static void
resume (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  zm_bench_half_done_resume (ZM_SESSION_PAGE (widget)->port);
}

/* A new code is needed, wherever it comes from. */
static void
retry (GtkWidget  *widget,
       const char *action_name,
       GVariant   *parameter)
{
  g_autoptr(ZmBenchPort) port = g_object_ref (ZM_SESSION_PAGE (widget)->port);

  zm_bench_port_clear (port);
  zm_bench_pair_screen (port);
}

static void
show_proof (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  g_autofree char *session_id = NULL;

  g_object_get (ZM_SESSION_PAGE (widget)->session, "session-id", &session_id, NULL);
  if (session_id != NULL)
    gtk_widget_activate_action (widget, "proof.show", "s", session_id);
}

static void
confirm_abandon_cb (ZmSessionPage *self,
                    const char    *response)
{
  g_autoptr(ZmBenchPort) port = g_object_ref (self->port);

  if (g_strcmp0 (response, ZM_ABANDON_DIALOG_YES) == 0)
    zm_bench_half_done_abandon (port);
}

static void
ask_to_abandon (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (widget);
  g_autofree char *device_id = NULL;
  GtkWidget *dialog;

  g_object_get (self->session, "device-id", &device_id, NULL);
  dialog = zm_abandon_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), device_id);
  g_signal_connect_object (dialog, "response", G_CALLBACK (confirm_abandon_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
zm_session_page_constructed (GObject *object)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (object);

  G_OBJECT_CLASS (zm_session_page_parent_class)->constructed (object);

  g_signal_connect_object (self->session, "notify", G_CALLBACK (update_phase), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::question", G_CALLBACK (question_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::running", G_CALLBACK (load_proof), self,
                           G_CONNECT_SWAPPED);
  question_cb (self);
  update_phase (self);
  load_proof (self);
}

static void
zm_session_page_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    case PROP_PHASE:
      g_value_set_enum (value, (int) self->phase);
      break;
    case PROP_PORT:
      g_value_set_object (value, self->port);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_compact (ZmSessionPage *self,
             gboolean       compact)
{
  if (self->compact == compact)
    return;

  self->compact = compact;
  gtk_widget_set_visible (self->screen_place,
                          compact && zm_bench_port_get_device (self->port) != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

static void
zm_session_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (object);

  switch (prop_id)
    {
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value));
      break;
    case PROP_PORT:
      self->port = g_value_dup_object (value);
      break;
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Who comes before a person's eyes by itself is not answered with what was meant for another one. */
static void
zm_session_page_map (GtkWidget *widget)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (widget);

  GTK_WIDGET_CLASS (zm_session_page_parent_class)->map (widget);

  if (self->phase == ZM_PHASE_ASKING)
    question_cb (self);
}

static void
zm_session_page_dispose (GObject *object)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (object);

  g_clear_handle_id (&self->arming, g_source_remove);
  zm_template_dispose (GTK_WIDGET (self), ZM_TYPE_SESSION_PAGE);

  G_OBJECT_CLASS (zm_session_page_parent_class)->dispose (object);
}

static void
zm_session_page_finalize (GObject *object)
{
  ZmSessionPage *self = ZM_SESSION_PAGE (object);

  g_clear_object (&self->port);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zm_session_page_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (ZM_TYPE_CERTIFICATE_CARD);
  g_type_ensure (ZM_TYPE_CLOCK_STRIP);
  g_type_ensure (ZM_TYPE_FAILURE_CARD);
  g_type_ensure (ZM_TYPE_JUDGEMENT_TABLE);
  g_type_ensure (ZM_TYPE_PROMISE_GRID);
  g_type_ensure (ZM_TYPE_PROOF_VIEW);
  g_type_ensure (ZM_TYPE_SESSION);
  g_type_ensure (ZM_TYPE_SIMULATED_DEVICE);
  g_type_ensure (ZM_TYPE_SIMULATED_SCREEN);
  g_type_ensure (ZM_TYPE_STAGE_BAR);
  g_type_ensure (ZM_TYPE_TICK_LIST);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/session-page.ui");
  zm_session_bindings_add (widget_class);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, label_entry);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, next);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, no);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, proof);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, resume);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, retry);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, screen_place);
  gtk_widget_class_bind_template_child (widget_class, ZmSessionPage, stop);
  gtk_widget_class_bind_template_callback (widget_class, label_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, label_changed_cb);
}

static void
zm_session_page_class_init (ZmSessionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = zm_session_page_constructed;
  object_class->dispose = zm_session_page_dispose;
  object_class->finalize = zm_session_page_finalize;
  object_class->get_property = zm_session_page_get_property;
  object_class->set_property = zm_session_page_set_property;
  widget_class->map = zm_session_page_map;

  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  properties[PROP_PHASE] = g_param_spec_enum ("phase", NULL, NULL, ZM_TYPE_SESSION_PHASE,
                                              ZM_PHASE_WORKING,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PORT] = g_param_spec_object ("port", NULL, NULL, ZM_TYPE_BENCH_PORT, flags);
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, ZM_TYPE_SESSION, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "session.abandon", NULL, ask_to_abandon);
  gtk_widget_class_install_action (widget_class, "session.no", NULL, answer);
  gtk_widget_class_install_action (widget_class, "session.resume", NULL, resume);
  gtk_widget_class_install_action (widget_class, "session.retry", NULL, retry);
  gtk_widget_class_install_action (widget_class, "session.show-proof", NULL, show_proof);
  gtk_widget_class_install_action (widget_class, "session.stop", NULL, stop);
  gtk_widget_class_install_action (widget_class, "session.yes", NULL, answer);

  ensure_types ();
  bind_template (widget_class);
}

static void
zm_session_page_init (ZmSessionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
zm_session_page_new (ZmBenchPort *port,
                     ZmSession   *session)
{
  g_return_val_if_fail (ZM_IS_BENCH_PORT (port), NULL);
  g_return_val_if_fail (ZM_IS_SESSION (session), NULL);

  return g_object_new (ZM_TYPE_SESSION_PAGE, "port", port, "session", session, NULL);
}
