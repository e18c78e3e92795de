#include "tests/device/installer.h"

#include "app/audit/audit-query.h"
#include "app/audit/audit-verifier.h"
#include "app/base/error.h"
#include "app/device/log-file.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NONCE  "00112233445566778899aabbccddeeff"
#define KILLED 9 /* exit status of a child that ended in the midst */

static ZmDevice *
open_device (Installer *installer)
{
  g_autoptr(GError) error = NULL;
  ZmDevice *device = zm_device_open (installer->directory, ZM_KEY_EC_P256, &error);

  g_assert_no_error (error);
  return device;
}

void
installer_set_up (Installer     *installer,
                  gconstpointer  data)
{
  g_autoptr(ZmSecret) factory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&installer->scratch, NULL);
  authority_set_up (&installer->authority);
  installer->directory = scratch_build (&installer->scratch, "device");
  installer->crls = g_ptr_array_ref (installer->authority.crls);
  factory = authority_factory (&installer->authority);
  g_assert_true (zm_device_state_create (installer->directory, factory,
                                         &(ZmDeviceDescription) { 0 }, &error));
  g_assert_no_error (error);
  installer->device = open_device (installer);
}

void
installer_tear_down (Installer     *installer,
                     gconstpointer  data)
{
  zm_device_free (installer->device);
  g_ptr_array_unref (installer->crls);
  g_free (installer->directory);
  authority_clear (&installer->authority);
  scratch_tear_down (&installer->scratch, NULL);
}

static gboolean
observe_step (gpointer      data,
              int           number,
              const char   *name,
              const GError *failure)
{
  Installer *installer = data;

  g_assert_cmpstr (name, ==, zm_installation_step_name (number));
  if (installer->kill_at == number)
    _exit (KILLED);
  if (failure != NULL)
    installer->failed = number;
  else
    installer->ended = number;

  return installer->stop_at != number;
}

static void
observe_tested (gpointer            data,
                const ZmServerTest *test,
                const GError       *failure)
{
  Installer *installer = data;

  g_assert_cmpint (installer->ended, ==, 4);
  g_assert_cmpint (failure != NULL, ==, installer->refuse);
  installer->tested = TRUE;
}

static gboolean
play_server (gpointer                 data,
             const ZmDeviceIdentity  *identity,
             const char              *nonce,
             const char              *session,
             ZmServerTest            *test,
             GError                 **error)
{
  Installer *installer = data;

  g_assert_cmpstr (nonce, ==, NONCE);
  g_assert_cmpstr (session, ==, identity->session_id);
  g_assert_cmpuint (identity->crls->len, ==, installer->crls->len);
  if (installer->kill_at == INSTALLER_IN_TEST)
    _exit (KILLED);
  if (!installer->refuse)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "mtls.status", "400", NULL, "The server refuses");
  return FALSE;
}

char *
installer_compose (Installer           *installer,
                   const MakerIdentity *leaf,
                   const char          *session,
                   ZmInstant            issued_at)
{
  return authority_compose (&installer->authority, leaf, session, INSTALLER_SERVER_URL, issued_at);
}

gboolean
installer_install_text (Installer   *installer,
                        const char  *payload,
                        const char  *session,
                        GError     **error)
{
  ZmInstallationOrder order = { payload, strlen (payload), session, NONCE, installer->crls };
  ZmInstallationObserver observer = { observe_step, observe_tested, play_server, installer };

  installer->ended = installer->failed = 0;
  installer->tested = FALSE;
  return zm_installation_run (installer->device, &order, &observer, error);
}

gboolean
installer_install (Installer   *installer,
                   const char  *session,
                   GError     **error)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&installer->authority,
                                                     installer->device->pending->key);
  g_autofree char *payload = installer_compose (installer, leaf, session,
                                                zm_instant_now ());

  return installer_install_text (installer, payload, session, error);
}

char *
installer_install_first (Installer *installer)
{
  g_autoptr(GError) error = NULL;
  gboolean ok = installer_install (installer, AUTHORITY_SESSION, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_true (zm_device_renew_key (installer->device, &error));
  g_assert_no_error (error);

  return g_strdup (zm_device_identity_get_serial (installer->device->identity));
}

static void
reopen (Installer *installer)
{
  g_clear_pointer (&installer->device, zm_device_free);
  installer->device = open_device (installer);
}

void
installer_assert_identity (Installer  *installer,
                           const char *serial)
{
  for (int i = 0; i < 2; i++)
    {
      const ZmDeviceIdentity *identity = installer->device->identity;

      if (serial == NULL)
        g_assert_null (identity);
      else
        g_assert_cmpstr (zm_device_identity_get_serial (identity), ==, serial);
      reopen (installer);
    }
}

static ZmSecret *
find_log_key (Installer *installer)
{
  g_autoptr(GError) error = NULL;
  ZmSecret *key;

  g_assert_true (zm_log_file_find_key (installer->directory, &key, &error));
  g_assert_no_error (error);
  g_assert_cmpint (key != NULL, ==, zm_database_has_cipher ());
  return key;
}

guint
installer_count_rows (Installer  *installer,
                      const char *action)
{
  g_autofree char *path = g_build_filename (installer->directory, ZM_LOG_FILE, NULL);
  g_autoptr(ZmSecret) key = find_log_key (installer);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmDatabase) database = zm_database_open_keyed (path, &zm_schema_device,
                                                           ZM_DATABASE_READ_ONLY, key, &error);
  g_autoptr(GPtrArray) rows = NULL;

  g_assert_no_error (error);
  rows = zm_audit_query_list (database, &(ZmAuditFilter) { .action = action }, 0, 100, &error);
  g_assert_no_error (error);

  return rows->len;
}

void
installer_assert_log_intact (Installer *installer)
{
  g_autofree char *path = g_build_filename (installer->directory, ZM_LOG_FILE, NULL);
  g_autoptr(ZmSecret) key = find_log_key (installer);
  g_autoptr(ZmAuditReport) report = NULL;

  report = zm_audit_verifier_run (&(ZmAuditEvidence) { .database = path,
                                                       .schema = &zm_schema_device,
                                                       .database_key = key });
  g_assert_cmpint (report->verdict, ==, ZM_AUDIT_INTACT);
}

void
installer_assert_fails (Installer  *installer,
                        const char *session,
                        int         step,
                        const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (installer_install (installer, session, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
  g_assert_cmpint (installer->failed, ==, step);
  g_assert_cmpint (installer->ended, ==, step - 1);
}

char *
installer_install_and_die (Installer *installer,
                           int        where)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (&installer->authority,
                                                     installer->device->pending->key);
  g_autofree char *payload = installer_compose (installer, leaf, INSTALLER_SESSION_2,
                                                zm_instant_now ());
  int status;
  pid_t child;

  g_clear_pointer (&installer->device, zm_device_free);
  child = fork ();
  if (child == 0)
    {
      installer->kill_at = where;
      installer->device = zm_device_open (installer->directory, ZM_KEY_EC_P256, NULL);
      (void) !installer_install_text (installer, payload, INSTALLER_SESSION_2, NULL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, KILLED);
  installer->device = open_device (installer);

  return g_strdup (zm_certificate_get_serial (leaf->certificate));
}
