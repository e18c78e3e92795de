#include "app/station/tick.h"

struct _ZmTick {
  GObject      parent_instance;

  char        *name;
  char        *title;
  char        *seen;
  char        *expected;
  ZmTickState  state;
};

G_DEFINE_ENUM_TYPE (ZmTickState, zm_tick_state,
                    G_DEFINE_ENUM_VALUE (ZM_TICK_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_GOOD, "good"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_BAD, "bad"),
                    G_DEFINE_ENUM_VALUE (ZM_TICK_UNKNOWN, "unknown"))

G_DEFINE_FINAL_TYPE (ZmTick, zm_tick, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_EXPECTED,
  PROP_NAME,
  PROP_SEEN,
  PROP_STATE,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_tick_get_property (GObject    *object,
                      guint       prop_id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  ZmTick *self = ZM_TICK (object);

  switch (prop_id)
    {
    case PROP_EXPECTED:
      g_value_set_string (value, self->expected);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SEEN:
      g_value_set_string (value, self->seen);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_tick_finalize (GObject *object)
{
  ZmTick *self = ZM_TICK (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->seen);
  g_free (self->expected);

  G_OBJECT_CLASS (zm_tick_parent_class)->finalize (object);
}

static void
zm_tick_class_init (ZmTickClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_tick_finalize;
  object_class->get_property = zm_tick_get_property;

  properties[PROP_EXPECTED] = g_param_spec_string ("expected", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SEEN] = g_param_spec_string ("seen", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, ZM_TYPE_TICK_STATE,
                                              ZM_TICK_PENDING, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_tick_init (ZmTick *self)
{
}

const char *
zm_tick_state_name (ZmTickState state)
{
  static const char *const names[] = { "pending", "good", "bad", "unknown" };

  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

ZmTick *
zm_tick_new (const char  *name,
             const char  *title,
             ZmTickState  state,
             const char  *seen,
             const char  *expected)
{
  ZmTick *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (ZM_TYPE_TICK, NULL);
  self->name = g_strdup (name);
  self->title = g_strdup (title);
  self->state = state;
  self->seen = g_strdup (seen);
  self->expected = g_strdup (expected);

  return self;
}

const char *
zm_tick_get_name (ZmTick *self)
{
  g_return_val_if_fail (ZM_IS_TICK (self), NULL);

  return self->name;
}

const char *
zm_tick_get_title (ZmTick *self)
{
  g_return_val_if_fail (ZM_IS_TICK (self), NULL);

  return self->title;
}

ZmTickState
zm_tick_get_state (ZmTick *self)
{
  g_return_val_if_fail (ZM_IS_TICK (self), ZM_TICK_UNKNOWN);

  return self->state;
}

const char *
zm_tick_get_seen (ZmTick *self)
{
  g_return_val_if_fail (ZM_IS_TICK (self), NULL);

  return self->seen;
}

const char *
zm_tick_get_expected (ZmTick *self)
{
  g_return_val_if_fail (ZM_IS_TICK (self), NULL);

  return self->expected;
}
