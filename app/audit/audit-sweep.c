#include "app/audit/audit-sweep.h"

#define AHEAD 32 /* stretches that nobody has asked for yet, half a megabyte each */

typedef enum {
  WAITS,
  TRUSTED,
  DOUBTED,
} Outcome;

typedef struct {
  Outcome outcome;
  ZmAuditStretch stretch;
} Slot;

struct _ZmAuditSweep {
  ZmPageCheck *pages;
  gint64 last;
  ZmAuditSweepOpen open;
  gconstpointer data;
  GPtrArray *threads;
  ZmAuditGlance *glance; /* of whoever asks */

  GMutex lock; /* over what follows, but for the stretch of a slot that waits */
  GCond changed;
  gint64 n_stretches; /* 0 once it is stopped */
  gint64 begun;
  gint64 given; /* to whoever asks; the last of them is theirs */
  Slot *slots[AHEAD];
};

/* Under the lock. The slot of the stretch that was given last is not free yet. */
static gboolean
can_begin (const ZmAuditSweep *sweep)
{
  return sweep->begun < sweep->n_stretches && sweep->begun - sweep->given < AHEAD - 1;
}

/* Under the lock. */
static Slot *
begin_stretch (ZmAuditSweep *sweep)
{
  gint64 i = sweep->begun++;
  gint64 first = i * ZM_AUDIT_STRETCH_ROWS + 1;
  Slot **slot = &sweep->slots[i % AHEAD];

  if (*slot == NULL)
    *slot = g_new0 (Slot, 1);
  (*slot)->outcome = WAITS;
  (*slot)->stretch.first = first;
  (*slot)->stretch.last = first + MIN (ZM_AUDIT_STRETCH_ROWS - 1, sweep->last - first);

  return *slot;
}

/* Lets go of the lock meanwhile. */
static void
run_stretch (ZmAuditSweep  *sweep,
             ZmDatabase    *database,
             ZmAuditGlance *glance)
{
  Slot *slot = begin_stretch (sweep);
  gboolean trusted;

  g_mutex_unlock (&sweep->lock);
  trusted = zm_audit_stretch_check (&slot->stretch, database, glance);
  g_mutex_lock (&sweep->lock);
  slot->outcome = trusted ? TRUSTED : DOUBTED;
  g_cond_broadcast (&sweep->changed);
}

static void
run_stretches (ZmAuditSweep *sweep,
               ZmDatabase   *database)
{
  g_autoptr(ZmAuditGlance) glance = zm_audit_glance_new ();

  g_mutex_lock (&sweep->lock);
  while (sweep->begun < sweep->n_stretches)
    {
      if (can_begin (sweep))
        run_stretch (sweep, database, glance);
      else
        g_cond_wait (&sweep->changed, &sweep->lock);
    }
  g_mutex_unlock (&sweep->lock);
}

static gboolean
has_more (ZmAuditSweep *sweep)
{
  gboolean more;

  g_mutex_lock (&sweep->lock);
  more = sweep->begun < sweep->n_stretches;
  g_mutex_unlock (&sweep->lock);

  return more;
}

static gpointer
run_thread (gpointer data)
{
  ZmAuditSweep *sweep = data;
  g_autoptr(ZmDatabase) database = NULL;

  zm_page_check_run (sweep->pages);
  if (has_more (sweep))
    database = sweep->open (sweep->data);
  if (database != NULL)
    run_stretches (sweep, database);

  return NULL;
}

/* Beside whoever asks. */
static void
start_threads (ZmAuditSweep *sweep)
{
  gint64 useful = ZM_PAGE_CHECK_PARTS + sweep->n_stretches;
  guint threads = (guint) MIN (g_get_num_processors () - 1, useful);

  for (guint i = 0; i < threads; i++)
    g_ptr_array_add (sweep->threads, g_thread_new ("sweep", run_thread, sweep));
}

ZmAuditSweep *
zm_audit_sweep_start (ZmPageCheck      *pages,
                      gint64            last,
                      ZmAuditSweepOpen  open,
                      gconstpointer     data)
{
  ZmAuditSweep *sweep = g_new0 (ZmAuditSweep, 1);

  sweep->pages = pages;
  sweep->last = last;
  sweep->open = open;
  sweep->data = data;
  sweep->threads = g_ptr_array_new ();
  sweep->glance = zm_audit_glance_new ();
  sweep->n_stretches = last > 0 ? (last - 1) / ZM_AUDIT_STRETCH_ROWS + 1 : 0;
  g_mutex_init (&sweep->lock);
  g_cond_init (&sweep->changed);
  start_threads (sweep);

  return sweep;
}

const ZmAuditStretch *
zm_audit_sweep_next (ZmAuditSweep *sweep,
                     ZmDatabase   *database)
{
  Slot *slot = NULL;

  g_return_val_if_fail (sweep != NULL && database != NULL, NULL);

  g_mutex_lock (&sweep->lock);
  while (sweep->given < sweep->n_stretches)
    {
      slot = sweep->given < sweep->begun ? sweep->slots[sweep->given % AHEAD] : NULL;
      if (slot != NULL && slot->outcome != WAITS)
        break;
      if (can_begin (sweep))
        run_stretch (sweep, database, sweep->glance);
      else
        g_cond_wait (&sweep->changed, &sweep->lock);
      slot = NULL;
    }
  sweep->given += slot != NULL ? 1 : 0;
  g_cond_broadcast (&sweep->changed);
  g_mutex_unlock (&sweep->lock);

  return slot != NULL && slot->outcome == TRUSTED ? &slot->stretch : NULL;
}

void
zm_audit_sweep_stop (ZmAuditSweep *sweep)
{
  g_return_if_fail (sweep != NULL);

  g_mutex_lock (&sweep->lock);
  sweep->n_stretches = 0;
  g_cond_broadcast (&sweep->changed);
  g_mutex_unlock (&sweep->lock);
}

void
zm_audit_sweep_free (ZmAuditSweep *sweep)
{
  if (sweep == NULL)
    return;

  zm_audit_sweep_stop (sweep);
  for (guint i = 0; i < sweep->threads->len; i++)
    g_thread_join (g_ptr_array_index (sweep->threads, i));
  g_ptr_array_unref (sweep->threads);
  zm_audit_glance_free (sweep->glance);
  for (gsize i = 0; i < AHEAD; i++)
    g_free (sweep->slots[i]);
  g_cond_clear (&sweep->changed);
  g_mutex_clear (&sweep->lock);
  g_free (sweep);
}
