#include "ui/scan.h"

#include "app/protocol/label-code.h"
#include "app/protocol/ticket.h"

#include <string.h>

static ZmScan *
new_scan (ZmScanKind  kind,
          const char *text,
          const char *name)
{
  ZmScan *scan = g_new0 (ZmScan, 1);

  scan->kind = kind;
  scan->text = g_strdup (text);
  scan->name = g_strdup (name);
  return scan;
}

void
zm_scan_free (ZmScan *scan)
{
  if (scan == NULL)
    return;

  g_free (scan->text);
  g_free (scan->name);
  g_free (scan);
}

/* NULL for a foreign one. */
static ZmScan *
read_spelling (const char *text)
{
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (text, strlen (text), NULL);
  g_autoptr(ZmLabelCode) label = NULL;

  if (ticket != NULL)
    return new_scan (ZM_SCAN_TICKET, text, ticket->device_id);

  label = zm_label_code_parse (text, strlen (text), NULL);
  if (label == NULL)
    return NULL;

  return new_scan (label->kind == ZM_LABEL_BADGE ? ZM_SCAN_BADGE : ZM_SCAN_LABEL, text, label->name);
}

ZmScan *
zm_scan_read (const char *const *spellings,
              const char        *way)
{
  ZmScan *scan = NULL;

  g_return_val_if_fail (spellings != NULL && spellings[0] != NULL, NULL);

  for (gsize i = 0; spellings[i] != NULL && scan == NULL; i++)
    scan = read_spelling (spellings[i]);
  if (scan == NULL)
    scan = new_scan (ZM_SCAN_FOREIGN, spellings[0], NULL);

  scan->way = way;
  return scan;
}
