#include "ui/line-mode.h"

#include "ui/bench-need.h"
#include "ui/choices.h"

#define GROUP     "provision"
#define KEY       "line-mode"
#define YES       "yes"
#define NO        "no"
#define HELD_POLL 1000 /* ms, until it is looked again whether a person still types */

struct _ZmLineMode {
  GObject       parent_instance;

  GListModel   *ports;
  GtkWidget    *guides;
  GHashTable   *places; /* ZmBenchPort of the list -> ZmLinePlace */
  ZmBenchPort  *shown;  /* weak */
  gint64        kept;   /* since when the shown place is as a person chose it, monotonic µs; or 0 */
  guint         look;   /* source id */
  guint         later;  /* source id */
  gboolean      on;
};

G_DEFINE_FINAL_TYPE (ZmLineMode, zm_line_mode, G_TYPE_OBJECT)

enum {
  BRING,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void look_later (ZmLineMode *self);

static void
note_need (ZmLineMode  *self,
           ZmBenchPort *port,
           gint64       now)
{
  ZmLinePlace *place = g_hash_table_lookup (self->places, port);
  ZmLineNeed need = zm_bench_need_judge (port);

  if (place == NULL)
    {
      place = g_new0 (ZmLinePlace, 1);
      g_hash_table_insert (self->places, port, place);
    }
  else if (place->need == need)
    {
      return;
    }

  place->need = need;
  place->since = now;
}

/* The places in the order of the bench, as they are now. GArray of ZmLinePlace. */
static GArray *
take_stock (ZmLineMode *self,
            guint      *shown)
{
  GArray *stock = g_array_new (FALSE, FALSE, sizeof (ZmLinePlace));
  gint64 now = g_get_monotonic_time ();

  *shown = ZM_LINE_NOBODY;
  for (guint i = 0; i < g_list_model_get_n_items (self->ports); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (self->ports, i);

      note_need (self, port, now);
      g_array_append_vals (stock, g_hash_table_lookup (self->places, port), 1);
      if (port == self->shown)
        *shown = i;
    }

  return stock;
}

/* A field that was left empty is nobody's. */
static gboolean
is_typed_into (ZmLineMode *self)
{
  GtkRoot *root = gtk_widget_get_root (self->guides);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_EDITABLE (focus) && gtk_widget_get_mapped (focus) &&
         gtk_widget_is_ancestor (focus, self->guides) &&
         gtk_editable_get_text (GTK_EDITABLE (focus))[0] != '\0';
}

/* What a dialog asks is about what is shown behind it. */
static gboolean
is_in_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_modal (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_engaged (ZmLineMode *self)
{
  return is_typed_into (self) || is_in_dialog ();
}

static gboolean
is_kept (ZmLineMode        *self,
         const ZmLinePlace *place)
{
  return self->kept != 0 && self->kept == place->since;
}

static void
later_cb (gpointer user_data)
{
  ZmLineMode *self = user_data;

  self->later = 0;
  look_later (self);
}

/* Nothing tells when a person stops typing, or when patience ends. */
static void
look_again (ZmLineMode        *self,
            const ZmLinePlace *shown,
            gboolean           engaged)
{
  g_clear_handle_id (&self->later, g_source_remove);
  if (engaged)
    self->later = g_timeout_add_once (HELD_POLL, later_cb, self);
  else if (shown != NULL && shown->need == ZM_LINE_SOON)
    self->later = g_timeout_add_once (ZM_LINE_PATIENCE / G_TIME_SPAN_MILLISECOND + 1, later_cb,
                                      self);
}

static void
bring_next (ZmLineMode   *self,
            const GArray *stock,
            guint         shown)
{
  const ZmLinePlace *places = (const ZmLinePlace *) (gpointer) stock->data;
  gboolean engaged = is_engaged (self);
  gboolean held = engaged || (shown != ZM_LINE_NOBODY && is_kept (self, &places[shown]));
  guint next = zm_line_find_front (places, stock->len, shown, held, g_get_monotonic_time ());

  if (next != shown)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (self->ports, next);

      g_signal_emit (self, signals[BRING], 0, port);
    }
  look_again (self, next != ZM_LINE_NOBODY ? &places[next] : NULL, engaged);
}

/* A real cable was pulled out of what was done; a person who reads there keeps it. */
static gboolean
may_put_away (ZmLineMode  *self,
              ZmBenchPort *port)
{
  const ZmLinePlace *place = g_hash_table_lookup (self->places, port);

  return place->need == ZM_LINE_DONE && zm_bench_port_get_session (port) != NULL &&
         zm_bench_port_get_device (port) == NULL &&
         !zm_place_is_attached (zm_bench_port_get_place (port)) &&
         !(port == self->shown && is_kept (self, place));
}

static void
put_away (ZmLineMode *self)
{
  for (guint i = g_list_model_get_n_items (self->ports); i > 0; i--)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (self->ports, i - 1);

      if (may_put_away (self, port))
        zm_bench_port_clear (port);
    }
}

static void
look_cb (gpointer user_data)
{
  ZmLineMode *self = user_data;
  g_autoptr(GArray) stock = NULL;
  guint shown;

  self->look = 0;
  stock = take_stock (self, &shown);
  g_signal_emit (self, signals[CHANGED], 0);
  if (!self->on)
    return;

  bring_next (self, stock, shown);
  put_away (self);
}

/* Not at once: all that changes together has changed by then. */
static void
look_later (ZmLineMode *self)
{
  if (self->look == 0)
    self->look = g_timeout_add_once (0, look_cb, self);
}

static gboolean
is_gone (gpointer port,
         gpointer place,
         gpointer user_data)
{
  GListModel *ports = user_data;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr(ZmBenchPort) other = g_list_model_get_item (ports, i);

      if (other == port)
        return FALSE;
    }

  return TRUE;
}

static void
ports_changed_cb (ZmLineMode *self,
                  guint       position,
                  guint       removed,
                  guint       added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (self->ports, i);

      g_signal_connect_object (port, "notify", G_CALLBACK (look_later), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (zm_bench_port_get_place (port), "notify", G_CALLBACK (look_later),
                               self, G_CONNECT_SWAPPED);
    }
  if (removed > 0)
    g_hash_table_foreach_remove (self->places, is_gone, self->ports);
  look_later (self);
}

static void
zm_line_mode_dispose (GObject *object)
{
  ZmLineMode *self = ZM_LINE_MODE (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_weak_pointer (&self->shown);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_object (&self->ports);

  G_OBJECT_CLASS (zm_line_mode_parent_class)->dispose (object);
}

static void
zm_line_mode_class_init (ZmLineModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zm_line_mode_dispose;

  signals[BRING] = g_signal_new ("bring", ZM_TYPE_LINE_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, ZM_TYPE_BENCH_PORT);
  signals[CHANGED] = g_signal_new ("changed", ZM_TYPE_LINE_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
zm_line_mode_init (ZmLineMode *self)
{
  g_autofree char *remembered = zm_choices_get (GROUP, KEY);

  self->on = g_strcmp0 (remembered, YES) == 0;
  self->places = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

ZmLineMode *
zm_line_mode_new (GListModel *ports,
                  GtkWidget  *guides)
{
  ZmLineMode *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (ports), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (guides), NULL);

  self = g_object_new (ZM_TYPE_LINE_MODE, NULL);
  self->ports = g_object_ref (ports);
  self->guides = guides;
  g_signal_connect_object (ports, "items-changed", G_CALLBACK (ports_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ports_changed_cb (self, 0, 0, g_list_model_get_n_items (ports));

  return self;
}

gboolean
zm_line_mode_is_on (ZmLineMode *self)
{
  g_return_val_if_fail (ZM_IS_LINE_MODE (self), FALSE);

  return self->on;
}

void
zm_line_mode_set_on (ZmLineMode *self,
                     gboolean    on)
{
  g_return_if_fail (ZM_IS_LINE_MODE (self));

  if (self->on == on)
    return;

  self->on = on;
  zm_choices_set (GROUP, KEY, on ? YES : NO);
  g_clear_handle_id (&self->later, g_source_remove);
  look_later (self);
}

void
zm_line_mode_note_shown (ZmLineMode  *self,
                         ZmBenchPort *port,
                         gboolean     by_hand)
{
  const ZmLinePlace *place;

  g_return_if_fail (ZM_IS_LINE_MODE (self));

  if (port == self->shown && !by_hand)
    return;

  g_set_weak_pointer (&self->shown, port);
  place = port != NULL ? g_hash_table_lookup (self->places, port) : NULL;
  self->kept = by_hand && place != NULL ? place->since : 0;
}

gboolean
zm_line_mode_admit (ZmLineMode  *self,
                    ZmBenchPort *port)
{
  g_autoptr(GArray) stock = NULL;
  guint shown;

  g_return_val_if_fail (ZM_IS_LINE_MODE (self), FALSE);

  stock = take_stock (self, &shown);
  self->kept = 0;
  return shown == ZM_LINE_NOBODY || port == self->shown ||
         (!is_engaged (self) && zm_line_may_leave (&g_array_index (stock, ZmLinePlace, shown),
                                                   g_get_monotonic_time ()));
}
