#include "config.h"

#include "ui/policy-card.h"

#include "app/base/join.h"
#include "app/station/value-words.h"
#include "ui/accessible.h"
#include "ui/policy-dialog.h"
#include "ui/row-list.h"
#include "ui/template.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ZmPolicyCard {
  GtkWidget                 parent_instance;

  ZmStation                *station;
  const ZmStationAuthority *authority; /* the station's */

  GtkWidget                *note;
  GtkListBox               *rows;
};

G_DEFINE_FINAL_TYPE (ZmPolicyCard, zm_policy_card, GTK_TYPE_WIDGET)

static void
change (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  ZmPolicyCard *self = ZM_POLICY_CARD (widget);
  GtkWindow *dialog = zm_policy_dialog_new (self->station, self->authority);

  gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (dialog);
}

static void
zm_policy_card_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_POLICY_CARD);

  G_OBJECT_CLASS (zm_policy_card_parent_class)->dispose (object);
}

static void
zm_policy_card_finalize (GObject *object)
{
  g_clear_object (&ZM_POLICY_CARD (object)->station);

  G_OBJECT_CLASS (zm_policy_card_parent_class)->finalize (object);
}

static void
zm_policy_card_class_init (ZmPolicyCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_policy_card_dispose;
  object_class->finalize = zm_policy_card_finalize;

  gtk_widget_class_install_action (widget_class, "policy.change", NULL, change);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/zmonitor/Station/policy-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmPolicyCard, note);
  gtk_widget_class_bind_template_child (widget_class, ZmPolicyCard, rows);
}

static void
zm_policy_card_init (ZmPolicyCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zm_accessible_name_buttons (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "policy.change", FALSE);
}

void
zm_policy_card_open (ZmPolicyCard *self,
                     ZmStation    *station)
{
  g_return_if_fail (ZM_IS_POLICY_CARD (self));
  g_return_if_fail (ZM_IS_STATION (station));

  self->station = g_object_ref (station);
}

static char *
list_key_ids (const ZmStationAuthority *authority)
{
  const json_t *ids = json_object_get (authority->answer, "keyIds");
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < json_array_size (ids); i++)
    {
      const json_t *id = json_array_get (ids, i);
      const char *mode = json_string_value (json_object_get (id, "mode"));
      const char *word = mode != NULL ? zm_value_words_for ("mode", mode) : NULL;

      g_ptr_array_add (parts, zm_join_remark (json_string_value (json_object_get (id, "keyId")),
                                              word != NULL ? word : mode));
    }
  g_ptr_array_add (parts, NULL);

  return zm_join_strv ((const char *const *) parts->pdata);
}

void
zm_policy_card_show (ZmPolicyCard             *self,
                     const ZmStationAuthority *authority)
{
  g_autofree char *days = NULL;
  g_autofree char *keys = NULL;

  g_return_if_fail (ZM_IS_POLICY_CARD (self));
  g_return_if_fail (authority != NULL);

  self->authority = authority;
  days = g_strdup_printf (ngettext ("%u day", "%u days", authority->policy.device_days),
                          authority->policy.device_days);
  keys = list_key_ids (authority);
  zm_row_list_show_facts (self->rows, (const ZmRowListFact[]) {
    { _("Hospital"), authority->policy.hospital },
    { _("Host in the devices’ identities"), authority->policy.identity_host },
    { _("Central Station"), authority->server_url },
    { _("Distribution point of the revocation lists"), authority->policy.crl_url },
    { _("Life of a device certificate"), days },
    { _("Name constraints in the intermediate"),
      authority->policy.name_constraints ? _("Yes, critical") : _("No") },
    { _("Payload keys"), keys },
    { _("Origin of the checkpoints"), authority->origin },
    { NULL },
  });
}

void
zm_policy_card_set_may_change (ZmPolicyCard *self,
                               gboolean      may_change)
{
  g_return_if_fail (ZM_IS_POLICY_CARD (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "policy.change", may_change);
  gtk_widget_set_visible (self->note, !may_change);
}
