#include "app/store/crl-record.h"

#include "app/store/table.h"

#define AT(member) G_STRUCT_OFFSET (ZmCrlRecord, member)

static const ZmField fields[] = {
  { "issuer_sha256", ZM_FIELD_TEXT, AT (issuer_sha256), NULL },
  { "number", ZM_FIELD_INTEGER, AT (number), NULL },
  { "der", ZM_FIELD_BYTES, AT (der), NULL },
  { "this_update", ZM_FIELD_INSTANT, AT (this_update), NULL },
  { "next_update", ZM_FIELD_INSTANT, AT (next_update), NULL },
};

static const ZmTable crls = {
  "crls", "crl.unknown", sizeof (ZmCrlRecord), (GDestroyNotify) zm_crl_record_free,
  fields, G_N_ELEMENTS (fields),
};

void
zm_crl_record_free (ZmCrlRecord *record)
{
  zm_table_free_record (&crls, record);
}

gboolean
zm_crl_record_insert (ZmDatabase         *database,
                      const ZmCrlRecord  *record,
                      GError            **error)
{
  return zm_table_insert (&crls, database, record, error);
}

ZmCrlRecord *
zm_crl_record_get_newest (ZmDatabase  *database,
                          const char  *issuer_sha256,
                          GError     **error)
{
  return zm_table_get (&crls, database, "WHERE issuer_sha256 = ? ORDER BY number DESC LIMIT 1",
                       error, "t", issuer_sha256);
}

GPtrArray *
zm_crl_record_list_newest (ZmDatabase  *database,
                           GError     **error)
{
  return zm_table_list (&crls, database,
                        "AS this WHERE number = (SELECT max (number) FROM crls "
                        "WHERE issuer_sha256 = this.issuer_sha256) ORDER BY issuer_sha256",
                        error, NULL);
}
