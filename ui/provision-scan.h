#pragma once

#include "ui/provision-page.h"
#include "ui/scan.h"

G_BEGIN_DECLS

/* Where on the Provision page a ticket belongs that was scanned while nobody said which device is meant. */

/* Takes a ticket to the place where its device is, and begins there. What a person has to know of it,
 * newly allocated; NULL where it shows. */
char *zm_provision_scan_take         (ZmProvisionPage  *self,
                                      const ZmScan     *ticket);
/* Takes the one of these whose device is known to be plugged in at a free place; else asks. */
void  zm_provision_scan_take_several (ZmProvisionPage  *self,
                                      char            **tickets,
                                      const char       *way);

G_END_DECLS
