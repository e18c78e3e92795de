#include "config.h"

#include "ui/device-filter-box.h"

#include "ui/accessible.h"
#include "ui/device-words.h"
#include "ui/template.h"

#include <glib/gi18n.h>

#define BIT(value) (1u << (value))

struct _ZmDeviceFilterBox {
  GtkWidget       parent_instance;

  gboolean        showing; /* what changes now is not the person's doing */
  GPtrArray      *wards;   /* char *, as the drop-down has them after its first */
  guint           states;  /* of a view that no choice stands for */
  guint           standings;

  GtkDropDown    *certificate;
  GtkCheckButton *half_done;
  GtkDropDown    *state;
  GtkDropDown    *ward;
};

G_DEFINE_FINAL_TYPE (ZmDeviceFilterBox, zm_device_filter_box, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One choice of a drop-down, and the set that it stands for. */
typedef struct {
  const char *name;
  guint bits;
} Choice;

static const Choice states[] = {
  { N_("Any state"), 0 },
  { N_("Registered or in service"), BIT (ZM_DEVICE_REGISTERED) | BIT (ZM_DEVICE_ACTIVE) },
  { N_("Registered"), BIT (ZM_DEVICE_REGISTERED) },
  { N_("In service"), BIT (ZM_DEVICE_ACTIVE) },
  { N_("Retired"), BIT (ZM_DEVICE_RETIRED) },
};

static const Choice standings[] = {
  { N_("Any certificate or none"), 0 },
  { N_("Valid"), ZM_STANDINGS_VALID },
  { N_("Valid, ends within 30 days"), ZM_STANDING_BIT (ZM_STANDING_MONTH) },
  { N_("Valid, ends in 31 to 90 days"), ZM_STANDING_BIT (ZM_STANDING_QUARTER) },
  { N_("Valid for longer"), ZM_STANDING_BIT (ZM_STANDING_LATER) },
  { N_("Expired or ends within 30 days"), ZM_STANDING_BIT (ZM_STANDING_EXPIRED) |
    ZM_STANDING_BIT (ZM_STANDING_MONTH) },
  { N_("Expired"), ZM_STANDING_BIT (ZM_STANDING_EXPIRED) },
  { N_("Revoked"), ZM_STANDING_BIT (ZM_STANDING_REVOKED) },
  { N_("No certificate"), ZM_STANDING_BIT (ZM_STANDING_NONE) },
  { N_("No certificate, or a revoked one"), ZM_STANDING_BIT (ZM_STANDING_NONE) |
    ZM_STANDING_BIT (ZM_STANDING_REVOKED) },
};

static void
list_choices (GtkDropDown  *drop_down,
              const Choice *choices,
              gsize         n_choices)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < n_choices; i++)
    gtk_string_list_append (names, _(choices[i].name));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (names));
}

static void
choose (GtkDropDown  *drop_down,
        const Choice *choices,
        gsize         n_choices,
        guint         bits)
{
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n_choices; i++)
    {
      if (choices[i].bits == bits)
        selected = i;
    }

  gtk_drop_down_set_selected (drop_down, selected);
}

/* Where none is chosen, it stays as it was. */
static guint
get_chosen (GtkDropDown  *drop_down,
            const Choice *choices,
            gsize         n_choices,
            guint         otherwise)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected < n_choices ? choices[selected].bits : otherwise;
}

static void
changed_cb (ZmDeviceFilterBox *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
show_ward (ZmDeviceFilterBox *self,
           const char        *ward)
{
  guint position = 0;
  gboolean found = ward == NULL;

  for (guint i = 0; !found && i < self->wards->len; i++)
    {
      found = g_str_equal (g_ptr_array_index (self->wards, i), ward);
      position = i + 1;
    }

  gtk_drop_down_set_selected (self->ward, found ? position : GTK_INVALID_LIST_POSITION);
}

static const char *
get_ward (ZmDeviceFilterBox *self)
{
  guint selected = gtk_drop_down_get_selected (self->ward);

  return selected == 0 || selected > self->wards->len
         ? NULL : g_ptr_array_index (self->wards, selected - 1);
}

static void
zm_device_filter_box_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_DEVICE_FILTER_BOX);

  G_OBJECT_CLASS (zm_device_filter_box_parent_class)->dispose (object);
}

static void
zm_device_filter_box_finalize (GObject *object)
{
  g_ptr_array_unref (ZM_DEVICE_FILTER_BOX (object)->wards);

  G_OBJECT_CLASS (zm_device_filter_box_parent_class)->finalize (object);
}

static void
zm_device_filter_box_class_init (ZmDeviceFilterBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_device_filter_box_dispose;
  object_class->finalize = zm_device_filter_box_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/device-filter-box.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceFilterBox, certificate);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceFilterBox, half_done);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceFilterBox, state);
  gtk_widget_class_bind_template_child (widget_class, ZmDeviceFilterBox, ward);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
zm_device_filter_box_init (ZmDeviceFilterBox *self)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  self->wards = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  zm_accessible_name_part (GTK_WIDGET (self->state), GTK_TYPE_TOGGLE_BUTTON, _("State"));
  zm_accessible_name_part (GTK_WIDGET (self->certificate), GTK_TYPE_TOGGLE_BUTTON,
                           _("Certificate"));
  zm_accessible_name_part (GTK_WIDGET (self->ward), GTK_TYPE_TOGGLE_BUTTON, _("Ward"));

  self->showing = TRUE;
  list_choices (self->state, states, G_N_ELEMENTS (states));
  list_choices (self->certificate, standings, G_N_ELEMENTS (standings));
  self->showing = FALSE;
  zm_device_filter_box_set_wards (self, none);
}

void
zm_device_filter_box_set_wards (ZmDeviceFilterBox *self,
                                GPtrArray         *wards)
{
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *chosen = NULL;

  g_return_if_fail (ZM_IS_DEVICE_FILTER_BOX (self));
  g_return_if_fail (wards != NULL);

  chosen = g_strdup (get_ward (self));
  g_ptr_array_set_size (self->wards, 0);
  gtk_string_list_append (names, _("Any ward"));
  for (guint i = 0; i < wards->len; i++)
    {
      const ZmWardExpiry *ward = g_ptr_array_index (wards, i);

      g_ptr_array_add (self->wards, g_strdup (ward->ward));
      gtk_string_list_append (names, zm_device_words_ward (ward->ward));
    }

  self->showing = TRUE;
  gtk_drop_down_set_model (self->ward, G_LIST_MODEL (names));
  show_ward (self, chosen);
  self->showing = FALSE;
}

void
zm_device_filter_box_show (ZmDeviceFilterBox  *self,
                           const ZmDeviceView *view)
{
  g_return_if_fail (ZM_IS_DEVICE_FILTER_BOX (self));
  g_return_if_fail (view != NULL);

  self->showing = TRUE;
  self->states = view->states;
  self->standings = view->standings;
  choose (self->state, states, G_N_ELEMENTS (states), view->states);
  choose (self->certificate, standings, G_N_ELEMENTS (standings), view->standings);
  show_ward (self, view->ward);
  gtk_check_button_set_active (self->half_done, view->half_done);
  self->showing = FALSE;
}

void
zm_device_filter_box_read (ZmDeviceFilterBox *self,
                           ZmDeviceView      *view)
{
  g_return_if_fail (ZM_IS_DEVICE_FILTER_BOX (self));
  g_return_if_fail (view != NULL);

  view->states = get_chosen (self->state, states, G_N_ELEMENTS (states), self->states);
  view->standings = get_chosen (self->certificate, standings, G_N_ELEMENTS (standings),
                                self->standings);
  view->half_done = gtk_check_button_get_active (self->half_done);
  if (gtk_drop_down_get_selected (self->ward) != GTK_INVALID_LIST_POSITION)
    {
      g_free (view->ward);
      view->ward = g_strdup (get_ward (self));
    }
}
