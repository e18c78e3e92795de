#pragma once

#include "app/station/station.h"
#include "ui/enrolment.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The authority: whether certificates may be issued now, the chain and how long it lasts, how well
 * this desk is, and the policy. */
#define ZM_TYPE_AUTHORITY_PAGE (zm_authority_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmAuthorityPage, zm_authority_page, ZM, AUTHORITY_PAGE, GtkWidget)

/* Once. */
void zm_authority_page_open (ZmAuthorityPage *self,
                             ZmStation       *station,
                             ZmEnrolment     *enrolment);

G_END_DECLS
