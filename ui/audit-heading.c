#include "ui/audit-heading.h"

struct _ZmAuditHeading {
  GObject     parent_instance;

  char       *title;
  char       *facts;
  const char *end;
};

G_DEFINE_FINAL_TYPE (ZmAuditHeading, zm_audit_heading, G_TYPE_OBJECT)

static void
zm_audit_heading_finalize (GObject *object)
{
  ZmAuditHeading *self = ZM_AUDIT_HEADING (object);

  g_free (self->title);
  g_free (self->facts);

  G_OBJECT_CLASS (zm_audit_heading_parent_class)->finalize (object);
}

static void
zm_audit_heading_class_init (ZmAuditHeadingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_audit_heading_finalize;
}

static void
zm_audit_heading_init (ZmAuditHeading *self)
{
}

ZmAuditHeading *
zm_audit_heading_new (const ZmAuditChapter *chapter)
{
  ZmAuditHeading *self;

  g_return_val_if_fail (chapter != NULL, NULL);

  self = g_object_new (ZM_TYPE_AUDIT_HEADING, NULL);
  self->title = zm_audit_story_chapter_title (chapter);
  self->facts = zm_audit_story_chapter_facts (chapter);
  self->end = zm_audit_story_end_name (chapter->end);

  return self;
}

const char *
zm_audit_heading_get_title (ZmAuditHeading *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_HEADING (self), NULL);

  return self->title;
}

const char *
zm_audit_heading_get_facts (ZmAuditHeading *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_HEADING (self), NULL);

  return self->facts;
}

const char *
zm_audit_heading_get_end (ZmAuditHeading *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_HEADING (self), NULL);

  return self->end;
}
