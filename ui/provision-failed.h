#pragma once

#include "ui/bench-port.h"
#include "ui/provision-page.h"

G_BEGIN_DECLS

/* What did not come to its end on the bench of the Provision page: shown alone if a person wants, and tried
 * again all at once. */

/* After something may need something else than before. */
void     zm_provision_failed_update       (ZmProvisionPage *self);
/* What there is to read where no tile is. */
void     zm_provision_failed_update_empty (ZmProvisionPage *self);
void     zm_provision_failed_set_only     (ZmProvisionPage *self,
                                           gboolean         failed_only);

/* Whether this place may come before a person's eyes by itself. */
gboolean zm_provision_failed_admits       (ZmProvisionPage *self,
                                           ZmBenchPort     *port);

G_END_DECLS
