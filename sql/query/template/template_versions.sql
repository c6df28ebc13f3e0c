-- $1 stores, $2 name
-- one row per version of the templates of that name, the newest first; store is null for one of all stores
-- columns: store name locale channel version began_at current
SELECT s.slug AS store, v.name, v.locale, v.channel, v.version, v.began_at, v.current
  FROM (SELECT store_id, name, locale, channel, version, updated_at AS began_at, true AS current FROM crt.templates
        UNION ALL
        SELECT t.store_id, t.name, t.locale, t.channel, o.version, o.began_at, false
          FROM crt.template_versions o JOIN crt.templates t ON t.id = o.template_id) v
  LEFT JOIN crt.stores s ON s.id = v.store_id
 WHERE v.name = $2 AND (v.store_id = ANY ($1::uuid[]) OR v.store_id IS NULL)
 ORDER BY coalesce(s.slug, ''), v.locale, v.channel, v.version DESC;
