#include "config.h"

#include "ui/verification-card.h"

#include "app/station/phrase-words.h"
#include "app/station/remedy.h"
#include "ui/badge.h"
#include "ui/template.h"
#include "ui/verification-words.h"

#include <glib/gi18n.h>

struct _ZmVerificationCard {
  GtkWidget  parent_instance;

  GtkWidget *finding;
  GtkWidget *icon;
  GtkWidget *meaning;
  GtkWidget *remedy;
  GtkWidget *technical;
  GtkWidget *verdict;
};

G_DEFINE_FINAL_TYPE (ZmVerificationCard, zm_verification_card, GTK_TYPE_WIDGET)

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static char *
format_technical (const ZmAuditReport *report)
{
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (report->check == NULL)
    return NULL;

  seen = zm_phrase_words_say (report->seen != NULL ? report->seen : "–");
  expected = zm_phrase_words_say (report->expected != NULL ? report->expected : "–");
  return g_strdup_printf (_("Check %s. Seen: %s. Expected: %s."), report->check, seen, expected);
}

static void
set_kind (ZmVerificationCard *self,
          ZmBadgeKind         kind)
{
  static const struct {
    ZmBadgeKind kind;
    const char *style_class;
  } classes[] = {
    { ZM_BADGE_GOOD, "success" },
    { ZM_BADGE_BAD, "error" },
    { ZM_BADGE_WARNING, "warning" },
  };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), zm_badge_kind_icon (kind));
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      if (classes[i].kind == kind)
        gtk_widget_add_css_class (self->icon, classes[i].style_class);
      else
        gtk_widget_remove_css_class (self->icon, classes[i].style_class);
    }
}

static void
zm_verification_card_dispose (GObject *object)
{
  zm_template_dispose (GTK_WIDGET (object), ZM_TYPE_VERIFICATION_CARD);

  G_OBJECT_CLASS (zm_verification_card_parent_class)->dispose (object);
}

static void
zm_verification_card_class_init (ZmVerificationCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zm_verification_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/zmonitor/Station/verification-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZmVerificationCard, finding);
  gtk_widget_class_bind_template_child (widget_class, ZmVerificationCard, icon);
  gtk_widget_class_bind_template_child (widget_class, ZmVerificationCard, meaning);
  gtk_widget_class_bind_template_child (widget_class, ZmVerificationCard, remedy);
  gtk_widget_class_bind_template_child (widget_class, ZmVerificationCard, technical);
  gtk_widget_class_bind_template_child (widget_class, ZmVerificationCard, verdict);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
zm_verification_card_init (ZmVerificationCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
zm_verification_card_show (ZmVerificationCard  *self,
                           const ZmAuditReport *report)
{
  g_autofree char *finding = NULL;
  g_autofree char *meaning = NULL;
  g_autofree char *technical = NULL;

  g_return_if_fail (ZM_IS_VERIFICATION_CARD (self));
  g_return_if_fail (report != NULL);

  finding = zm_verification_words_finding (report);
  meaning = zm_verification_words_meaning (report);
  technical = format_technical (report);
  set_kind (self, zm_verification_words_kind (report->verdict));
  set_text (self->verdict, zm_verification_words_name (report->verdict));
  set_text (self->finding, finding);
  set_text (self->meaning, meaning);
  set_text (self->technical, technical);
  set_text (self->remedy, report->check != NULL ? zm_remedy_for (report->check) : NULL);
}
