-- Saved views: the filters of a list under a name.

-- name: list_saved_views
SELECT * FROM saved_views WHERE owner = :owner OR is_shared = TRUE ORDER BY name, id LIMIT 1000

-- name: find_saved_view^
SELECT * FROM saved_views WHERE id = :id

-- name: insert_saved_view<!
INSERT INTO saved_views (name, page, filters, owner, is_shared, is_pinned, created_at, updated_at)
VALUES (:name, :page, :filters, :owner, :is_shared, :is_pinned, :now, :now)
RETURNING id

-- name: update_saved_view!
UPDATE saved_views SET
  name = :name, page = :page, filters = :filters, is_shared = :is_shared, is_pinned = :is_pinned, updated_at = :now,
  version = version + 1
WHERE id = :id AND version = :version

-- name: delete_saved_view!
DELETE FROM saved_views WHERE id = :id AND version = :version
