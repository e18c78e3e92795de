#include "ui/scan-wedge.h"

#include "ui/scan-burst.h"

#include <string.h>

#define FOREIGN (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)
#define WATCHED "zm-scan-wedge"
#define MARGIN  50 /* ms */

struct _ZmScanWedge {
  GObject      parent_instance;

  ZmScanBurst *burst;
  guint        lapse;    /* source */

  GtkWidget   *widget;   /* whose keys these are; weak */
  GtkEditable *field;    /* had the focus when the burst began; weak, NULL for none */
  char        *before;   /* its text then; NULL for a secret, of which there is no second copy */
  int          position; /* where the first key went */
};

G_DEFINE_FINAL_TYPE (ZmScanWedge, zm_scan_wedge, G_TYPE_OBJECT)

enum {
  SCANNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
forget_field (ZmScanWedge *self)
{
  g_clear_weak_pointer (&self->field);
  g_clear_pointer (&self->before, g_free);
}

static gboolean
is_secret (GtkWidget *field)
{
  return !GTK_IS_TEXT (field) || !gtk_text_get_visibility (GTK_TEXT (field));
}

/* NULL for none, and once a menu is closed that the scan was typed over. */
static GtkEditable *
find_field (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_EDITABLE (focus) ? GTK_EDITABLE (focus) : NULL;
}

static void
remember_field (ZmScanWedge *self,
                GtkWidget   *widget)
{
  GtkEditable *field = find_field (widget);
  int end;

  forget_field (self);
  if (field == NULL)
    return;

  g_set_weak_pointer (&self->field, field);
  self->before = is_secret (GTK_WIDGET (field)) ? NULL : g_strdup (gtk_editable_get_text (field));
  if (!gtk_editable_get_selection_bounds (field, &self->position, &end))
    self->position = gtk_editable_get_position (field);
}

/* Only if that is what stands there: a field may have a rule of its own. */
static void
take_out (GtkEditable *field,
          int          position,
          const char  *text)
{
  int end = position + (int) g_utf8_strlen (text, -1);
  g_autofree char *there = gtk_editable_get_chars (field, position, end);

  if (g_strcmp0 (there, text) == 0)
    gtk_editable_delete_text (field, position, end);
  if (there != NULL)
    explicit_bzero (there, strlen (there));
}

/* What was selected in a secret gave way to the first key, and has to be typed again. Where no field
 * had the focus the first key may have opened one, for a search. */
static void
restore_field (ZmScanWedge *self,
               GtkWidget   *widget)
{
  g_autofree char *untouched = zm_scan_burst_dup_untouched (self->burst);
  GtkEditable *opened = self->field == NULL ? find_field (widget) : NULL;

  if (opened != NULL)
    take_out (opened, 0, untouched);
  else if (self->field != NULL && self->before == NULL)
    take_out (self->field, self->position, untouched);
  else if (self->field != NULL && !g_str_equal (gtk_editable_get_text (self->field), self->before))
    {
      gtk_editable_set_text (self->field, self->before);
      gtk_editable_set_position (self->field, self->position);
    }
  forget_field (self);
}

/* To the field that it was meant for, if any is remembered. */
static void
give_back (ZmScanWedge *self)
{
  const char *swallowed = zm_scan_burst_get_swallowed (self->burst);
  int position;

  if (self->field != NULL && swallowed[0] != '\0')
    {
      position = gtk_editable_get_position (self->field);
      gtk_editable_insert_text (self->field, swallowed, -1, &position);
      gtk_editable_set_position (self->field, position);
    }
  forget_field (self);
  zm_scan_burst_clear (self->burst);
}

/* What nobody wants was typed by something else that is quick: a keeper of passwords, say. */
static void
finish (ZmScanWedge *self)
{
  gboolean taken = FALSE;

  g_clear_handle_id (&self->lapse, g_source_remove);
  g_signal_emit (self, signals[SCANNED], 0, zm_scan_burst_get_text (self->burst),
                 zm_scan_burst_get_us (self->burst), &taken);
  if (taken && self->widget != NULL)
    restore_field (self, self->widget);
  give_back (self);
}

/* Not every scanner ends with a key. */
static void
settle (ZmScanWedge *self)
{
  if (zm_scan_burst_lapse (self->burst))
    finish (self);
  else
    give_back (self);
}

static gboolean
lapse_cb (gpointer user_data)
{
  ZmScanWedge *self = user_data;

  self->lapse = 0;
  settle (self);
  return G_SOURCE_REMOVE;
}

/* Longer than a pause: the key that came in time may only now be on its way through the main loop. */
static void
wait_for_more (ZmScanWedge *self)
{
  g_clear_handle_id (&self->lapse, g_source_remove);
  self->lapse = g_timeout_add_full (G_PRIORITY_LOW, ZM_SCAN_BURST_PATIENCE + MARGIN, lapse_cb, self, NULL);
}

static gboolean
is_end (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter ||
         keyval == GDK_KEY_Tab;
}

/* A letter presses an entry of an open menu at once, before it is known whose letter it is: there the
 * arrow keys alone choose. */
static gboolean
is_deaf (GtkWidget       *widget,
         const ZmScanKey *key)
{
  return GTK_IS_POPOVER (widget) && !key->ends && key->character != 0 && find_field (widget) == NULL;
}

static gboolean
judge (ZmScanWedge     *self,
       GtkWidget       *widget,
       const ZmScanKey *key)
{
  if (self->lapse != 0 && !zm_scan_burst_is_close (self->burst, key->time))
    {
      g_clear_handle_id (&self->lapse, g_source_remove);
      settle (self);
    }

  switch (zm_scan_burst_take (self->burst, key))
    {
    case ZM_SCAN_BURST_FIRST:
      g_set_weak_pointer (&self->widget, widget);
      remember_field (self, widget);
      wait_for_more (self);
      return is_deaf (widget, key);
    case ZM_SCAN_BURST_SWALLOW:
      wait_for_more (self);
      return GDK_EVENT_STOP;
    case ZM_SCAN_BURST_DONE:
      finish (self);
      return GDK_EVENT_STOP;
    case ZM_SCAN_BURST_PASS:
    default:
      return is_deaf (widget, key);
    }
}

static gboolean
pressed_cb (ZmScanWedge           *self,
            guint                  keyval,
            guint                  keycode,
            GdkModifierType        state,
            GtkEventControllerKey *controller)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  ZmScanKey key = {
    .time = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (controller)),
    .keycode = keycode,
    .character = gdk_keyval_to_unicode (keyval),
    .shift = (state & GDK_SHIFT_MASK) != 0,
    .ends = is_end (keyval),
  };

  if ((state & FOREIGN) != 0)
    {
      zm_scan_burst_clear (self->burst);
      return GDK_EVENT_PROPAGATE;
    }
  if (!key.ends && !g_unichar_isprint (key.character))
    key.character = 0;

  return judge (self, widget, &key);
}

static void
released_cb (ZmScanWedge           *self,
             guint                  keyval,
             guint                  keycode,
             GdkModifierType        state,
             GtkEventControllerKey *controller)
{
  zm_scan_burst_release (self->burst, keycode);
}

static void
watch (ZmScanWedge *self,
       GtkWidget   *widget)
{
  GtkEventController *controller;

  if (g_object_get_data (G_OBJECT (widget), WATCHED) != NULL)
    return;

  controller = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "key-released", G_CALLBACK (released_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, controller);
  g_object_set_data (G_OBJECT (widget), WATCHED, controller);
}

/* An open menu takes all keys before its window does. */
static void
focus_cb (ZmScanWedge *self,
          GParamSpec  *pspec,
          GtkWidget   *window)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  for (; focus != NULL && focus != window; focus = gtk_widget_get_parent (focus))
    {
      if (GTK_IS_POPOVER (focus))
        watch (self, focus);
    }
}

static void
windows_changed_cb (ZmScanWedge *self,
                    guint        position,
                    guint        removed,
                    guint        added,
                    GListModel  *windows)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      watch (self, window);
      g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (focus_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
zm_scan_wedge_finalize (GObject *object)
{
  ZmScanWedge *self = ZM_SCAN_WEDGE (object);

  g_clear_handle_id (&self->lapse, g_source_remove);
  g_clear_weak_pointer (&self->widget);
  forget_field (self);
  zm_scan_burst_free (self->burst);

  G_OBJECT_CLASS (zm_scan_wedge_parent_class)->finalize (object);
}

static void
zm_scan_wedge_class_init (ZmScanWedgeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_scan_wedge_finalize;

  signals[SCANNED] = g_signal_new ("scanned", ZM_TYPE_SCAN_WEDGE, G_SIGNAL_RUN_LAST, 0,
                                   g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 2,
                                   G_TYPE_STRING, G_TYPE_STRING);
}

static void
zm_scan_wedge_init (ZmScanWedge *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  self->burst = zm_scan_burst_new ();
  g_signal_connect_object (windows, "items-changed", G_CALLBACK (windows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  windows_changed_cb (self, 0, 0, g_list_model_get_n_items (windows), windows);
}

ZmScanWedge *
zm_scan_wedge_new (void)
{
  return g_object_new (ZM_TYPE_SCAN_WEDGE, NULL);
}
