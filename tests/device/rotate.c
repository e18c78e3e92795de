/* A device that changes its key, one step a process, so that a process can be killed at any of its
 * system calls:
 *
 *   rotate make DIR KIND     a device with an identity, and DIR.payload for its next one
 *   rotate install DIR KIND  installs that
 *   rotate refuse DIR KIND   the same with a server that refuses it
 *   rotate open DIR KIND     switches the device on and off */

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/device/installation.h"
#include "tests/device/authority.h"

#include <string.h>

#define NONCE     "00112233445566778899aabbccddeeff"
#define SESSION_2 "6f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"

static gboolean
go_on (gpointer      data,
       int           number,
       const char   *name,
       const GError *failure)
{
  return TRUE;
}

static void
ignore_test (gpointer            data,
             const ZmServerTest *test,
             const GError       *failure)
{
}

static gboolean
play_server (gpointer                 refuses,
             const ZmDeviceIdentity  *identity,
             const char              *nonce,
             const char              *session,
             ZmServerTest            *test,
             GError                 **error)
{
  if (!GPOINTER_TO_INT (refuses))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "mtls.status", "400", NULL, "The server refuses");
  return FALSE;
}

static gboolean
install (ZmDevice    *device,
         const char  *payload,
         gsize        length,
         const char  *session,
         gboolean     refuses,
         GError     **error)
{
  g_autoptr(GPtrArray) crls = g_ptr_array_new ();
  ZmInstallationOrder order = { payload, length, session, NONCE, crls };
  ZmInstallationObserver observer = { go_on, ignore_test, play_server, GINT_TO_POINTER (refuses) };

  return zm_installation_run (device, &order, &observer, error) &&
         zm_device_renew_key (device, error);
}

static char *
compose (const Authority *authority,
         ZmDevice        *device,
         const char      *session)
{
  g_autoptr(MakerIdentity) leaf = authority_certify (authority, device->pending->key);

  return authority_compose (authority, leaf, session, "https://" AUTHORITY_HOST,
                            zm_instant_now ());
}

static gboolean
make (const char  *directory,
      const char  *payload_path,
      ZmKeyKind    kind,
      GError     **error)
{
  Authority authority;
  g_autoptr(ZmSecret) factory = NULL;
  g_autoptr(ZmDevice) device = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gboolean ok;

  authority_set_up (&authority);
  factory = authority_factory (&authority);
  if (!zm_device_state_create (directory, factory, &(ZmDeviceDescription) { 0 }, error))
    return FALSE;
  device = zm_device_open (directory, kind, error);
  if (device == NULL)
    return FALSE;

  first = compose (&authority, device, AUTHORITY_SESSION);
  ok = install (device, first, strlen (first), AUTHORITY_SESSION, FALSE, error);
  second = ok ? compose (&authority, device, SESSION_2) : NULL;
  authority_clear (&authority);

  return ok && zm_file_write (payload_path, second, strlen (second), 0600, error);
}

static gboolean
run (const char  *verb,
     const char  *directory,
     ZmKeyKind    kind,
     GError     **error)
{
  g_autofree char *path = g_strconcat (directory, ".payload", NULL);
  g_autoptr(ZmDevice) device = NULL;
  g_autoptr(GBytes) payload = NULL;

  if (strcmp (verb, "make") == 0)
    return make (directory, path, kind, error);

  device = zm_device_open (directory, kind, error);
  if (device == NULL || strcmp (verb, "open") == 0)
    return device != NULL;

  payload = zm_file_read (path, 65536, error);
  return payload != NULL && install (device, g_bytes_get_data (payload, NULL),
                                     g_bytes_get_size (payload), SESSION_2,
                                     strcmp (verb, "refuse") == 0, error);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GError) error = NULL;

  if (argc == 4 && run (argv[1], argv[2],
                        strcmp (argv[3], "rsa") == 0 ? ZM_KEY_RSA_3072 : ZM_KEY_EC_P256, &error))
    return 0;

  g_printerr ("%s\n", error != NULL ? zm_error_get_check (error) : "usage");
  return 1;
}
