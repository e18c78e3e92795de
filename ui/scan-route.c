#include "ui/scan-route.h"

/* What is known of who is plugged in there; NULL for nothing. */
static const char *
get_device_id (ZmBenchPort *port)
{
  ZmSimulatedDevice *device = zm_bench_port_get_device (port);

  return device != NULL ? zm_simulated_device_get_id (device)
                        : zm_place_get_device_id (zm_bench_port_get_place (port));
}

/* The one port of these; NULL for none or several. */
static ZmBenchPort *
find_only (GListModel   *ports,
           gboolean    (*fits)(ZmBenchPort  *port,
                               const ZmScan *ticket),
           const ZmScan *ticket)
{
  ZmBenchPort *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr(ZmBenchPort) port = g_list_model_get_item (ports, i);

      if (!fits (port, ticket))
        continue;
      if (found != NULL)
        return NULL;
      found = port;
    }

  return found;
}

static gboolean
works_with (ZmBenchPort  *port,
            const ZmScan *ticket)
{
  return zm_bench_port_has_ticket (port, ticket->text);
}

static gboolean
is_there (ZmBenchPort  *port,
          const ZmScan *ticket)
{
  return g_strcmp0 (get_device_id (port), ticket->name) == 0;
}

static gboolean
may_be_there (ZmBenchPort  *port,
              const ZmScan *ticket)
{
  return zm_bench_port_is_free (port) && get_device_id (port) == NULL;
}

ZmScanRoute
zm_scan_route_find (GListModel    *ports,
                    ZmBenchPort   *chosen,
                    const ZmScan  *ticket,
                    ZmBenchPort  **port)
{
  g_return_val_if_fail (ticket->kind == ZM_SCAN_TICKET, ZM_SCAN_ROUTE_NOWHERE);

  *port = find_only (ports, works_with, ticket);
  if (*port != NULL)
    return ZM_SCAN_ROUTE_AGAIN;

  *port = find_only (ports, is_there, ticket);
  if (*port != NULL)
    return zm_bench_port_is_free (*port) ? ZM_SCAN_ROUTE_BEGIN : ZM_SCAN_ROUTE_BUSY;

  *port = chosen != NULL && may_be_there (chosen, ticket)
            ? chosen
            : find_only (ports, may_be_there, ticket);
  return *port != NULL ? ZM_SCAN_ROUTE_BEGIN : ZM_SCAN_ROUTE_NOWHERE;
}
