#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a device says went wrong, as an error of this side. The words are the device's, and are told
 * as such; what they mean for the session is decided here. A device may only name what it can know
 * of: any other check, such as one of the station's own log, becomes "device.reports", with the
 * name as seen. UNAVAILABLE if it is no verdict, and can be tried again: the network's failures and
 * its storage's; else REFUSED.
 *
 * check may be NULL, as may the rest but message. */
GError *zm_report_to_error (const char  *check,
                            const char  *seen,
                            const char  *expected,
                            const char  *message);

G_END_DECLS
