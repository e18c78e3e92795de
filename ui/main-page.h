#pragma once

#include "ui/enrolment.h"
#include "ui/provision-page.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What somebody who is signed in sees: Provision, Devices, Audit and Authority. Made when a station is
 * there to be shown, and not before: it is most of what the window is made of. */
#define ZM_TYPE_MAIN_PAGE (zm_main_page_get_type ())
G_DECLARE_FINAL_TYPE (ZmMainPage, zm_main_page, ZM, MAIN_PAGE, GtkWidget)

/* devices, addresses: see zm_provision_page_open(). */
GtkWidget       *zm_main_page_new           (ZmStation          *station,
                                             ZmEnrolment        *enrolment,
                                             GListModel         *devices,
                                             const char *const  *addresses);
/* The views are switched in the head of the window; where that is too narrow for it, below them. */
void             zm_main_page_attach        (ZmMainPage           *self,
                                             AdwViewSwitcherTitle *head);
/* Borrowed. */
ZmProvisionPage *zm_main_page_get_provision (ZmMainPage         *self);
/* The name of the view that is shown: "provision", or "next" where its empty bench says what is next,
 * "devices", "audit", "authority". */
const char      *zm_main_page_get_shown     (ZmMainPage         *self);
void             zm_main_page_show          (ZmMainPage         *self,
                                             const char         *view);
/* Audit, with only what concerns this device. */
void             zm_main_page_show_audit    (ZmMainPage         *self,
                                             const char         *device_id);
/* Moves the focus to where one searches: here if this view has one, else in Devices. */
void             zm_main_page_search        (ZmMainPage         *self);
/* Again when somebody else has signed in: what they may do. */
void             zm_main_page_set_role      (ZmMainPage         *self,
                                             ZmRole              role);

G_END_DECLS
