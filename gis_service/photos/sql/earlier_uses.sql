-- The first earlier use of each photo: the same bytes, the same camera file, or a picture that
-- looks the same. Two photos of one subject may look alike, but not be the same. Likenesses that
-- differ in at most three bits agree in one of four sixteens, for each of which there is an index.
SELECT
    photo.id AS photo_id,
    earlier.id AS earlier_id,
    earlier.village_code,
    earlier.subject_kind,
    earlier.subject_id,
    earlier.received_at,
    earlier.bits,
    earlier.is_same
FROM photo
CROSS JOIN
    LATERAL (
        SELECT
            found.id,
            found.village_code,
            found.subject_kind,
            found.subject_id,
            found.received_at,
            found.bits,
            found.is_same
        FROM (
            SELECT
                same.*,
                0 AS bits,
                TRUE AS is_same
            FROM photo AS same
            WHERE
                same.state = 'received'
                AND same.sha256 = ANY(ARRAY[photo.sha256, photo.original_sha256])
            UNION ALL
            SELECT
                same.*,
                0 AS bits,
                TRUE AS is_same
            FROM photo AS same
            WHERE
                same.state = 'received'
                AND same.original_sha256 IS NOT NULL
                AND same.original_sha256 = ANY(ARRAY[photo.sha256, photo.original_sha256])
            UNION ALL
            SELECT
                alike.*,
                likeness_distance(alike.likeness, photo.likeness)
                + likeness_distance(alike.likeness_columns, photo.likeness_columns) AS bits,
                FALSE AS is_same
            FROM photo AS alike
            WHERE
                alike.state = 'received'
                AND alike.likeness IS NOT NULL
                AND (
                    ((alike.likeness >> 0) & 65535) = ((photo.likeness >> 0) & 65535)
                    OR ((alike.likeness >> 16) & 65535) = ((photo.likeness >> 16) & 65535)
                    OR ((alike.likeness >> 32) & 65535) = ((photo.likeness >> 32) & 65535)
                    OR ((alike.likeness >> 48) & 65535) = ((photo.likeness >> 48) & 65535)
                )
                AND likeness_distance(alike.likeness, photo.likeness) <= :row_bits
                AND likeness_distance(alike.likeness, photo.likeness)
                + likeness_distance(alike.likeness_columns, photo.likeness_columns) <= :bits
                AND (alike.village_code, alike.subject_kind, alike.subject_id)
                IS DISTINCT FROM (photo.village_code, photo.subject_kind, photo.subject_id)
        ) AS found
        -- + 0: nearly all photos came earlier; an index that finds them would be in the way
        WHERE found.number + 0 < photo.number
        ORDER BY found.number ASC, found.bits ASC, found.is_same DESC
        LIMIT 1
    ) AS earlier
WHERE photo.id = ANY(:photo_ids)
