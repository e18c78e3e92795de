#include "ui/founding-task.h"

#include "app/station/authority.h"
#include "app/station/founding.h"

void
zm_founding_task_free_plan (ZmFoundingPlan *plan)
{
  if (plan == NULL)
    return;

  g_free (plan->directory);
  g_free (plan->desk);
  g_free (plan->hospital);
  g_free (plan->identity_host);
  g_free (plan->server_url);
  g_free (plan->crl_url);
  g_free (plan->administrator);
  g_free (plan->folder);
  zm_secret_free (plan->pin);
  zm_secret_free (plan->passphrase);
  zm_secret_free (plan->root_passphrase);
  g_free (plan);
}

/* After an attempt that came as far as the signer, that one is opened. */
static ZmStation *
prepare (const ZmFoundingPlan  *plan,
         GError               **error)
{
  const ZmFounding founding = { plan->directory, plan->desk, plan->administrator, plan->pin,
                                plan->passphrase };
  g_autoptr(ZmStation) station = NULL;
  ZmSignerClient *signer;

  if (!zm_founding_has_signer (plan->directory))
    return zm_founding_make (&founding, error);

  station = zm_founding_make_station (plan->directory, plan->desk, error);
  if (station == NULL)
    return NULL;
  signer = zm_signer_client_start (plan->directory, plan->passphrase, error);
  if (signer == NULL)
    return NULL;

  zm_station_take_signer (station, signer);
  if (!zm_station_sign_in (station, plan->administrator, plan->pin, error))
    return NULL;

  return g_steal_pointer (&station);
}

static gboolean
found (const ZmFoundingPlan  *plan,
       GError               **error)
{
  const ZmAuthorityPlan authority = {
    .hospital = plan->hospital,
    .identity_host = plan->identity_host,
    .server_url = plan->server_url,
    .crl_url = plan->crl_url,
  };
  g_autoptr(ZmStation) station = prepare (plan, error);

  if (station == NULL)
    return FALSE;
  if (plan->hospital_ca)
    return zm_authority_export_requests (station, &authority, plan->folder, error);

  return zm_authority_create (station, &authority, plan->folder, plan->root_passphrase, error);
}

static void
found_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  GError *error = NULL;

  if (found (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
zm_founding_task_async (ZmFoundingPlan      *plan,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_return_if_fail (plan != NULL);

  g_task_set_source_tag (task, zm_founding_task_async);
  g_task_set_task_data (task, plan, (GDestroyNotify) zm_founding_task_free_plan);
  g_task_run_in_thread (task, found_in_thread);
}

gboolean
zm_founding_task_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
