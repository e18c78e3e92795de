#pragma once

#include "app/device/installation.h"
#include "tests/device/authority.h"
#include "tests/scratch.h"

/* A device that is installed to in this process. */

#define INSTALLER_SESSION_2  "6f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define INSTALLER_SERVER_URL "https://" AUTHORITY_HOST
#define INSTALLER_IN_TEST    7 /* where the power is cut, beside the numbers of the steps */

/* What the observer does and what it has seen. The server is played by the observer here; it is
 * real in test-server-test and test-delivery. */
typedef struct {
  Scratch          scratch;
  Authority        authority;
  char            *directory;
  ZmDevice        *device;
  GPtrArray       *crls;      /* sent with the payload */

  gboolean         refuse;    /* the server does */
  int              stop_at;   /* the station goes away after this step */
  int              kill_at;   /* the power is cut there */

  int              ended;     /* number of the last step that ended well */
  int              failed;    /* number of the step that did not */
  gboolean         tested;
} Installer;

void      installer_set_up            (Installer      *installer,
                                       gconstpointer   data);
void      installer_tear_down         (Installer      *installer,
                                       gconstpointer   data);

char     *installer_compose           (Installer            *installer,
                                       const MakerIdentity  *leaf,
                                       const char           *session,
                                       ZmInstant             issued_at);
gboolean  installer_install_text      (Installer            *installer,
                                       const char           *payload,
                                       const char           *session,
                                       GError              **error);
/* A right payload for the pending key. */
gboolean  installer_install           (Installer            *installer,
                                       const char           *session,
                                       GError              **error);
/* The identity of AUTHORITY_SESSION, and the key for the next; gives the serial. */
char     *installer_install_first     (Installer      *installer);
/* In a child, since the device is gone with it. Gives the serial that was to be installed. */
char     *installer_install_and_die   (Installer      *installer,
                                       int             where);

/* serial NULL: there is no identity. The same before and after a restart. */
void      installer_assert_identity   (Installer      *installer,
                                       const char     *serial);
void      installer_assert_fails      (Installer      *installer,
                                       const char     *session,
                                       int             step,
                                       const char     *check);
void      installer_assert_log_intact (Installer      *installer);
guint     installer_count_rows        (Installer      *installer,
                                       const char     *action);
