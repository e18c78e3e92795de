#pragma once

#include "app/station/provisioning.h"

G_BEGIN_DECLS

/* The steps of a provisioning in their order. Each one leaves the stored session in a further
 * state or fails; none of them decides what a failure means. */

/* Reads what the operator brought, opens the tether and has the device identify itself. Finds an
 * open session of this device and joins it. */
gboolean zm_step_connect (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Registry, code, number → paired. */
gboolean zm_step_pair    (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Instead of pairing, in a session that has a CSR: the same device with the same key. */
gboolean zm_step_rejoin  (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* CSR and possession on record, the code used up → requested. */
gboolean zm_step_request (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Guard, judgement, clocks and the person → approved. */
gboolean zm_step_approve (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Intent, signature, certificate on record → issued. */
gboolean zm_step_issue   (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* CRLs and payload over the cable, the device's six steps watched → delivered, installed,
 * verified. */
gboolean zm_step_deliver (ZmProvisioning  *self,
                          GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
