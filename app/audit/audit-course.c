#include "app/audit/audit-course.h"

#include "app/audit/audit-record.h"
#include "app/base/hex.h"

#include <string.h>

static const ZmCheckpoint *
get_checkpoint (const ZmAuditCourse *course,
                guint                i)
{
  return g_ptr_array_index (course->checkpoints, i);
}

static int
compare_sizes (gconstpointer a,
               gconstpointer b)
{
  const ZmCheckpoint *left = *(const ZmCheckpoint *const *) a;
  const ZmCheckpoint *right = *(const ZmCheckpoint *const *) b;

  return (left->size > right->size) - (left->size < right->size);
}

static gboolean
collect_stored (ZmAuditCourse  *course,
                const char     *directory,
                ZmNoteKey      *key,
                GError        **error)
{
  g_autoptr(ZmCheckpointStore) store = zm_checkpoint_store_open_existing (directory, key, error);
  g_autoptr(GPtrArray) stored = NULL;

  stored = store != NULL ? zm_checkpoint_store_list (store, &course->damaged, error) : NULL;
  if (stored == NULL)
    return FALSE;

  g_ptr_array_extend_and_steal (course->checkpoints, g_steal_pointer (&stored));
  return TRUE;
}

gboolean
zm_audit_course_collect (ZmAuditCourse    *course,
                         const char       *directory,
                         ZmNoteKey        *key,
                         const GPtrArray  *witnesses,
                         GError          **error)
{
  course->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_checkpoint_free);
  if (directory != NULL && !collect_stored (course, directory, key, error))
    return FALSE;

  for (guint i = 0; witnesses != NULL && i < witnesses->len; i++)
    {
      const ZmCheckpoint *witness = g_ptr_array_index (witnesses, i);

      g_ptr_array_add (course->checkpoints,
                       zm_checkpoint_new (witness->origin, witness->size, witness->root));
    }
  g_ptr_array_sort (course->checkpoints, compare_sizes);

  return TRUE;
}

static void
compare_checkpoints (ZmAuditCourse *course)
{
  while (!course->differs && course->agreeing < course->checkpoints->len)
    {
      const ZmCheckpoint *checkpoint = get_checkpoint (course, course->agreeing);

      if (checkpoint->size > zm_frontier_get_size (course->frontier))
        return;
      zm_frontier_get_root (course->frontier, course->root);
      course->differs = memcmp (course->root, checkpoint->root, ZM_SHA256_LENGTH) != 0;
      course->agreeing += course->differs ? 0 : 1;
    }
}

void
zm_audit_course_begin (ZmAuditCourse *course)
{
  g_clear_pointer (&course->frontier, zm_frontier_free);
  course->frontier = zm_frontier_new ();
  memcpy (course->head, ZM_AUDIT_FIRST_PREV, sizeof course->head);
  course->agreeing = 0;
  course->differs = FALSE;
  compare_checkpoints (course);
}

void
zm_audit_course_pass (ZmAuditCourse *course,
                      const guint8   hash[ZM_SHA256_LENGTH])
{
  zm_frontier_append (course->frontier, hash);
  zm_hex_write (hash, ZM_SHA256_LENGTH, course->head);
  compare_checkpoints (course);
}

gint64
zm_audit_course_get_size (const ZmAuditCourse *course)
{
  return (gint64) zm_frontier_get_size (course->frontier);
}

guint64
zm_audit_course_get_newest (const ZmAuditCourse *course)
{
  guint count = course->checkpoints->len;

  return count > 0 ? get_checkpoint (course, count - 1)->size : 0;
}

guint64
zm_audit_course_get_last_good (const ZmAuditCourse *course)
{
  return course->agreeing > 0 ? get_checkpoint (course, course->agreeing - 1)->size : 0;
}

const ZmCheckpoint *
zm_audit_course_get_contradiction (const ZmAuditCourse *course)
{
  return course->differs ? get_checkpoint (course, course->agreeing) : NULL;
}

void
zm_audit_course_clear (ZmAuditCourse *course)
{
  g_clear_pointer (&course->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&course->damaged, g_free);
  g_clear_pointer (&course->frontier, zm_frontier_free);
}
