#include "config.h"

#include "ui/abandon-dialog.h"

#include "ui/question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

GtkWidget *
zm_abandon_dialog_new (GtkWindow  *parent,
                       const char *device_id)
{
  GtkWidget *widget = adw_message_dialog_new (parent, NULL, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_format_heading (dialog, _("Abandon %s?"), device_id);
  adw_message_dialog_set_body (dialog, _("What was begun is ended. If a certificate was issued "
                                         "already, it is revoked."));
  adw_message_dialog_add_responses (dialog, "keep", _("_Keep"), ZM_ABANDON_DIALOG_YES,
                                    _("_Abandon"), NULL);
  adw_message_dialog_set_response_appearance (dialog, ZM_ABANDON_DIALOG_YES,
                                              ADW_RESPONSE_DESTRUCTIVE);
  zm_question_prepare (widget, "keep");

  return widget;
}
