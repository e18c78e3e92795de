#include "app/station/step.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/random.h"
#include "app/station/agreement.h"
#include "app/station/session-post.h"
#include "app/station/tether.h"

#include <string.h>

#define ANSWER_TIMEOUT 15000 /* ms; a device answers from memory */
#define PROTOCOL       1

static gboolean
read_invitation (ZmProvisioning  *self,
                 GError         **error)
{
  if (self->code != NULL || self->record != NULL)
    return TRUE;

  if (self->ticket_text != NULL)
    {
      self->ticket = zm_ticket_parse (self->ticket_text, strlen (self->ticket_text), error);
      if (self->ticket == NULL)
        return FALSE;
      self->code = g_strdup (self->ticket->pairing_code);
      self->ticket_key_hash = zm_hex_encode (self->ticket->key_hash,
                                             sizeof self->ticket->key_hash);
      self->facts.ticket_device_id = self->ticket->device_id;
      self->facts.ticket_key_hash = self->ticket_key_hash;
      return TRUE;
    }

  self->code = zm_ticket_parse_code (self->typed_code, error);
  return self->code != NULL;
}

static gboolean
open_tether (ZmProvisioning  *self,
             GError         **error)
{
  g_autoptr(ZmTransport) transport =
    zm_tether_open (self->station, self->address, self->cancellable, error);

  if (transport == NULL)
    return FALSE;

  g_free (self->port);
  self->port = g_strdup (zm_transport_get_port (transport));
  self->conversation = zm_conversation_new (zm_link_new (transport), ZM_SENDER_STATION);
  zm_session_post_text (self->session, "port", self->port);

  return TRUE;
}

static ZmMessage *
exchange_greeting (ZmProvisioning  *self,
                   GError         **error)
{
  guint8 commitment[ZM_SHA256_LENGTH];
  g_autofree char *commitment_hex = NULL;
  json_t *members = json_object ();
  ZmMessage *hello;

  zm_random_bytes (self->pairing.station_nonce, sizeof self->pairing.station_nonce);
  zm_pairing_commit (self->pairing.station_nonce, commitment);
  commitment_hex = zm_hex_encode (commitment, sizeof commitment);
  json_object_set_new (members, "protocol", json_integer (PROTOCOL));
  zm_json_set_string (members, "commitment", commitment_hex);
  zm_json_set_string (members, "session", self->session_id);

  hello = zm_message_new (ZM_MESSAGE_HELLO, members, error);
  if (hello == NULL ||
      !zm_conversation_send (self->conversation, hello, self->cancellable, error))
    return NULL;

  return zm_conversation_expect (self->conversation, ZM_MESSAGE_IDENTITY, ANSWER_TIMEOUT,
                                 self->cancellable, error);
}

static gboolean
check_protocol (const ZmMessage  *identity,
                GError          **error)
{
  gint64 protocol = zm_message_get_integer (identity, "protocol");
  g_autofree char *seen = g_strdup_printf ("%" G_GINT64_FORMAT, protocol);

  if (protocol == PROTOCOL)
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "message.protocol", seen, G_STRINGIFY (PROTOCOL),
                "The device speaks another version of the protocol");
  return FALSE;
}

static gboolean
take_time (ZmProvisioning   *self,
           const ZmMessage  *identity,
           GError          **error)
{
  const char *time = zm_message_get_string (identity, "time");

  if (zm_provisioning_take_device_time (self, time))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "message.members", time, "a time in UTC",
                "The device sent a time that is none");
  return FALSE;
}

static gboolean
take_identity (ZmProvisioning   *self,
               const ZmMessage  *identity,
               GError          **error)
{
  const char *device_id = zm_message_get_string (identity, "deviceId");
  guint8 nonce[ZM_TICKET_NONCE_LENGTH];

  if (!check_protocol (identity, error) || !take_time (self, identity, error))
    return FALSE;

  if (self->device_lease == NULL)
    self->device_lease = zm_lease_take_device (zm_station_get_directory (self->station), device_id,
                                               error);
  if (self->device_lease == NULL)
    return FALSE;

  g_free (self->device_id);
  g_free (self->key_hash);
  g_free (self->device_serial);
  self->device_id = g_strdup (device_id);
  self->key_hash = g_strdup (zm_message_get_string (identity, "keyHash"));
  self->device_serial = g_strdup (zm_message_get_string (identity, "certificateSerial"));
  zm_message_get_bytes (identity, "keyHash", self->pairing.key_hash,
                        sizeof self->pairing.key_hash);
  zm_message_get_bytes (identity, "deviceNonce", self->pairing.device_nonce,
                        sizeof self->pairing.device_nonce);
  zm_message_get_bytes (identity, "ticketNonce", nonce, sizeof nonce);
  self->pairing.device_id = self->device_id;

  if (self->record != NULL)
    self->facts.record_device_id = self->record->device_id;
  self->facts.tether_device_id = self->device_id;
  self->facts.tether_key_hash = self->key_hash;
  if (self->ticket != NULL)
    self->facts.nonce_echoed = memcmp (nonce, self->ticket->nonce, sizeof nonce) == 0;
  zm_session_post_text (self->session, "device-id", self->device_id);
  zm_provisioning_show_guard (self);

  return TRUE;
}

/* The number on the outside, by which the bench names it, must be the name within. */
static gboolean
check_claim (ZmProvisioning  *self,
             GError         **error)
{
  g_autofree char *claim = zm_tether_get_claim (self->station, self->address);

  if (claim == NULL || g_str_equal (claim, self->device_id))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "guard.usb-serial", claim, self->device_id,
                "The device’s USB serial number says %s, the device itself says %s", claim,
                self->device_id);
  return FALSE;
}

static gboolean
greet (ZmProvisioning  *self,
       GError         **error)
{
  g_autoptr(ZmMessage) identity = NULL;

  g_clear_pointer (&self->conversation, zm_conversation_free);
  if (!open_tether (self, error))
    return FALSE;

  identity = exchange_greeting (self, error);
  return identity != NULL && take_identity (self, identity, error) && check_claim (self, error);
}

/* Found before any code is tried: a wrong cable must not cost an attempt. */
static gboolean
compare_ticket (ZmProvisioning  *self,
                GError         **error)
{
  if (self->ticket == NULL)
    return TRUE;

  if (!g_str_equal (self->ticket->device_id, self->device_id))
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "guard.tether-device", self->device_id,
                    self->ticket->device_id, "The QR code belongs to %s, the cable goes to %s",
                    self->ticket->device_id, self->device_id);
      return FALSE;
    }
  if (!g_str_equal (self->ticket_key_hash, self->key_hash))
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "guard.ticket-key", self->key_hash,
                    self->ticket_key_hash,
                    "The device on the cable has another key than the QR code names");
      return FALSE;
    }
  if (!self->facts.nonce_echoed)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "guard.ticket-nonce", "another nonce",
                    "the nonce of the scanned ticket",
                    "The device does not show this QR code any more");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_rejoined (ZmProvisioning  *self,
                GError         **error)
{
  if (!g_str_equal (self->record->device_id, self->device_id))
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "guard.tether-device", self->device_id,
                    self->record->device_id, "The session belongs to %s, the cable goes to %s",
                    self->record->device_id, self->device_id);
      return FALSE;
    }
  if (g_strcmp0 (self->record->key_sha256, self->key_hash) != 0)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "guard.session-key", self->key_hash,
                    self->record->key_sha256,
                    "The device has made a new key since this session began");
      return FALSE;
    }

  return TRUE;
}

/* The session's identifier is part of what the device signs, so joining an open session needs a
 * greeting that names it. */
static gboolean
join_open_session (ZmProvisioning  *self,
                   GError         **error)
{
  g_autoptr(GError) none = NULL;
  g_autoptr(ZmSessionRecord) open = NULL;

  open = zm_session_record_get_open (zm_station_get_database (self->station), self->device_id,
                                     &none);
  if (open == NULL && !zm_error_matches (none, ZM_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&none));
      return FALSE;
    }
  if (open == NULL)
    return TRUE;
  /* Before the CSR there is nothing to keep, and the code is still good. */
  if (open->state == ZM_SESSION_PAIRED)
    return zm_session_abandon (self->station, open->session_id, error);

  g_free (self->session_id);
  self->session_id = g_strdup (open->session_id);
  self->record = g_steal_pointer (&open);

  return greet (self, error) && check_rejoined (self, error);
}

/* Asked first, so that nobody compares numbers for a certificate that will not come, or that would
 * be recorded in an older copy of what is on record. The signer decides again when it issues. */
static gboolean
check_window (ZmProvisioning  *self,
              GError         **error)
{
  g_autoptr(json_t) status = NULL;
  ZmAgreementCounts before;

  if (!zm_agreement_count (self->station, &before, error))
    return FALSE;
  status = zm_station_call (self->station, ZM_REQUEST_STATUS, NULL, error);
  if (status == NULL || !zm_agreement_check (self->station, &before, status, error))
    return FALSE;
  if (self->record != NULL && self->record->serial != NULL)
    return TRUE;
  if (json_is_true (json_object_get (json_object_get (status, "window"), "open")))
    return TRUE;

  zm_error_set (error, ZM_ERROR_REFUSED, "window.closed", "closed", "an open window",
                "The enrolment window is closed");
  return FALSE;
}

gboolean
zm_step_connect (ZmProvisioning  *self,
                 GError         **error)
{
  if (!read_invitation (self, error) || !check_window (self, error) || !greet (self, error))
    return FALSE;
  if (self->record != NULL)
    return check_rejoined (self, error);

  return compare_ticket (self, error) && join_open_session (self, error);
}
